"""What can go wrong with fleets."""

from gladhand.core.problems import NotFound


class FleetNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such fleet.")
