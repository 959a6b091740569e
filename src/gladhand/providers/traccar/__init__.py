"""Traccar, open-source tracking servers that fleets or their suppliers run themselves."""
