"""Partners, fleets, brands of providers, and what connects them: invitations and share agreements."""
