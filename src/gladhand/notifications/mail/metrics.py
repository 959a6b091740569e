"""Metrics of messages to people."""

from gladhand.core.db import Db
from gladhand.core.mail import queries
from gladhand.core.mail.outbox import MailChannelEnum
from gladhand.core.metrics import counter, gauge

ATTEMPTS = counter("mail_attempts", "Attempts to send messages, by channel and outcome.", "channel", "outcome")

_WAITING = gauge("mail_waiting", "Messages that wait to be sent.", "channel")


async def set_waiting(db: Db) -> None:
    counts = await queries.count_waiting(db)
    for channel in MailChannelEnum:
        _WAITING.labels(channel).set(counts.get(channel, 0))
