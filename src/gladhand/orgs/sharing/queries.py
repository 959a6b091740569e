"""All SQL of a fleet's own links."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from gladhand.core.crypto import Keyring, hash_secret, new_secret
from gladhand.core.db import Db
from gladhand.core.sealed_columns import SHARING_LINK
from gladhand.core.unreadable import find_unsealed


@dataclass(frozen=True)
class SharingOwner:
    """A fleet, and the partner that it shares with."""

    partner_id: UUID
    fleet_id: UUID


@dataclass(frozen=True)
class OwnLink:
    """A fleet's own link to what it shares with the partner. Its secret is read where it is shown or sent."""

    email: str | None
    """The address that the link may be sent to: the fleet itself has named it."""


async def upsert_link(db: Db, owner: SharingOwner, keyring: Keyring, *, email: str | None = None) -> None:
    """Make the fleet's own link, unless there is one. `email` is the address that it may be sent to.

    An address that the partner may have written is none: whoever reads mail there becomes the fleet itself.
    """
    secret = new_secret()
    await db.execute(
        """
        insert into sharing_link (partner_id, fleet_id, link_hash, sealed, email) values (%s, %s, %s, %s, %s)
        on conflict (partner_id, fleet_id) do update set email = excluded.email where excluded.email is not null
        """,
        (
            owner.partner_id,
            owner.fleet_id,
            hash_secret(secret),
            keyring.seal(secret, purpose=SHARING_LINK.purpose_beside(owner.fleet_id)),
            email,
        ),
    )


async def update_link_email(db: Db, owner: SharingOwner, email: str | None) -> bool:
    """Change the address that the fleet's own link may be sent to, for the fleet itself. Returns whether it was
    another one."""
    cursor = await db.execute(
        "update sharing_link set email = %s where partner_id = %s and fleet_id = %s and email is distinct from %s",
        (email, owner.partner_id, owner.fleet_id, email),
    )
    return cursor.rowcount > 0


async def find_secret(db: Db, owner: SharingOwner, keyring: Keyring) -> str | None:
    """The secret of the fleet's own link, if it has one that can be decrypted."""
    cursor = await db.execute(
        "select sealed from sharing_link where partner_id = %s and fleet_id = %s", (owner.partner_id, owner.fleet_id)
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    return find_unsealed(keyring, row["sealed"], purpose=SHARING_LINK.purpose_beside(owner.fleet_id))


async def find_link(db: Db, owner: SharingOwner) -> OwnLink | None:
    """The fleet's own link, if it has one."""
    cursor = await db.execute(
        "select email from sharing_link where partner_id = %s and fleet_id = %s", (owner.partner_id, owner.fleet_id)
    )
    row = await cursor.fetchone()
    return None if row is None else OwnLink(**row)


async def find_owner(db: Db, secret: str) -> SharingOwner | None:
    """Find the fleet by the secret of its own link alone. Crosses partners."""
    cursor = await db.execute(
        "select partner_id, fleet_id from sharing_link where link_hash = %s", (hash_secret(secret),)
    )
    row = await cursor.fetchone()
    return None if row is None else SharingOwner(**row)


async def upsert_browser(db: Db, owner: SharingOwner, browser: bytes, *, lasts: timedelta) -> None:
    """Let this browser change what the fleet shares with the partner."""
    await db.execute(
        """
        insert into sharing_browser (partner_id, fleet_id, browser, expires_at) values (%s, %s, %s, now() + %s)
        on conflict (partner_id, fleet_id, browser) do update set expires_at = excluded.expires_at
        """,
        (owner.partner_id, owner.fleet_id, browser, lasts),
    )


async def is_known_browser(db: Db, owner: SharingOwner, browser: bytes) -> bool:
    """Whether this browser may change what the fleet shares with the partner."""
    cursor = await db.execute(
        """
        select from sharing_browser
        where partner_id = %s and fleet_id = %s and browser = %s and expires_at > now()
        """,
        (owner.partner_id, owner.fleet_id, browser),
    )
    return await cursor.fetchone() is not None
