"""Tells fleets what happened to their access and their providers, in the caller's transaction."""

from uuid import UUID

from gladhand.core.clock import wire_time
from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.languages import language_of_country
from gladhand.core.mail.outbox import MailDraft, Outbox
from gladhand.notifications.sealed_links import find_magic_link
from gladhand.orgs.external_tsps.queries import update_tsp_entry
from gladhand.orgs.invitations.change_queries import extend_links
from gladhand.orgs.notices import queries
from gladhand.orgs.notices.queries import FleetContact

_BATCH_SIZE = 100


async def notify_repair(
    db: Db, outbox: Outbox, fleet_id: UUID, provider: str, *, keyring: Keyring, connect_url: str
) -> None:
    """Ask a fleet to sign in at its provider again. The link of its invitation is valid again for a while."""
    contact = await queries.find_contact(db, fleet_id)
    if contact is not None:
        await _notify_with_link(
            db, outbox, contact, "connection_repair", provider=provider, keyring=keyring, connect_url=connect_url
        )


async def link_brand(db: Db, outbox: Outbox, name: str, tsp_slug: str, *, keyring: Keyring, connect_url: str) -> bool:
    """Link a brand to its entry in the registry, and tell those who asked for it. Returns whether both exist."""
    if not await update_tsp_entry(db, name, tsp_slug):
        return False
    if outbox.can_send():
        for request in await queries.claim_answered_requests(db, tsp_slug):
            await _notify_with_link(
                db,
                outbox,
                request,
                "provider_available",
                provider=request.provider,
                keyring=keyring,
                connect_url=connect_url,
            )
    return True


async def notify_ended(db: Db, outbox: Outbox) -> int:
    """Tell a batch of fleets that a partner's access has ended. Returns how many agreements were looked at."""
    count, ended = await queries.claim_ended_of_all_partners(db, _BATCH_SIZE)
    for agreement in ended:
        await outbox.queue(db, _draft(agreement, "access_ended", {"until": wire_time(agreement.ended_at)}))
    return count


async def _notify_with_link(
    db: Db, outbox: Outbox, contact: FleetContact, kind: str, *, provider: str, keyring: Keyring, connect_url: str
) -> None:
    links = await extend_links(db, contact.fleet_id)
    if (sealed := links.get(contact.partner_id)) is not None:
        link = find_magic_link(connect_url, sealed, keyring, contact.partner_id)
        # A message without its link would only puzzle the fleet. The log has the reason.
        if link is None:
            return
        await outbox.queue(db, _draft(contact, kind, {"provider": provider, "link": link}))


def _draft(contact: FleetContact, kind: str, values: dict[str, str | None]) -> MailDraft:
    language = contact.language or language_of_country(contact.country_code).code
    return MailDraft(kind, contact.email, language, values, contact.partner_id, contact.fleet_id)
