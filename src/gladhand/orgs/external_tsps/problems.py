"""What can go wrong with providers that no adapter speaks to."""

from gladhand.core.problems import Conflict, NotFound


class ExternalTspNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such provider in the registry.")


class NothingAccepted(Conflict):
    def __init__(self) -> None:
        super().__init__("The fleet has no accepted invitation that the request could belong to.")
