"""Changes of embed keys."""

import secrets
from uuid import UUID

from gladhand.auth.audit.actors import Actor, ActorKindEnum
from gladhand.auth.audit.queries import insert_change
from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.embed_keys import queries
from gladhand.orgs.embed_keys.queries import EmbedKey
from gladhand.orgs.embed_keys.schemas import EmbedKeyCreate, EmbedKeyUpdate

_COLUMNS = {
    "name": "name",
    "origins": "origins",
    "brand_color": "color",
    "brand_logo": "logo_url",
    "brand_logo_dark": "logo_dark_url",
}
_REQUIRED = frozenset({"name", "origins"})


async def create_embed_key(db: Db, actor: Actor, partner_id: UUID, body: EmbedKeyCreate) -> EmbedKey:
    """Create a key, effective at once. Raises `NotFound`."""
    key = await queries.insert_embed_key(
        db,
        partner_id,
        key=f"ek_{secrets.token_urlsafe(18)}",
        name=body.name,
        origins=_distinct(body.origins),
        branding=PartnerBranding(
            body.brand_color, body.brand_logo, body.brand_logo_dark, logo_by_partner=_is_partner(actor)
        ),
    )
    if key is None:
        raise NotFound.of("partner")
    await _note(db, actor, "created", key)
    return key


async def update_embed_key(db: Db, actor: Actor, partner_id: UUID, key_id: UUID, *, body: EmbedKeyUpdate) -> EmbedKey:
    """Absent fields stay, null clears. Raises `NotFound`, also for revoked keys."""
    sent = {name: getattr(body, name) for name in body.model_fields_set}
    values = {_COLUMNS[name]: value for name, value in sent.items() if value is not None or name not in _REQUIRED}
    if values.get("origins") is not None:
        values["origins"] = _distinct(values["origins"])
    key = await queries.update_embed_key(db, partner_id, key_id, values, by_partner=_is_partner(actor))
    if key is None:
        raise NotFound.of("embed key")
    if "origins" in values:
        await _note(db, actor, "updated", key)
    return key


async def revoke_embed_key(db: Db, actor: Actor, partner_id: UUID, key_id: UUID) -> bool:
    """Revoke a key at once; revoking again changes nothing. Returns whether the partner has it."""
    was_active = await queries.revoke_embed_key(db, partner_id, key_id)
    if was_active:
        await insert_change(db, actor, "embed_key.revoked", partner_id=partner_id, subject_id=key_id)
    return was_active is not None


async def _note(db: Db, actor: Actor, change: str, key: EmbedKey) -> None:
    """Which sites may show Connect is a right; branding is none."""
    details = {"name": key.name, "origins": key.origins}
    await insert_change(db, actor, f"embed_key.{change}", partner_id=key.partner_id, subject_id=key.id, details=details)


def _is_partner(actor: Actor) -> bool:
    return actor.kind is ActorKindEnum.PARTNER


def _distinct(origins: list[str]) -> list[str]:
    return list(dict.fromkeys(origins))
