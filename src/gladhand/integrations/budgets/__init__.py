"""Rate limits of provider accounts, shared by all processes through the database."""
