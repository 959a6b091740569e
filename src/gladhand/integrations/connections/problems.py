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


class ProviderUnavailable(GatewayTimeout):
    """The provider did not answer, so the credentials could not be tried. Nothing was stored."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} did not answer, so the credentials could not be checked. Nothing was stored; try again."
        )
