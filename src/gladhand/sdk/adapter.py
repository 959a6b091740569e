"""The base class of all adapters.

    class Acme(Adapter):
        reads = (Read(USER, users, mode=FULL, every=minutes(15), shows=("username", "first_name")),)
        writes = (Write(USER, FIELD_MAP, create=create, find=find, update=update),)

        async def verify(self) -> ProviderAccount: ...

`reads` and `writes` are everything that the adapter can do; routes, schedules, capabilities, documentation and tests
follow from them. Say under `[not_supported]` and `[cannot]` in `provider.toml` why the provider cannot do the rest.
See `reading` and `writing` for the functions.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from gladhand.resources.base import Change
from gladhand.sdk.client import ProviderClient
from gladhand.sdk.clock import timestamp
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import SessionEnded
from gladhand.sdk.field_map import FieldMap, Prepared, Verb
from gladhand.sdk.reading import Read
from gladhand.sdk.session import InMemorySessionStore, Session, Sessions, session_secrets
from gladhand.sdk.writing import Write

Answer = TypeVar("Answer")

# A session that expires within this time is renewed before it is used.
_SPARE_SECONDS = 60
_NEVER = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderAccount:
    """The account that the credentials open. Signing in twice to the same account gives the same id."""

    id: str
    name: str | None = None
    host: str = ""
    """The installation of the provider within which the id is unique. Empty if the provider has only one."""


class Adapter(ABC):
    """One connection of one fleet, while a call lasts. Reads no environment and opens no socket."""

    reads: ClassVar[tuple[Read[Any], ...]] = ()
    """The resources that can be read."""
    writes: ClassVar[tuple[Write[Any], ...]] = ()
    """The resources that can be written."""

    shows_failures: ClassVar[bool] = True
    """Whether bodies of failures may be shown to partners. Some providers put values of other customers into them."""

    def __init__(
        self,
        client: ProviderClient,
        credentials: Credentials,
        definition: Definition,
        *,
        sessions: Sessions | None = None,
        options: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self.client = client
        self.credentials = credentials
        self.definition = definition
        self.sessions: Sessions = sessions or InMemorySessionStore()
        self.options = options
        """The operator's settings, by the names in `[[options]]` of `provider.toml`, with the defaults filled in."""
        self.prepared: list[Prepared] = []
        """All results of `prepare`; dry runs show them."""
        self.ready()

    def ready(self) -> None:  # noqa: B027 - for those who need it
        """Called when the adapter has been made. Set here what all requests share, such as `client.headers`."""

    @property
    def allows_uncertain(self) -> bool:
        """Whether the operator allows values whose counterpart at the provider is a guess."""
        return bool(self.options.get("uncertain_values"))

    def prepare(self, field_map: FieldMap, change: Change, verb: Verb) -> Prepared:
        """Put a change into the provider's form. Raises `Rejected` with the reason of every refused field."""
        prepared = field_map.prepare(change, verb, uncertain=self.allows_uncertain)
        self.prepared.append(prepared)
        return prepared

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:  # noqa: ARG003 - for those who need it
        """Where to call. Override it when the credentials name a region or a server."""
        return definition.base_url

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - for those who need it
        """Sign in and return the new session, for providers with sessions. `session` is the former one, empty at
        first."""
        raise TypeError(f"{type(self).__name__} has no sessions")

    async def in_session(self, call: Callable[[Session], Awaitable[Answer]]) -> Answer:
        """Run `call` with the stored session, or with a new one if that has expired. If the provider no longer takes
        the session, `call` runs once more with a new one.

        `call` raises `SessionEnded` when the provider no longer takes the session.
        """
        session = self._hidden(await self.sessions.current())
        if not session or session.get("expires_at", _NEVER) < timestamp() + _SPARE_SECONDS:
            session = self._hidden(await self.sessions.renew(session, self.sign_in))
        try:
            return await call(session)
        except SessionEnded:
            session = self._hidden(await self.sessions.renew(session, self.sign_in))
            return await call(session)

    def _hidden(self, session: Session) -> Session:
        """The session itself, after its secrets have been registered to be masked everywhere."""
        for secret in session_secrets(session):
            self.client.hide(secret)
        return session

    @abstractmethod
    async def verify(self) -> ProviderAccount:
        """Check the credentials by a cheap request that changes nothing, and return the account that they open."""
