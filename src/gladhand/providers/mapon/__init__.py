"""Mapon: units, drivers and inspections of fleets, first of all in Europe."""
