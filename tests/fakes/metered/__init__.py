"""A provider whose only trait is that it counts: a limit in any window of time, kept to the letter."""
