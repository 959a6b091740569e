"""Signing in at a provider: the form, OAuth 2, the second window, and requests for missing providers."""
