"""Limits on attempts that somebody could repeat in order to guess."""
