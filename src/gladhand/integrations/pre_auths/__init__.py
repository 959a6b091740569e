"""Credentials that a fleet enters before it is sent to its provider to sign in, for providers that want both."""
