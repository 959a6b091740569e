"""What can go wrong with fleets."""

from gladhand.core.problems import Conflict


class FleetPropertyExists(Conflict):
    def __init__(self, key: str) -> None:
        super().__init__(f"The fleet has the property {key} already; delete it first.")
