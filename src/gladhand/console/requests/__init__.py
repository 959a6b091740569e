"""The log of API requests."""
