"""How Connect looks for a partner's fleets, and which sites may show it."""
