"""Finds the installed adapters and calls them."""
