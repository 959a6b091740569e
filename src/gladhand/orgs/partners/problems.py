"""What can go wrong with partners."""

from gladhand.core.problems import Conflict


class SlugTaken(Conflict):
    def __init__(self, slug: str) -> None:
        super().__init__(f"Another partner has the slug {slug}. Choose another one.")
