"""Sessions: what an adapter got from the provider for signing in, and needs again with the next call.

An access token, a refresh token that works once, a session id, the host that the provider sent us to. The hub keeps it
sealed beside the credentials. Only one process at a time renews it, and what it got is stored before it is used.
"""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

#: JSON values. `expires_at` (seconds since 1970), where given, has it renewed in time.
Session: TypeAlias = Mapping[str, Any]
#: Signs in, with the session there was (empty at first) and answers the new one.
SignIn: TypeAlias = Callable[[Session], Awaitable[Session]]

NONE: Session = MappingProxyType({})


class Sessions(Protocol):
    """Keeps the session of one connection."""

    async def current(self) -> Session:
        """What is kept; empty if nothing is."""
        ...

    async def renew(self, used: Session, sign_in: SignIn) -> Session:
        """A newer session than `used`: somebody else's if there is one by now, else what `sign_in` gets."""
        ...


class InMemorySessionStore:
    """A session that lasts as long as this object: for checking credentials that are not stored yet, and for tests."""

    def __init__(self, held: Session = NONE) -> None:
        self.held = held

    async def current(self) -> Session:
        return self.held

    async def renew(self, used: Session, sign_in: SignIn) -> Session:
        if self.held == used:
            self.held = await sign_in(used)
        return self.held
