"""What can go wrong with telematics providers."""

from gladhand.core.problems import NotFound


class TspNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such telematics provider.")
