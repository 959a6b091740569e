"""Messages as work for the dispatcher. A message may be sent twice only where nobody can know whether it was sent: when
the process dies, or the connection breaks, between the last line and the server's answer to it. Both copies then have
one `Message-ID`. The answer is written down before anything else happens.
"""

import asyncio
import random
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from gladhand.core.crypto import Keyring
from gladhand.core.db import AWAY, Database, Db
from gladhand.core.dispatch.dispatcher import Attempted, WorkSource
from gladhand.core.dispatch.limiter import Partition
from gladhand.core.dispatch.scheduler import ClaimedWork
from gladhand.core.how_many import how_many
from gladhand.core.log import get_logger
from gladhand.core.mail import queue_queries, stop_queries
from gladhand.core.mail.handlers import MailHandlers, MailOutcome
from gladhand.core.mail.outbox import MailChannelEnum, MailStatusEnum, find_content
from gladhand.core.mail.queries import CHANNEL
from gladhand.core.mail.queue_queries import ClaimedMail, MailQueue, MailResult
from gladhand.core.pictures import Pictures, PublicPictures
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.mail import log_events, metrics
from gladhand.notifications.mail.account import SmtpAccount
from gladhand.notifications.mail.kinds import KINDS
from gladhand.notifications.mail.rendering import MailOrigin, UnusableAddress, envelope
from gladhand.notifications.mail.sms import SmsGateway, post_sms
from gladhand.notifications.mail.smtp import Handover, HandoverEnum, hand_over
from gladhand.notifications.mail.texts import sms_text

log = get_logger()

# Left of a lease when an attempt ends at the latest; its result is written within this.
_WRITE_SECONDS = 5.0
_STOP_SECONDS = 10.0
_JITTER = 0.2

_ENDS = {
    HandoverEnum.SENT: MailStatusEnum.SENT,
    HandoverEnum.BOUNCED: MailStatusEnum.BOUNCED,
    HandoverEnum.REFUSED: MailStatusEnum.FAILED,
}
_CRASHED = Handover(
    HandoverEnum.LATER, "crashed", "gladhand failed at this message; the operator finds the reason in the log."
)
# Another worker may have the key, or the operator brings it back before the last attempt.
_UNREADABLE = Handover(
    HandoverEnum.UNREADABLE, "unreadable", "None of GLADHAND_ENCRYPTION_KEYS decrypts the message; its key is missing."
)
_STOPPED = {"asked": "The person has stopped these messages.", "bounced": "A message to this address has come back."}


@dataclass(frozen=True)
class MailSettings:
    """How messages are sent. `waits`: seconds before each further attempt."""

    origin: MailOrigin | None
    account: SmtpAccount | None
    sms: SmsGateway | None
    waits: Sequence[float]
    timeout_seconds: float
    concurrency: int
    most_per_hour: int
    """Of one partner."""
    most_per_day: int
    """Of one partner to one address."""
    tls: ssl.SSLContext | None = None
    """None: the certificates that the system trusts."""

    @property
    def channels(self) -> frozenset[MailChannelEnum]:
        mail = {MailChannelEnum.MAIL} if self.account is not None else set()
        return frozenset(mail | ({MailChannelEnum.SMS} if self.sms is not None else set()))


class MailSource(WorkSource[MailQueue, ClaimedMail, MailResult]):
    """The queue of messages. A partition is a partner, so that one with many does not delay the others."""

    name = "mail"
    channel = CHANNEL
    gather_seconds = 0.0
    batch_size = 50

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        *,
        client: PostClient,
        pictures: Pictures,
        public_pictures: PublicPictures,
        handlers: MailHandlers,
        settings: MailSettings,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._client = client
        self._pictures = pictures
        self._public_pictures = public_pictures
        self._handlers = handlers
        self._settings = settings
        self._lease = 2 * settings.timeout_seconds + _WRITE_SECONDS
        self.start_within = settings.timeout_seconds
        self.stop_seconds = settings.timeout_seconds + _STOP_SECONDS
        super().__init__(settings.concurrency)

    async def list_queues(self, db: Db, after: MailQueue | None, limit: int) -> list[MailQueue]:
        return await queue_queries.list_queues(db, after=after, limit=limit)

    async def claim(self, db: Db, queues: Sequence[MailQueue]) -> list[tuple[Partition, ClaimedMail]]:
        due = {self._partition(queue.partner_id): queue for queue in queues if queue.is_due}
        # Nothing is claimed ahead: what a dying worker holds has to wait for the end of its lease.
        quotas = self.scheduler.quotas(dict.fromkeys(due, self._settings.concurrency))
        claims = [(due[partition], quota) for partition, quota in quotas.items()]
        if not claims:
            return []
        claimed = await queue_queries.claim_mails(
            db, claims, lease=timedelta(seconds=self._lease), hourly=self._settings.most_per_hour
        )
        return [(self._partition(mail.partner_id), mail) for mail in claimed]

    async def attempt(self, claimed: ClaimedWork[ClaimedMail]) -> Attempted[ClaimedMail]:
        mail = claimed.work
        if (reason := self._suppressed(mail)) is not None:
            log.info(log_events.SUPPRESSED, mail_id=str(mail.id), kind=mail.kind, reason=reason)
            self.results.add([MailResult(mail, MailStatusEnum.SUPPRESSED, reason)])
            return Attempted(answered=True)
        written: asyncio.Future[None] | None = None

        def report(handover: Handover) -> None:
            nonlocal written
            metrics.ATTEMPTS.labels(mail.channel, handover.outcome).inc()
            written = self.results.add([self._result(mail, handover)])

        try:
            handover = await self._sent(mail, report)
        except AWAY:
            raise
        except Exception:
            if written is None:
                report(_CRASHED)
            raise
        if written is not None:
            # The slot is used until the answer is stored, so that a worker that dies has few messages to send twice.
            await written
        return Attempted(answered=handover.outcome is not HandoverEnum.SILENT)

    async def write(self, results: Sequence[MailResult]) -> None:
        async with self._database.transaction() as db:
            for result in await queue_queries.finish_mails(db, results):
                mail = result.mail
                if result.status == MailStatusEnum.BOUNCED:
                    await stop_queries.insert_stop(db, mail.partner_id, mail.recipient_hash, "bounced")
                outcome = MailOutcome(
                    mail.partner_id, mail.kind, mail.channel, mail.subject_id, result.status, result.error
                )
                await self._handlers.handle(db, outcome)

    def refused(self, result: MailResult) -> MailResult:
        # It may have been sent, so that it is not tried again.
        return MailResult(result.mail, MailStatusEnum.FAILED, _CRASHED.text)

    async def give_back(self, db: Db, unsent: Sequence[ClaimedMail]) -> None:
        await queue_queries.release_mails(db, unsent)

    def log_ids(self, work: ClaimedMail) -> Mapping[str, str]:
        return {"mail_id": str(work.id)}

    def _partition(self, partner_id: UUID) -> Partition:
        return self.limiter.partition(partner_id, most=self._settings.concurrency)

    def _suppressed(self, mail: ClaimedMail) -> str | None:
        kind = KINDS[mail.kind]
        if kind.can_stop and mail.stopped_by is not None:
            return _STOPPED[mail.stopped_by]
        if kind.has_daily_limit and mail.sent_to_recipient >= self._settings.most_per_day:
            return f"The address has got {how_many(mail.sent_to_recipient, 'message')} in a day."
        return None

    async def _sent(self, mail: ClaimedMail, report: Callable[[Handover], None]) -> Handover:
        """Report how the attempt ended as soon as that is known, and return it when the connection is closed."""
        settings = self._settings
        content = find_content(self._keyring, mail.id, mail.sealed)
        if content is None:
            report(_UNREADABLE)
            return _UNREADABLE
        recipient, values = content
        handover = Handover(HandoverEnum.LATER, "not_set_up", "This worker has no settings for the channel.")
        if mail.channel == MailChannelEnum.SMS and settings.sms is not None:
            text = sms_text(KINDS[mail.kind], mail.language, partner=mail.partner_name or "", values=values)
            handover = await post_sms(
                self._client,
                settings.sms,
                mail_id=mail.id,
                partner_id=mail.partner_id,
                to=recipient,
                text=text,
                seconds=settings.timeout_seconds,
            )
        elif mail.channel == MailChannelEnum.MAIL and settings.account is not None and settings.origin is not None:
            pictures = self._public_pictures if mail.logo_by_partner else self._pictures
            logo = await pictures.find(mail.brand_logo)
            try:
                written = envelope(mail, recipient, values, origin=settings.origin, keyring=self._keyring, logo=logo)
            except UnusableAddress:
                handover = Handover(HandoverEnum.BOUNCED, "unusable", "No mail server takes this address.")
            else:
                return await hand_over(
                    settings.account, written, seconds=settings.timeout_seconds, report=report, tls=settings.tls
                )
        report(handover)
        return handover

    def _result(self, mail: ClaimedMail, handover: Handover) -> MailResult:
        end = _ENDS.get(handover.outcome)
        if end is MailStatusEnum.SENT:
            log.info(log_events.SENT, mail_id=str(mail.id), kind=mail.kind, channel=mail.channel, attempt=mail.attempt)
            return MailResult(mail, end)
        if handover.outcome is HandoverEnum.MISCONFIGURED:
            log.error(log_events.MISCONFIGURED, reason=handover.code)
        wait = None
        if end is None and mail.attempt <= len(self._settings.waits):
            wait = self._settings.waits[mail.attempt - 1] * random.uniform(1 - _JITTER, 1 + _JITTER)  # noqa: S311 - spreads retries
        log.info(
            log_events.NOT_SENT,
            mail_id=str(mail.id),
            kind=mail.kind,
            attempt=mail.attempt,
            reason=handover.code,
            again_in=wait and round(wait, 1),
        )
        if wait is not None:
            return MailResult(mail, MailStatusEnum.QUEUED, handover.text, wait)
        return MailResult(mail, end or MailStatusEnum.FAILED, handover.text)
