"""Makes and changes embed keys."""

import secrets
from uuid import UUID

from gladhand.core.db import Db
from gladhand.orgs.branding.queries import Look
from gladhand.orgs.embed_keys import queries
from gladhand.orgs.embed_keys.problems import EmbedKeyNotFound
from gladhand.orgs.embed_keys.queries import EmbedKey
from gladhand.orgs.embed_keys.schemas import EmbedKeyCreate, EmbedKeyUpdate
from gladhand.orgs.partners.problems import PartnerNotFound

_COLUMNS = {
    "name": "name",
    "origins": "origins",
    "brand_color": "color",
    "brand_logo": "logo_url",
    "brand_logo_dark": "logo_dark_url",
}
_NEEDED = frozenset({"name", "origins"})


async def create(db: Db, partner_id: UUID, wanted: EmbedKeyCreate) -> EmbedKey:
    """A new key, known at once. Raises `PartnerNotFound`."""
    made = await queries.add(
        db,
        partner_id,
        key=f"ek_{secrets.token_urlsafe(18)}",
        name=wanted.name,
        origins=_once(wanted.origins),
        look=Look(wanted.brand_color, wanted.brand_logo, wanted.brand_logo_dark),
    )
    if made is None:
        raise PartnerNotFound
    return made


async def change(db: Db, partner_id: UUID, key_id: UUID, wanted: EmbedKeyUpdate) -> EmbedKey:
    """What is absent stays, null clears. Raises `EmbedKeyNotFound`, for revoked ones as well."""
    sent = {name: getattr(wanted, name) for name in wanted.model_fields_set}
    values = {_COLUMNS[name]: value for name, value in sent.items() if value is not None or name not in _NEEDED}
    if values.get("origins") is not None:
        values["origins"] = _once(values["origins"])
    changed = await queries.change(db, partner_id, key_id, values)
    if changed is None:
        raise EmbedKeyNotFound
    return changed


def _once(origins: list[str]) -> list[str]:
    return list(dict.fromkeys(origins))
