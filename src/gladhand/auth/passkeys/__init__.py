"""Passkeys: keys on a person's devices, which sign in without a password."""
