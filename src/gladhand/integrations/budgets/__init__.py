"""Rate budgets of provider accounts, shared by all processes through the database."""
