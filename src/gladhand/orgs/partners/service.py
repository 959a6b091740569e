"""Changes of partners."""

import re
import secrets
import unicodedata
from collections.abc import Sequence
from uuid import UUID, uuid4

from gladhand.core.crypto import Keyring, Secret
from gladhand.core.db import Db
from gladhand.core.sealed_columns import CALLBACK_SECRET
from gladhand.notifications.signing import new_signing_secret
from gladhand.orgs.partners import properties, queries
from gladhand.orgs.partners.problems import SlugTaken
from gladhand.orgs.partners.properties import PartnerPropertyKeyEnum
from gladhand.orgs.partners.queries import Partner
from gladhand.resources.urls import private_scheme

_LONGEST_SLUG = 60


async def create_partner(
    db: Db, keyring: Keyring, *, name: str, slug: str | None = None, websites: Sequence[str] = ()
) -> Partner:
    """Create a partner. Without a slug, one is derived from the name and made unique. Raises `SlugTaken`."""
    partner_id = uuid4()
    free_slug = slug or _slug_of(name)
    while True:
        secret = keyring.seal(new_signing_secret(), purpose=CALLBACK_SECRET.purpose)
        partner = await queries.insert_partner(
            db, partner_id, slug=free_slug, name=name, websites=websites, callback_secret=secret
        )
        if partner is not None:
            return partner
        if slug is not None:
            raise SlugTaken(slug)
        free_slug = f"{_slug_of(name)}-{secrets.token_hex(3)}"


async def get_callback_secret(db: Db, keyring: Keyring, partner_id: UUID) -> Secret:
    """The secret that signs deliveries to the callback URLs of the partner's invitations."""
    sealed = await queries.get_sealed_callback_secret(db, partner_id)
    return Secret(keyring.unseal(sealed, purpose=CALLBACK_SECRET.purpose))


async def set_property(db: Db, partner_id: UUID, key: PartnerPropertyKeyEnum, value: str) -> None:
    """Set or replace a property. Raises a ValueError for a value that its key cannot have."""
    await queries.upsert_property(db, partner_id, key, properties.checked(key, value))


async def set_redirect_schemes(db: Db, partner_id: UUID, schemes: Sequence[str]) -> None:
    """Replace the schemes of the partner's own apps. Raises a ValueError for one that no app can have of its own."""
    if wrong := [scheme for scheme in schemes if private_scheme(f"{scheme}://x") != scheme]:
        raise ValueError(f"{wrong[0]} cannot be the scheme of an app; one is written like myapp or com.partner.app")
    await queries.update_redirect_schemes(db, partner_id, schemes)


def _slug_of(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "partner"
