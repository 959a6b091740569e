"""The fleet's own link to what it shares: its address, and the message that brings it."""

from urllib.parse import urlencode

from gladhand.connect.link import SHARING_PARAMETER
from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.languages import current_language
from gladhand.core.mail.outbox import MailDraft, Outbox, hash_recipient
from gladhand.core.mail.queries import has_mail
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.sharing import queries as links
from gladhand.orgs.sharing.queries import SharingOwner

_KIND = "sharing_link"


def own_link(connect_url: str, secret: str | None) -> str:
    """The fleet's own link. It has no launch parameters: it is opened in a tab."""
    return f"{connect_url}/sharing?{urlencode({SHARING_PARAMETER: secret})}" if secret else ""


def masked_email(email: str) -> str:
    """The address for whoever has to recognise it and may not learn it: `a…@example.com`."""
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}…@{host}"


async def own_link_address(db: Db, owner: SharingOwner | None, invitation: Invitation) -> str:
    """The address to which the link goes or has gone since the fleet accepted; empty if no message brings it."""
    link = await links.find_link(db, owner) if owner else None
    if owner is None or link is None or link.email is None or invitation.accepted_at is None:
        return ""
    is_mailed = await has_mail(
        db,
        owner.partner_id,
        _KIND,
        subject_id=invitation.id,
        recipient_hash=hash_recipient(owner.partner_id, link.email),
        since=invitation.accepted_at,
    )
    return link.email if is_mailed else ""


async def mail_own_link(
    db: Db,
    outbox: Outbox,
    keyring: Keyring,
    *,
    owner: SharingOwner,
    invitation: Invitation,
    email: str,
    connect_url: str,
) -> None:
    """Send the link to the fleet's address. Whoever reads mail there has proved the address by that."""
    secret = await links.find_secret(db, owner, keyring)
    draft = MailDraft(
        _KIND,
        email,
        language=current_language().code,
        values={"link": own_link(connect_url, secret)},
        partner_id=owner.partner_id,
        subject_id=invitation.id,
    )
    await outbox.queue(db, draft)
