"""The normalised resources: what records look like whatever provider they come from. No I/O, no web framework."""
