"""Sends the magic link of an invitation, and notes what becomes of the message."""

from collections.abc import Mapping
from functools import partial

import orjson

from gladhand.core.container import Container
from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.languages import language_of_country
from gladhand.core.mail.handlers import MailHandler, MailOutcome
from gladhand.core.mail.outbox import MailChannelEnum, MailDraft, MailStatusEnum, Outbox
from gladhand.notifications.sealed_links import find_with_link
from gladhand.orgs.invitations import delivery_queries, events
from gladhand.orgs.invitations.problems import InvitationNotOpen, LinkUnreadable, NoChannel
from gladhand.orgs.invitations.queries import RenderedInvitation
from gladhand.orgs.invitations.schemas import InvitationStatusEnum
from gladhand.orgs.invitations.settings import InvitationSettings

KIND = "invitation"


async def send_link(
    db: Db, outbox: Outbox, invitation: RenderedInvitation, *, keyring: Keyring, settings: InvitationSettings
) -> bool:
    """Queue a message with the link, to the e-mail address or else to the phone number of the fleet.

    False if the invitation has neither, or the operator has set up no channel for it. Raises `LinkUnreadable`.
    """
    text = find_with_link(invitation.json, invitation.sealed_link, keyring, invitation.partner_id)
    if text is None:
        raise LinkUnreadable
    fields = orjson.loads(text)
    addresses = {MailChannelEnum.MAIL: fields["fleet_email"], MailChannelEnum.SMS: fields["fleet_phone"]}
    usable = [(channel, to) for channel, to in addresses.items() if to and outbox.can_send(channel)]
    if not usable:
        return False
    channel, recipient = usable[0]
    language = await delivery_queries.find_language(db, invitation.partner_id, invitation.id)
    draft = MailDraft(
        KIND,
        recipient,
        language=language or language_of_country(fields["fleet_country_code"]).code,
        values={"link": fields["magic_link"], "until": fields["expires_at"]},
        partner_id=invitation.partner_id,
        subject_id=invitation.id,
        channel=channel,
    )
    await outbox.queue(db, draft)
    await delivery_queries.update_notice(
        db,
        invitation.partner_id,
        invitation.id,
        channel=channel,
        status=MailStatusEnum.QUEUED,
        error=None,
        connect_url=settings.connect_url,
    )
    return True


async def resend_link(
    db: Db, outbox: Outbox, invitation: RenderedInvitation, *, keyring: Keyring, settings: InvitationSettings
) -> None:
    """Send the link once more, also to an address that has bounced. Raises `InvitationNotOpen`,
    `LinkUnreadable` and `NoChannel`."""
    if invitation.status != InvitationStatusEnum.ACTIVE:
        raise InvitationNotOpen(invitation.status)
    email = orjson.loads(invitation.json)["fleet_email"]
    if email:
        await outbox.forgive_bounces(db, invitation.partner_id, email)
    if not await send_link(db, outbox, invitation, keyring=keyring, settings=settings):
        raise NoChannel


def handlers(container: Container) -> Mapping[str, MailHandler]:
    """What follows when the message was sent, or was not."""
    return {KIND: partial(_finish, container.get(InvitationSettings))}


async def _finish(settings: InvitationSettings, db: Db, outcome: MailOutcome) -> None:
    assert outcome.subject_id is not None
    invitation = await delivery_queries.update_notice(
        db,
        outcome.partner_id,
        outcome.subject_id,
        channel=outcome.channel,
        status=outcome.status,
        error=outcome.error,
        connect_url=settings.connect_url,
    )
    if invitation is not None and outcome.status == MailStatusEnum.SENT:
        await events.announce(db, events.SENT, invitation)
