"""Access tokens by OAuth client credentials, kept until shortly before they expire."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

#: Seconds before its end at which a token is replaced, for clocks that differ and for requests that are on their way.
_MARGIN = 30.0
_PATH = "/realms/catena/protocol/openid-connect/token"


@dataclass(frozen=True)
class Credentials:
    """How the client gets its tokens: by id and secret, or one token that the caller has."""

    client_id: str | None = None
    client_secret: str | None = None
    token: str | None = None
    token_url: str | None = None
    scope: str | None = None

    def __post_init__(self) -> None:
        if self.token is None and (self.client_id is None) != (self.client_secret is None):
            raise ValueError("client_id and client_secret belong together")

    def __repr__(self) -> str:
        return f"Credentials(client_id={self.client_id!r})"

    def url(self, base_url: str) -> str:
        return self.token_url or f"{base_url}{_PATH}"

    def form(self) -> dict[str, str]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id or "",
            "client_secret": self.client_secret or "",
        }
        return form if self.scope is None else form | {"scope": self.scope}


class TokenCache:
    """The newest token, and until when it is used."""

    def __init__(self, credentials: Credentials) -> None:
        self.credentials = credentials
        self._token: str | None = None
        self._until = 0.0

    @property
    def current(self) -> str | None:
        """A token that is valid for some time yet, or None."""
        if self.credentials.token is not None:
            return self.credentials.token
        return self._token if time.monotonic() < self._until else None

    @property
    def can_renew(self) -> bool:
        return self.credentials.token is None and self.credentials.client_id is not None

    def store(self, answer: Mapping[str, Any]) -> str:
        token = str(answer["access_token"])
        self._token, self._until = token, time.monotonic() + float(answer.get("expires_in", 60)) - _MARGIN
        return token

    def drop(self, token: str | None) -> None:
        """Forget a token that the server has refused, unless another one has replaced it meanwhile."""
        if token == self._token:
            self._token = None
            self._until = 0.0
