"""Fakes of providers: real HTTP servers that keep state and enforce the provider's rules."""
