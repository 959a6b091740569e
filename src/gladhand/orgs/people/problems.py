"""What can go wrong with people and their roles."""

from gladhand.core.problems import Conflict


class HasRole(Conflict):
    """A person has a role once."""

    def __init__(self) -> None:
        super().__init__("This person already has this role. Change that one.")


class UnprovedAccount(Conflict):
    """Anybody may have registered the address, and the account opens something else already."""

    def __init__(self) -> None:
        super().__init__(
            "There is an account with this address, and nobody has proved the address. Ask its owner to choose a new "
            "password by mail, which proves it, and try again."
        )


class WiderRole(Conflict):
    """Whoever gets the link could open the account with all that it is offered."""

    def __init__(self) -> None:
        super().__init__(
            "This account was offered a role that may do more than your own token. Ask the person who offered it."
        )


class AccountDisabled(Conflict):
    """The operator has disabled the account."""

    def __init__(self) -> None:
        super().__init__("The account with this address is disabled. Ask the operator of this server.")


class NoMailServer(Conflict):
    """Only the owner of a mailbox may get the link that opens an account."""

    def __init__(self) -> None:
        super().__init__("This server sends no mail. Ask its operator to add the person.")


class OwnRole(Conflict):
    """Nobody shuts themselves out: somebody else, who may do so, is there to undo it."""

    def __init__(self) -> None:
        super().__init__("Nobody can change or end their own role. Ask another person who manages people.")


class NotChangeable(Conflict):
    """Roles of fleets follow from their links."""

    def __init__(self) -> None:
        super().__init__("A fleet's role cannot be changed. End it, or let the person register with another link.")
