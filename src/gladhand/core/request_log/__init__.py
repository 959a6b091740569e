"""The log of API requests: who has asked what, and how it ended."""
