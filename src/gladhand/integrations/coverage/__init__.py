"""What the records of a connection really hold: filled fields, lateness, gaps."""
