"""Browsers in which a person is signed in."""
