"""What the providers support: the contract's matrix, and the catalogue behind it."""
