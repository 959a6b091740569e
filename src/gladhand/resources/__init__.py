"""The normalised resources: what records look like, independent of the provider. No I/O, no web framework."""
