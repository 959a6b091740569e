"""API clients as administrators and partners manage them."""
