"""Makes, checks and revokes access and refresh tokens."""
