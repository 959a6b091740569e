"""API clients, as a partner sees its own and the operator sees all."""
