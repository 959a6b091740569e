"""Measurements: each figure beside its limit from the same run."""
