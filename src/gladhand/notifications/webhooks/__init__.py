"""Subscriptions: one address, one event name, a secret, and which fleets."""
