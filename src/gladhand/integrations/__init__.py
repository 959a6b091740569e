"""Connections of fleets to providers, and the operations on them."""
