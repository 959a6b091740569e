"""A session is what a provider returns for a sign-in and expects with the next calls. Examples are an access token, a
refresh token that works once, a session id, and the host that serves the account. The hub stores a session encrypted
beside the credentials. One process at a time renews it and stores it before use.
"""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

#: JSON values. With `expires_at`, in seconds since 1970, the session is renewed in time.
Session: TypeAlias = Mapping[str, Any]
#: Takes the former session, which is empty at first, signs in, and returns the new session.
SignIn: TypeAlias = Callable[[Session], Awaitable[Session]]

NONE: Session = MappingProxyType({})

_SECRET_NAME = re.compile(r".*(token|secret|password|session|key|cookie|code).*", re.IGNORECASE)
# A shorter secret occurs inside ordinary words.
_SHORTEST_SECRET = 6


def session_secrets(session: Session) -> Iterator[str]:
    """The values of a session that give access to the account."""
    for name, value in session.items():
        if _SECRET_NAME.fullmatch(name) and isinstance(value, str) and len(value) >= _SHORTEST_SECRET:
            yield value


class Sessions(Protocol):
    """The session of one connection."""

    async def current(self) -> Session:
        """The stored session. It is empty before the first sign-in."""
        ...

    async def renew(self, used: Session, sign_in: SignIn) -> Session:
        """A newer session than `used`: the one that another process has stored, or the result of `sign_in`."""
        ...


class InMemorySessionStore:
    """A session in memory, for checks of credentials that are not stored yet, for dry runs and for tests."""

    def __init__(self, held: Session = NONE) -> None:
        self.held = held

    async def current(self) -> Session:
        return self.held

    async def renew(self, used: Session, sign_in: SignIn) -> Session:
        if self.held == used:
            self.held = await sign_in(used)
        return self.held
