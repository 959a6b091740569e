"""Create, rotate, revoke and authenticate API clients."""

import re
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from gladhand.auth import scopes
from gladhand.auth.audit.actors import OPERATOR, Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.clients import queries
from gladhand.auth.clients.queries import Client, ClientRights, Kind
from gladhand.core.crypto import Secret, hash_secret, new_secret, secret_matches
from gladhand.core.db import Database, Db

K = TypeVar("K")
V = TypeVar("V")

#: What clients of each kind may do if nothing else is said.
USUAL_SCOPES: Mapping[Kind, frozenset[str]] = {"partner": scopes.PARTNER, "admin": scopes.ADMIN}

_CLIENT_ID = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_FRESH_SECONDS = 1.0
_NOTED_SECONDS = 60.0
_MOST_REMEMBERED = 1000


@dataclass(frozen=True)
class NewClient:
    """A new client with its secret. The secret is shown only once, because the database stores its hash."""

    client_id: str
    secret: Secret


async def create_client(
    db: Db,
    *,
    kind: Kind,
    partner_id: UUID | None,
    name: str,
    extensions: bool = False,
    held: Iterable[str] | None = None,
    actor: Actor = OPERATOR,
) -> NewClient:
    """A client with the usual scopes of its kind, or with those that are `held`. A partner's client names its partner,
    an admin's none.

    With `extensions` the server's answers have keys that the contract does not have, unless a request asks otherwise.
    """
    if (kind == "partner") != (partner_id is not None):
        raise ValueError("a partner's client belongs to a partner, an admin's to none")
    made = NewClient(f"{kind}-{uuid4()}", Secret(new_secret()))
    await queries.insert_client(
        db,
        client_id=made.client_id,
        kind=kind,
        partner_id=partner_id,
        name=name,
        secret_hash=hash_secret(made.secret.reveal()),
        scopes=USUAL_SCOPES[kind] if held is None else held,
        extensions=extensions,
    )
    details = {"client_id": made.client_id, "kind": kind}
    await insert_change(db, actor, "api_client.created", partner_id=partner_id, details=details)
    return made


async def rotate_client(db: Db, client_id: str, *, overlap: timedelta) -> NewClient | None:
    """Give any client a new secret. None if there is no such client, or it is revoked."""
    client = await queries.lock_client(db, client_id)
    if client is None or client.is_revoked:
        return None
    return await change_secret(db, OPERATOR, client_id, client, overlap)


async def revoke_client(db: Db, client_id: str) -> bool:
    """Revoke any client and its tokens; every server knows it within two seconds. False if no active client has this
    id."""
    client = await queries.lock_client(db, client_id)
    if client is None or client.is_revoked:
        return False
    await end_client(db, OPERATOR, client_id, client)
    return True


async def change_secret(db: Db, actor: Actor, client_id: str, client: ClientRights, overlap: timedelta) -> NewClient:
    """Give a locked client a new secret. The former one works for the overlap, so that its holders can change over.

    Tokens that the former secret got live to their end.
    """
    made = NewClient(client_id, Secret(new_secret()))
    await queries.update_secret(db, client_id, hash_secret(made.secret.reveal()), overlap=overlap)
    details = {"client_id": client_id, "overlap_seconds": overlap.total_seconds()}
    await insert_change(db, actor, "api_client.rotated", partner_id=client.partner_id, details=details)
    return made


async def end_client(db: Db, actor: Actor, client_id: str, client: ClientRights) -> None:
    """Revoke a locked client."""
    await queries.revoke_client(db, client_id)
    details = {"client_id": client_id}
    await insert_change(db, actor, "api_client.revoked", partner_id=client.partner_id, details=details)


class Clients:
    """Authenticates clients by id and secret.

    Rows are cached for a second, because a busy client asks for tokens very often. A missing row is not cached, so a
    new client works at once.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._remembered: OrderedDict[str, tuple[float, Client]] = OrderedDict()
        self._noted: OrderedDict[tuple[str, bool], float] = OrderedDict()

    async def recognise(self, client_id: str, secret: str) -> Client | None:
        """The client. None if the id or the secret is wrong."""
        # Other texts are never client ids, and PostgreSQL rejects some of them.
        if not _CLIENT_ID.fullmatch(client_id):
            return None
        client = await self._find(client_id)
        if client is None:
            return None
        is_former = not secret_matches(secret, client.secret_hash)
        if is_former and not (client.former_secret_hash and secret_matches(secret, client.former_secret_hash)):
            return None
        await self._note_use(client_id, is_former=is_former)
        return client

    async def _note_use(self, client_id: str, *, is_former: bool) -> None:
        """Store that the client was here, once in a while."""
        now = time.monotonic()
        noted_at = self._noted.get((client_id, is_former))
        if noted_at is not None and now - noted_at < _NOTED_SECONDS:
            return
        _remember(self._noted, (client_id, is_former), now)
        async with self._database.connection() as db:
            await queries.update_last_used(db, client_id, by_former_secret=is_former)

    async def _find(self, client_id: str) -> Client | None:
        now = time.monotonic()
        found_at, client = self._remembered.get(client_id, (0.0, None))
        if client is not None and now - found_at < _FRESH_SECONDS:
            return client
        async with self._database.connection() as db:
            client = await queries.find_client(db, client_id)
        if client is None:
            self._remembered.pop(client_id, None)
        else:
            _remember(self._remembered, client_id, (now, client))
        return client


def _remember(memory: OrderedDict[K, V], key: K, value: V) -> None:
    memory[key] = value
    if len(memory) > _MOST_REMEMBERED:
        memory.popitem(last=False)
