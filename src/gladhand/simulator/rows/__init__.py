"""The rows that the provider makes of what a fleet does, one module per family."""
