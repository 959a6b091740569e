"""Problems of requests about what is supported."""

from gladhand.core.problems import NotFound


class NoAdapter(NotFound):
    """No adapter for the platform is installed."""

    def __init__(self) -> None:
        super().__init__("This server has no adapter for this platform.")
