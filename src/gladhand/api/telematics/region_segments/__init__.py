"""Region segments of vehicles, derived from their positions."""
