"""Motive, which was KeepTruckin: electronic logs, vehicles and trailers of North American fleets."""
