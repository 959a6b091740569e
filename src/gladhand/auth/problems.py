"""Errors of authentication: those of the API in its envelope, those of the token endpoint in the shape of OAuth."""

from collections.abc import Iterable
from typing import Any, ClassVar

from gladhand.core.problems import Forbidden, Problem, Unauthorized

#: Answers of the token endpoint are for the client alone.
NOT_STORED = {"Cache-Control": "no-store", "Pragma": "no-cache"}

#: The length of a name in a request that the answer repeats.
MOST_QUOTED = 100


class NoToken(Unauthorized):
    """The request has no token."""

    def __init__(self) -> None:
        super().__init__("The request needs a bearer token in the Authorization header.")


class BadToken(Unauthorized):
    """The token is not from this server, is no access token, has expired or was revoked."""

    def __init__(self, detail: str = "The bearer token is not valid.") -> None:
        super().__init__(detail)
        self.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'


class UnknownKey(BadToken):
    """The token names a signing key that this process has not loaded. Another process may have made it just now."""


class MissingScope(Forbidden):
    def __init__(self, needed: Iterable[str]) -> None:
        scope = " ".join(needed)
        super().__init__(
            f"The token lacks a scope that this request needs: {scope}.",
            headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope}"'},
        )


class WrongCaller(Forbidden):
    """The route is for another kind of caller than the token's."""

    def __init__(self, allowed: Iterable[str]) -> None:
        super().__init__(f"Only {' and '.join(allowed)} may send this request.")


class OAuthProblem(Problem):
    """A refusal of the token or revocation endpoint."""

    error: ClassVar[str] = "invalid_request"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, headers=NOT_STORED)

    def body(self) -> dict[str, Any]:
        return {"error": self.error, "error_description": self.detail}


class InvalidRequest(OAuthProblem):
    """A parameter is missing or repeated, or the body is no form."""


class UnsupportedGrant(OAuthProblem):
    error = "unsupported_grant_type"


class InvalidScope(OAuthProblem):
    """The client names a scope that does not exist."""

    error = "invalid_scope"

    def __init__(self, name: str, *, hint: str) -> None:
        shown = name[:MOST_QUOTED]
        super().__init__(f"There is no scope {shown!r}.{' Separate scopes with spaces.' if ',' in name else hint}")


class InvalidClient(OAuthProblem):
    status, error = 401, "invalid_client"

    def __init__(self, *, by_header: bool = False) -> None:
        # One text for an unknown id, a wrong secret and a revoked client.
        super().__init__("The client or its secret is not valid.")
        if by_header:
            self.headers["WWW-Authenticate"] = 'Basic realm="clients"'


class InvalidGrant(OAuthProblem):
    """The status is 401 and not OAuth's 400, because existing clients decode no other."""

    status, error = 401, "invalid_grant"
