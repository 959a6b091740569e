"""What can go wrong with invitations."""

from gladhand.core.problems import Conflict, NotFound


class InvitationNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such invitation.")


class InvitationNotOpen(Conflict):
    """It was answered before, or its time is over."""

    def __init__(self, status: str) -> None:
        super().__init__(f"This invitation cannot be answered any more: it is {status}.")


class InvitationAccepted(Conflict):
    """What became of it is managed through the share agreement."""

    def __init__(self) -> None:
        super().__init__("This invitation was accepted; end its share agreement instead.")
