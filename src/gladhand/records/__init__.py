"""Normalised records of the providers' data."""
