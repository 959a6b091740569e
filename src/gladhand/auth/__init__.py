"""Authenticates callers: API clients, tokens, signing keys, scopes."""
