"""The base class of all adapters, and what their functions take and answer.

An adapter is written as functions; a function is the capability. For the resource `user`:

    async def list_users(self, cursor: str | None) -> Page
    async def create_user(self, change: Change, *, operation_key: str) -> Written
    async def find_user(self, change: Change, *, operation_key: str | None) -> Record | None
    async def get_user(self, source_id: str) -> Record | None
    async def update_user(self, source_id: str, change: Change) -> Written

Leave out what the provider cannot do, and say why under `[not_supported]` in `provider.toml`.

Whoever creates must also find: after an answer was lost, `find_…` tells whether the record has been made.
`operation_key` is a text of the hub's that is the same in all tries of one create and in no other; store it with the
record if the provider has a place for it. It is a UUID of version 7, so it also tells when the create was accepted. A
create that takes several writes is finished by `find_…`, if only the first of them was carried out. An update may be
sent twice: it sets the same values again.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import time
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from gladhand.resources.base import Change
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import Fields
from gladhand.sdk.client import Client
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import SessionEnded
from gladhand.sdk.field_map import FieldMap, Note
from gladhand.sdk.session import InMemorySessionStore, Session, Sessions

Answer = TypeVar("Answer")

# A session that ends within this is renewed before it is used.
_SPARE_SECONDS = 60
_NEVER = float("inf")

__all__ = ["Account", "Adapter", "Change", "Note", "Page", "Record", "Written"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose account the credentials open. Signing in twice to the same one must give the same id."""

    id: str
    name: str | None = None
    host: str = ""
    """What the id is unique within; empty when the provider has one installation for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record as the provider has it, in its words and in ours."""

    source_id: str
    source_data: Mapping[str, Any]
    """The provider's JSON, as it came."""
    fields: Fields
    occurred_at: datetime | None = None
    extras: Mapping[str, Any] | None = None
    """What is worth keeping although the contract has no field for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some records of a list."""

    records: Sequence[Record]
    cursor: str | None = None
    """Where to go on: now if there is `more`, else at the next run. `None` begins anew."""
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A write that was carried out: the record as it is now, and what became of each field that was sent."""

    record: Record
    notes: Mapping[str, Note] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    """Why, for fields whose note needs a word."""

    @property
    def source_id(self) -> str:
        return self.record.source_id

    @property
    def source_data(self) -> Mapping[str, Any]:
        return self.record.source_data


class Adapter(ABC):
    """One connection of one fleet, while a call lasts. Reads no environment and opens no socket."""

    sheets: ClassVar[Mapping[ResourceEnum, FieldMap]] = MappingProxyType({})
    """What the provider takes of each resource that can be written, field by field."""

    def __init__(
        self,
        client: Client,
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
        """What the operator has set, by the names in `[[options]]` of `provider.toml`, defaults filled in."""
        self.ready()

    def ready(self) -> None:  # noqa: B027 - for those who need it
        """Called once the adapter is made, for what all its requests share, such as `client.headers`."""

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:  # noqa: ARG003 - for those who need it
        """Where to call. Override it when the credentials name a region or a server."""
        return definition.base_url

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - for those who need it
        """Get a new session, for providers that want one. `session` is the one there was, empty at first."""
        raise TypeError(f"{type(self).__name__} has no sessions")

    async def in_session(self, call: Callable[[Session], Awaitable[Answer]]) -> Answer:
        """Run `call` in a session: the one there is if it lasts, else a new one; once more if it turns out to be dead.

        `call` raises `SessionEnded` when the provider no longer takes the session.
        """
        session = await self.sessions.current()
        if not session or session.get("expires_at", _NEVER) < time() + _SPARE_SECONDS:
            session = await self.sessions.renew(session, self.sign_in)
        try:
            return await call(session)
        except SessionEnded:
            session = await self.sessions.renew(session, self.sign_in)
            return await call(session)

    @abstractmethod
    async def verify(self) -> Account:
        """Prove that the credentials work, cheaply and without changing anything, and say whose they are."""
