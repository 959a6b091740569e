"""The fleet's own way back to what it shares: its link, and the browsers that may use it."""
