"""The live map: where the vehicles of a partner's fleets are, on a map that this server draws itself."""
