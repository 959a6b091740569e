"""What can go wrong with invitations."""

from gladhand.core.problems import Conflict


class InvitationNotOpen(Conflict):
    """The invitation has been answered before, or has expired."""

    def __init__(self, status: str) -> None:
        super().__init__(f"This invitation can no longer be accepted or declined: it is {status}.")


class NoChannel(Conflict):
    """The server cannot reach the fleet."""

    def __init__(self) -> None:
        super().__init__(
            "The link cannot be sent: the invitation has no fleet_email and no fleet_phone, or the operator of this "
            "server has set up no mail and no short messages."
        )


class LinkUnreadable(Conflict):
    """No encryption key of this server decrypts the link of the invitation."""

    def __init__(self) -> None:
        super().__init__(
            "The link cannot be sent: this server lacks the key that decrypts it. The operator brings the key back, "
            "or you make a new invitation."
        )


class InvitationAccepted(Conflict):
    """An accepted invitation is managed through its share agreement."""

    def __init__(self) -> None:
        super().__init__("An accepted invitation cannot be deleted. End its share agreement instead.")
