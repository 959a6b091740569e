"""What can be wrong with an Idempotency-Key."""

from gladhand.core.problems import Conflict, Fault, Invalid

_AT = "header.Idempotency-Key"


class BadKey(Invalid):
    """Not something that can be a key."""

    def __init__(self) -> None:
        reason = "The header must be sent once, with 1 to 255 visible ASCII characters and no spaces."
        super().__init__([Fault(_AT, "", reason, "idempotency_key")])


class KeyReused(Invalid):
    """The key was sent with another request before."""

    def __init__(self) -> None:
        reason = "This key was used for a request with another path, query or body. Use a new one for each request."
        super().__init__([Fault(_AT, "", reason, "idempotency_key_reused")])


class KeyInUse(Conflict):
    """The first request with this key is still running."""

    def __init__(self) -> None:
        super().__init__(
            "A request with this Idempotency-Key is still running. Retry in a moment.",
            headers={"Retry-After": "1"},
        )


class AnswerUnreadable(Conflict):
    """The answer to the first request is encrypted with a key that this server no longer has."""

    def __init__(self) -> None:
        super().__init__(
            "A request with this Idempotency-Key was carried out, and its stored answer cannot be decrypted. "
            "Look up what it has made before you send it again with another key."
        )
