"""People who sign in: their accounts, passwords, roles and single-use links."""
