"""What can go wrong with API clients."""

from gladhand.core.problems import Conflict


class ClientRevoked(Conflict):
    """A revoked client gets no new secret."""

    def __init__(self) -> None:
        super().__init__("The client is revoked. Create another one.")
