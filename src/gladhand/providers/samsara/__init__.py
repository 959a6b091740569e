"""Samsara: REST with JSON; API tokens with a region, or OAuth2."""
