"""People and their roles, for partners and operators."""
