"""The reference lists: what the codes in records mean, with the content of `content/` (see the README there)."""
