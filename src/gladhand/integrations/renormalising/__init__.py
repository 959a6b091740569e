"""Stored rows of providers, mapped again after an adapter was corrected."""
