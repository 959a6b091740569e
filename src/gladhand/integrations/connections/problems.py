"""Problems of connections."""

from gladhand.core.problems import Fault, GatewayTimeout, Invalid


class TspNotOffered(Invalid):
    """The provider cannot be connected: it is inactive, or this server has no adapter for it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            [
                Fault(
                    "body.tsp_id",
                    "",
                    f"{name} cannot be connected: it is inactive, or has no adapter.",
                    "tsp_not_offered",
                )
            ]
        )


class CredentialsRefused(Invalid):
    """The provider refuses the credentials. `reason` is its own text. Nothing was stored."""

    def __init__(self, name: str, reason: str) -> None:
        message = f"{name} did not accept these credentials: {reason}"
        super().__init__([Fault("body.credentials", "*****", message, "credentials_refused")])
        self.reason = reason


class OtherAccount(Invalid):
    """The credentials open another account than the connection's own."""

    def __init__(self, name: str) -> None:
        reason = f"These credentials open another account at {name}. Create a new connection for it."
        super().__init__([Fault("body.credentials", "*****", reason, "other_account")])


class NotForFleets(Invalid):
    """A status that fleets cannot set."""

    def __init__(self, status: str) -> None:
        reason = "`status` can be active, paused or cancelled. DELETE deletes the connection."
        super().__init__([Fault("body.status", status, reason, "not_settable")])


class ProviderUnavailable(GatewayTimeout):
    """The provider did not answer, so the credentials could not be checked. Nothing was stored."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} did not answer, so the credentials could not be checked. Nothing was stored; try again."
        )
