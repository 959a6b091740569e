"""What can go wrong with embed keys."""

from gladhand.core.problems import NotFound


class EmbedKeyNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such embed key.")
