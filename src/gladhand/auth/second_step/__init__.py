"""The second step of signing in: a code of an app (TOTP), or a recovery code."""
