"""Normalised records: one table per resource, upserts that notice changes, and the reads of them."""
