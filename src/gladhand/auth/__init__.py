"""Who is calling: clients, tokens, keys, scopes."""
