"""The pages on which a fleet accepts an invitation and connects its providers."""
