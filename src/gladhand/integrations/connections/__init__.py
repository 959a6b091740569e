"""Connections: a fleet's account at a TSP, with its credentials."""
