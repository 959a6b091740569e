"""Links that work once: their holder sets a new password, or signs in. Whoever sends them out calls `make_link`."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from gladhand.auth.people import link_queries
from gladhand.auth.people.emails import normal_email
from gladhand.auth.people.problems import LinkUnusable
from gladhand.core.crypto import Secret, hash_secret, new_secret
from gladhand.core.db import Db


class LinkPurposeEnum(StrEnum):
    RESET = "reset"
    """Sets a new password, also the first one."""
    ROLE = "role"
    """Accepts a role that was offered."""


PATHS = {LinkPurposeEnum.RESET: "/account/new-password?token=", LinkPurposeEnum.ROLE: "/account/role?offer="}
VALID_FOR = timedelta(hours=1)


async def make_link(
    db: Db,
    connect_url: str,
    email: str,
    purpose: LinkPurposeEnum,
    *,
    valid_for: timedelta = VALID_FOR,
    role_id: UUID | None = None,
) -> Secret | None:
    """A link for the account with this address. The first one that is used ends the others. None if there is no such
    account."""
    token = new_secret()
    is_made = await link_queries.insert_link(
        db, normal_email(email), purpose=purpose, token_hash=hash_secret(token), valid_for=valid_for, role_id=role_id
    )
    return Secret(f"{connect_url}{PATHS[purpose]}{token}") if is_made else None


async def is_usable(db: Db, token: str, purpose: LinkPurposeEnum) -> bool:
    return await link_queries.find_link(db, hash_secret(token), purpose) is not None


async def use_link(db: Db, token: str, purpose: LinkPurposeEnum) -> UUID:
    """The person of the link, which is used up. Raises `LinkUnusable`."""
    person_id = await link_queries.claim_person_link(db, hash_secret(token), purpose)
    if person_id is None:
        raise LinkUnusable
    return person_id
