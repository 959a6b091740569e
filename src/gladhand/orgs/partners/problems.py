"""What can go wrong with partners."""

from gladhand.core.problems import Conflict, NotFound


class SlugTaken(Conflict):
    def __init__(self, slug: str) -> None:
        super().__init__(f"Another partner is called {slug}.")


class PartnerNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such partner.")
