"""Partners, fleets, providers' brands, and what ties them: invitations and share agreements."""
