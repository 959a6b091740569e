"""What can go wrong when somebody asks what is supported."""

from gladhand.core.problems import NotFound


class NoSuchTsp(NotFound):
    """There is no such telematics provider."""

    def __init__(self) -> None:
        super().__init__("There is no telematics provider with this id.")


class NoAdapter(NotFound):
    """The platform is known by name only."""

    def __init__(self) -> None:
        super().__init__("This server has no adapter for this platform.")
