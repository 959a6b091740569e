"""Normalised records: one table per resource, upserts that detect changes, and reads."""
