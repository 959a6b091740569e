"""Geotab's MyGeotab: JSON-RPC at one address per database, sessions, entities that are written whole."""
