"""Reports about messages that have come back, as an operator's mail system passes them on."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

from pydantic import BaseModel, Field

from gladhand.core.crypto import Secret
from gladhand.core.db import Db
from gladhand.core.log import get_logger
from gladhand.core.mail import queries, stop_queries
from gladhand.core.mail.handlers import MailHandlers, MailOutcome
from gladhand.core.mail.outbox import MailStatusEnum
from gladhand.notifications.mail import log_events
from gladhand.notifications.mail.rendering import read_message_id
from gladhand.notifications.mail.texts import one_line

log = get_logger()

_PERMANENT = "5"
_LONGEST_TEXT = 200


@dataclass(frozen=True)
class MailHook:
    """The secret that signs reports. Without one there is no such route."""

    secret: Secret | None


class BounceReport(BaseModel):
    """One message that has come back."""

    message_id: str = Field(max_length=998, description="The `Message-ID` of the message")
    status: str = Field(max_length=20, description="The code of RFC 3463, such as 5.1.1")
    diagnostic: str | None = Field(None, max_length=2000, description="What the other mail server said")


async def note_bounce(db: Db, handlers: MailHandlers, report: BounceReport) -> bool:
    """Mark the message as bounced, unless the report speaks of a delay. Returns whether it changed anything."""
    found = read_message_id(report.message_id)
    if found is None or not report.status.startswith(_PERMANENT):
        return False
    partner_id, mail_id = found
    # Other servers put addresses into what they say, so only the code is kept.
    error = f"{one_line(report.status)[:_LONGEST_TEXT]}: the message has come back."
    changed = await queries.update_bounced(db, partner_id, mail_id, error)
    if changed is None:
        return False
    await stop_queries.insert_stop(db, partner_id, changed["recipient_hash"], "bounced")
    outcome = MailOutcome(
        partner_id, changed["kind"], changed["channel"], changed["subject_id"], MailStatusEnum.BOUNCED, error
    )
    await handlers.handle(db, outcome)
    log.info(log_events.BOUNCED, mail_id=str(mail_id), reason=report.status)
    return True


def read_dsn(raw: bytes) -> BounceReport | None:
    """The report in a delivery status notification (RFC 3464) about one of our messages. None if it is none.

    Raises `ValidationError` if it is one with a status or an id that nobody writes.
    """
    # Under the old policy, which takes headers as they are: the new one fails at a broken `Message-ID`.
    message = message_from_bytes(raw)
    message_id, status = "", ""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            status = next((word for block in _blocks(part) if (word := _first_word(block["Status"]))), "")
        elif kind in ("message/rfc822", "text/rfc822-headers") and not message_id:
            message_id = _message_id(part)
    return BounceReport(message_id=message_id, status=status) if message_id and status else None


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    yield from payload if isinstance(payload, list) else ()  # type: ignore[misc] # the parts of a report are messages


def _message_id(part: Message) -> str:
    if part.get_content_type() == "text/rfc822-headers":
        returned = message_from_bytes(bytes(part.get_payload(decode=True) or b""))
    else:
        returned = next(_blocks(part), part)
    return _first_word(returned["Message-ID"])


def _first_word(header: object) -> str:
    """A header without the comment that some servers append."""
    return next(iter(str(header or "").split()), "")
