"""What can go wrong with share agreements."""

from gladhand.core.problems import Conflict, Forbidden


class AgreementEnded(Conflict):
    """An agreement that was cancelled or deleted, or whose time is over, stays so."""

    def __init__(self, status: str) -> None:
        super().__init__(
            f"This share agreement has ended: it is {status}. Delete its invitation and create a new one to ask again."
        )


class PausedByOther(Forbidden):
    """A partner resumes only what it has paused itself, and a fleet not what the operator has paused."""

    def __init__(self, paused_by: str | None) -> None:
        by = "The fleet" if paused_by == "fleet" else "The operator of this server"
        super().__init__(f"{by} has paused this share agreement, so you cannot resume it.")


class HeldByFleet(Forbidden):
    """What the fleet itself has paused or ended is not undone with what the partner can read."""

    def __init__(self) -> None:
        super().__init__(
            "The fleet itself has paused or ended this share agreement, or set its dates, and the partner can read "
            "this token, so it cannot undo that. To resume or to share again, open the fleet's own link, or sign in "
            "with an account that was made with it."
        )


class OthersCanRead(Forbidden):
    """A partner that reads the token of its invitation cannot show itself what the fleet hides from it."""

    def __init__(self) -> None:
        super().__init__(
            "This token came with the partner's invitation, so it can only protect more. To show the partner more, "
            "open your own link to what you share."
        )


class FleetRefTaken(Conflict):
    """A reference stands for one fleet: a partner that asks for it must not read another fleet's records."""

    def __init__(self) -> None:
        super().__init__("Another fleet or invitation of this partner has this fleet_ref.")


class OtherInvitation(Forbidden):
    """A fleet's token from one partner's invitation manages the agreement with this partner alone."""

    def __init__(self) -> None:
        super().__init__(
            "This token came with another partner's invitation. Use the one that came with the invitation of this "
            "share agreement."
        )


class SharedFleet(Forbidden):
    """A fleet's token from one partner's invitation does not change what another partner reads."""

    def __init__(self) -> None:
        super().__init__(
            "This fleet shares with several partners. A token that came with one partner's invitation cannot make this "
            "change."
        )
