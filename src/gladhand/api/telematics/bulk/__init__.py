"""Bulk answers: a list as one stream of CSV or Parquet, for everything that its filters let through."""
