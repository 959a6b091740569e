"""Queues messages to people in the transaction of the change that they tell of."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson

from gladhand.core.crypto import Keyring
from gladhand.core.db import Db
from gladhand.core.ids import INSTALLATION, uuid7
from gladhand.core.mail import queries, stop_queries
from gladhand.core.sealed_columns import MAIL
from gladhand.core.unreadable import find_unsealed


class MailChannelEnum(StrEnum):
    MAIL = "mail"
    SMS = "sms"


class MailStatusEnum(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    """The mail server has taken it, or the SMS gateway."""
    FAILED = "failed"
    """It was refused for another reason than its address, or every attempt failed."""
    BOUNCED = "bounced"
    """There is no such address, or it takes no mail."""
    SUPPRESSED = "suppressed"
    """It was not sent: the person wants no mail, the address has bounced before, or got too much in one day."""


@dataclass(frozen=True)
class MailDraft:
    """One message. `kind` is one of `notifications.mail.kinds`, and `values` are what its text names."""

    kind: str
    recipient: str
    """An address of e-mail, or a phone number for `SMS`."""
    language: str = "en"
    values: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    """May hold secrets, such as a link that signs in. They are encrypted in the row, and deleted after the last
    attempt."""
    partner_id: UUID = INSTALLATION
    subject_id: UUID | None = None
    channel: MailChannelEnum = MailChannelEnum.MAIL


class Outbox:
    """Queues messages on the channels that the operator has set up."""

    def __init__(self, keyring: Keyring, channels: frozenset[MailChannelEnum]) -> None:
        self._keyring = keyring
        self._channels = channels

    @property
    def is_open(self) -> bool:
        """Whether there is any channel."""
        return bool(self._channels)

    def can_send(self, channel: MailChannelEnum = MailChannelEnum.MAIL) -> bool:
        return channel in self._channels

    async def queue(self, db: Db, draft: MailDraft) -> UUID | None:
        """Store the message in the caller's transaction; its id. None, and nothing happens, without its channel."""
        if not self.can_send(draft.channel):
            return None
        mail_id = uuid7()
        content = {"to": draft.recipient, "values": draft.values}
        sealed = self._keyring.seal(orjson.dumps(content).decode(), purpose=MAIL.purpose_beside(mail_id))
        await queries.insert_mail(
            db,
            draft.partner_id,
            mail_id,
            channel=draft.channel,
            kind=draft.kind,
            language=draft.language,
            subject_id=draft.subject_id,
            recipient_hash=hash_recipient(draft.partner_id, draft.recipient),
            sealed=sealed,
        )
        return mail_id

    async def forgive_bounces(self, db: Db, partner_id: UUID, recipient: str) -> None:
        """Send to an address again that has bounced. A person who wants no messages still gets none."""
        await stop_queries.delete_stop(db, partner_id, hash_recipient(partner_id, recipient), only_bounced=True)


def find_content(keyring: Keyring, mail_id: UUID, sealed: bytes) -> tuple[str, Mapping[str, Any]] | None:
    """The recipient and the values of a message; None if no key decrypts them."""
    text = find_unsealed(keyring, sealed, purpose=MAIL.purpose_beside(mail_id), mail_id=mail_id)
    if text is None:
        return None
    content = orjson.loads(text)
    return content["to"], content["values"]


def hash_recipient(partner_id: UUID, recipient: str) -> bytes:
    """Stands for an address among the messages of one partner."""
    return hashlib.sha256(partner_id.bytes + recipient.strip().lower().encode()).digest()
