"""Changes of partners."""

import secrets
from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from pydantic import ValidationError

from gladhand.auth.audit.actors import OPERATOR, Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.core.crypto import Keyring, Secret
from gladhand.core.db import Db
from gladhand.core.http import AddressGuard
from gladhand.core.problems import Invalid
from gladhand.core.sealed_columns import CALLBACK_SECRET
from gladhand.notifications.publish_queries import notify_dispatchers
from gladhand.notifications.signing import new_signing_secret
from gladhand.orgs.agreements.change_queries import delete_agreements_of_partner, update_suspended
from gladhand.orgs.partners import properties as property_values
from gladhand.orgs.partners import queries, wire_queries
from gladhand.orgs.partners.callback_urls import require_callable
from gladhand.orgs.partners.problems import SlugTaken
from gladhand.orgs.partners.properties import PartnerPropertyKeyEnum
from gladhand.orgs.partners.queries import NewPartner, Partner
from gladhand.orgs.partners.schemas import PartnerCreate, PartnerPropertyCreate, PartnerUpdate
from gladhand.orgs.properties import queries as property_queries
from gladhand.orgs.texts import slug_of
from gladhand.resources.urls import private_scheme


async def create_partner(
    db: Db,
    keyring: Keyring,
    *,
    name: str,
    slug: str | None = None,
    body: PartnerCreate | None = None,
    actor: Actor = OPERATOR,
) -> Partner:
    """Create a partner, with what else is in `body`. Without a slug, one is derived from the name and made unique.
    Raises `SlugTaken`, and a ValueError for a slug that links and tokens cannot have.
    """
    if slug and slug != (proper := slug_of(slug, otherwise="acme")):
        raise ValueError(f"{slug!r} cannot be a slug: up to 60 small letters, digits and hyphens, such as {proper}")
    new = NewPartner(uuid4(), name) if body is None else _new_partner(body)
    free_slug = slug or slug_of(name, otherwise="partner")
    while True:
        secret = keyring.seal(new_signing_secret(), purpose=CALLBACK_SECRET.purpose)
        partner = await queries.insert_partner(db, new, slug=free_slug, callback_secret=secret)
        if partner is not None:
            await insert_change(db, actor, "partner.created", partner_id=partner.id, subject_id=partner.id)
            return partner
        if slug is not None:
            raise SlugTaken(slug)
        free_slug = f"{slug_of(name, otherwise='partner')}-{secrets.token_hex(3)}"


def _new_partner(body: PartnerCreate) -> NewPartner:
    return NewPartner(
        uuid4(),
        body.name,
        body.description,
        body.websites,
        body.categories,
        body.is_sandbox,
        body.parent_partner_id,
    )


async def check_addresses(guard: AddressGuard, properties: Sequence[PartnerPropertyCreate], *, path: str) -> None:
    """Refuse a default callback URL that this server must not call. Asks the DNS, so no transaction should be open."""
    for number, each in enumerate(properties):
        if each.key is PartnerPropertyKeyEnum.DEFAULT_CALLBACK_URL:
            place = f"{path}.{number}.value"
            await require_callable(guard, _checked(each, place), place, given=each.value)


async def register_partner(db: Db, keyring: Keyring, actor: Actor, body: PartnerCreate) -> Partner:
    """Create a partner with its properties. Raises `Invalid`, also for a parent that is no partner."""
    if body.parent_partner_id is not None and await queries.find_partner(db, body.parent_partner_id) is None:
        raise Invalid.at("body.parent_partner_id", "There is no such partner.", given=body.parent_partner_id)
    partner = await create_partner(db, keyring, name=body.name, body=body, actor=actor)
    if body.properties:
        await create_properties(db, actor, partner.id, body.properties, path="body.properties")
    return partner


async def update_partner(db: Db, partner_id: UUID, body: PartnerUpdate) -> None:
    """Absent fields stay, null clears the description. Raises `NotFound`."""
    await wire_queries.lock_partner(db, partner_id)
    values = body.model_dump(exclude_unset=True)
    if values.get("name") is None:
        values.pop("name", None)
    await wire_queries.update_partner(db, partner_id, values)


async def delete_partner(db: Db, actor: Actor, partner_id: UUID) -> None:
    """Delete a partner, with its invitations and with what is shared with it. Its tokens end at once, and its
    deliveries are dropped. Raises `NotFound`.
    """
    await wire_queries.lock_partner(db, partner_id)
    await delete_agreements_of_partner(db, partner_id)
    await wire_queries.delete_partner(db, partner_id)
    await insert_change(db, actor, "partner.deleted", partner_id=partner_id, subject_id=partner_id)


async def create_properties(
    db: Db, actor: Actor, partner_id: UUID, properties: Sequence[PartnerPropertyCreate], *, path: str = "body"
) -> str:
    """Add properties, all or none; as JSON. Raises `NotFound`, `PropertyExists`, and `Invalid` for values that
    their keys cannot have.
    """
    await wire_queries.lock_partner(db, partner_id)
    pairs = [(each.key, _checked(each, f"{path}.{number}.value")) for number, each in enumerate(properties)]
    added = await property_queries.insert_properties(db, "partner", partner_id, properties=pairs)
    await _follow(db, actor, partner_id, dict(pairs))
    return added


async def delete_property(db: Db, actor: Actor, partner_id: UUID, property_id: UUID) -> None:
    """Raises `NotFound`."""
    await wire_queries.lock_partner(db, partner_id)
    key = await property_queries.delete_property(db, "partner", partner_id, property_id)
    await _follow(db, actor, partner_id, {key: None})


async def _follow(db: Db, actor: Actor, partner_id: UUID, changed: Mapping[str, str | None]) -> None:
    """Suspend or resume what follows the status of the account."""
    if PartnerPropertyKeyEnum.ACCOUNT_STATUS in changed:
        await update_suspended(db, partner_id)
        await notify_dispatchers(db)
        details = {"account_status": changed[PartnerPropertyKeyEnum.ACCOUNT_STATUS]}
        await insert_change(
            db, actor, "partner.account_status", partner_id=partner_id, subject_id=partner_id, details=details
        )


def _checked(each: PartnerPropertyCreate, path: str) -> str:
    try:
        return property_values.checked(each.key, each.value)
    except ValidationError as error:
        fault = error.errors()[0]
        raise Invalid.at(path, fault["msg"], error_type=fault["type"], given=each.value) from None


async def get_callback_secret(db: Db, keyring: Keyring, partner_id: UUID) -> Secret:
    """The secret that signs deliveries to the callback URLs of the partner's invitations."""
    sealed = await queries.get_sealed_callback_secret(db, partner_id)
    return Secret(keyring.unseal(sealed, purpose=CALLBACK_SECRET.purpose))


async def set_redirect_schemes(db: Db, partner_id: UUID, schemes: Sequence[str]) -> None:
    """Replace the schemes of the partner's own apps. Raises a ValueError for one that no app can have of its own."""
    if wrong := [scheme for scheme in schemes if private_scheme(f"{scheme}://x") != scheme]:
        raise ValueError(f"{wrong[0]} cannot be the scheme of an app; one is written like myapp or com.partner.app")
    await queries.update_redirect_schemes(db, partner_id, schemes)
    details = {"redirect_schemes": list(schemes)}
    await insert_change(
        db, OPERATOR, "partner.redirect_schemes", partner_id=partner_id, subject_id=partner_id, details=details
    )
