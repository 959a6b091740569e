"""Keeps what a fleet has entered until it comes back from its provider."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson

from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.problems import Invalid
from gladhand.core.sealed_columns import PRE_AUTH
from gladhand.core.unreadable import find_unsealed
from gladhand.integrations.pre_auths import queries
from gladhand.sdk.credential_kinds import ApiBasicCredentials

#: The key of credentials that names what was entered before.
KEY = "pre_auth_id"
# Signing in at a provider takes minutes.
_LASTS = timedelta(hours=1)


async def keep(db: Db, keyring: Keyring, fleet_id: UUID, tsp_id: UUID, entered: ApiBasicCredentials) -> UUID:
    """Store them encrypted. Returns the id that names them once, within an hour."""
    sealed = keyring.seal(entered.model_dump_json(exclude_none=True), purpose=PRE_AUTH.purpose)
    return await queries.insert_pre_auth(db, fleet_id, tsp_id, sealed, lasts=_LASTS)


async def complete(
    db: Db, keyring: Keyring, fleet_id: UUID, tsp_id: UUID, credentials: Mapping[str, Any]
) -> tuple[Mapping[str, Any], UUID | None]:
    """The credentials with what was entered before, and its id. A value that is sent now replaces a value that was
    entered before. Raises `Invalid`.
    """
    if KEY not in credentials:
        return credentials, None
    try:
        pre_auth_id = UUID(str(credentials[KEY]))
    except ValueError:
        raise _unknown(credentials[KEY]) from None
    sealed = await queries.find_pre_auth(db, fleet_id, tsp_id, pre_auth_id)
    if sealed is None:
        raise _unknown(pre_auth_id)
    entered = find_unsealed(keyring, sealed, purpose=PRE_AUTH.purpose, pre_auth_id=pre_auth_id)
    if entered is None:
        raise _unknown(pre_auth_id)
    return orjson.loads(entered) | {name: value for name, value in credentials.items() if name != KEY}, pre_auth_id


async def use_up(db: Db, fleet_id: UUID, pre_auth_id: UUID) -> None:
    """In the transaction that stores the connection. Raises `Invalid` if another request has used it meanwhile."""
    if not await queries.delete_pre_auth(db, fleet_id, pre_auth_id):
        raise _unknown(pre_auth_id)


def _unknown(given: object) -> Invalid:
    reason = "No unused pre-auth of this fleet and provider has this id. It is valid once, and for an hour."
    return Invalid.at(f"body.credentials.{KEY}", reason, given=str(given))
