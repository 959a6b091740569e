"""What a partner says on the consent page, and the groups of data that a fleet agrees to."""
