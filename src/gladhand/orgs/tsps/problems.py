"""What can go wrong with telematics providers."""

from gladhand.core.problems import Conflict


class ConnectedBrand(Conflict):
    def __init__(self) -> None:
        super().__init__("Fleets have connected this brand, so it keeps its platform. Add another brand instead.")
