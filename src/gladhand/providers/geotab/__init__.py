"""Geotab's MyGeotab: JSON-RPC at one address per database, sessions, and entities that are written whole."""
