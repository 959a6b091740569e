"""Access and refresh tokens: made, checked, revoked."""
