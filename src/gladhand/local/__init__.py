"""Everything on one machine: the local stack, its processes, the embedded PostgreSQL, the demo."""
