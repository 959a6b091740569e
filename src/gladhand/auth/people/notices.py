"""Tells people by mail how their account opens now, so that nobody changes it behind their back."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from gladhand.auth.audit.queries import count_recent_changes
from gladhand.auth.people import queries
from gladhand.core.clock import now, wire_time
from gladhand.core.db import Db
from gladhand.core.languages import current_language
from gladhand.core.mail.outbox import MailDraft, Outbox

_FORGOTTEN = "/account/forgotten"
# Whoever registers the address of somebody else must not flood it. What nobody has proved gets so many in a day.
_MOST_UNPROVED = 10
_WITHIN = timedelta(days=1)


class AccountChangeEnum(StrEnum):
    """A change of how an account opens; also the kind of message that tells it."""

    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_BLOCKED = "passkey_blocked"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a kind of message
    SECOND_STEP_ON = "second_step_on"
    SECOND_STEP_OFF = "second_step_off"


class AccountNotices:
    """Queues one message for each change. Without a mail server nothing is sent."""

    def __init__(self, outbox: Outbox, connect_url: str) -> None:
        self._outbox = outbox
        self._link = f"{connect_url}{_FORGOTTEN}"

    async def notify(self, db: Db, person_id: UUID, change: AccountChangeEnum) -> None:
        """Queue the message in the transaction of the change, after its line in the audit trail."""
        if not self._outbox.can_send():
            return
        person = await queries.get_locked_person(db, person_id)
        is_flood = (
            person.verified_at is None and await count_recent_changes(db, person_id, within=_WITHIN) > _MOST_UNPROVED
        )
        if is_flood:
            return
        values = {"link": self._link, "until": wire_time(now())}
        await self._outbox.queue(
            db, MailDraft(change, person.email, language=current_language().code, values=values, subject_id=person_id)
        )
