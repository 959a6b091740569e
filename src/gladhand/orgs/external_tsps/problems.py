"""What can go wrong with integration requests."""

from gladhand.core.problems import Conflict


class NothingAccepted(Conflict):
    """The fleet has accepted no invitation yet."""

    def __init__(self) -> None:
        super().__init__("The fleet has no accepted invitation that the request could belong to.")
