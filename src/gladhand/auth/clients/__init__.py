"""API clients: the ids and secrets that partners and operators call with."""
