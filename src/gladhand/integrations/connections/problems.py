"""What can go wrong with a connection."""

from gladhand.core.problems import Fault, GatewayTimeout, Invalid, NotFound


class NoSuchTsp(NotFound):
    """There is no provider with this id."""

    def __init__(self) -> None:
        super().__init__("There is no provider with this id.")


class NoSuchConnection(NotFound):
    """There is no connection with this id that the caller may see."""

    def __init__(self) -> None:
        super().__init__("There is no connection with this id.")


class TspNotOffered(Invalid):
    """The provider is known, but cannot be connected."""

    def __init__(self, name: str) -> None:
        super().__init__([Fault("body.tsp_id", "", f"{name} cannot be connected at present.", "tsp_not_offered")])


class CredentialsRefused(Invalid):
    """The provider does not take these credentials; `said` is its own reason. Nothing was stored."""

    def __init__(self, name: str, said: str) -> None:
        reason = f"{name} did not accept these credentials: {said}"
        super().__init__([Fault("body.credentials", "*****", reason, "credentials_refused")])
        self.said = said


class OtherAccount(Invalid):
    """The credentials work, and open another account than the connection's own."""

    def __init__(self, name: str) -> None:
        reason = f"These credentials open another account at {name}. Make a new connection for it."
        super().__init__([Fault("body.credentials", "*****", reason, "other_account")])


class NotForFleets(Invalid):
    """A state that a connection comes into by itself, or by being deleted."""

    def __init__(self, status: str) -> None:
        reason = "A connection can be set active, paused or cancelled; DELETE ends it."
        super().__init__([Fault("body.status", status, reason, "not_settable")])


class ProviderUnavailable(GatewayTimeout):
    """The provider did not answer, so the credentials could not be tried. Nothing was stored."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} did not answer, so the credentials could not be checked. Nothing was stored; try again."
        )
