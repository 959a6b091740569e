"""SQL of the queue of messages: those that wait are claimed, and their attempts end. The owner is a partner, or the
installation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from gladhand.core import clock
from gladhand.core.db import Db
from gladhand.core.ids import INSTALLATION


@dataclass(frozen=True, slots=True)
class MailQueue:
    """The messages of one owner that wait."""

    partner_id: UUID
    is_due: bool
    """Whether one is due and may be sent now."""


@dataclass(frozen=True, slots=True)
class ClaimedMail:
    """A message that is ours until its lease runs out."""

    partner_id: UUID
    id: UUID
    channel: str
    kind: str
    language: str
    subject_id: UUID | None
    recipient_hash: bytes
    sealed: bytes = field(repr=False)
    attempt: int
    lease_until: datetime
    """Tells this claim from every other one of the message."""
    stopped_by: str | None
    """Why this address gets nothing of the partner: `asked` or `bounced`."""
    sent_to_recipient: int
    """How many of the partner's messages the address has got in the last day."""
    partner_name: str | None
    brand_color: str | None
    brand_logo: str | None
    logo_by_partner: bool | None
    """Whether the partner itself has named the logo."""
    own_text: Mapping[str, str] | None
    """The partner's own words for this kind in this language."""

    @classmethod
    def unstored(cls, partner_id: UUID, mail_id: UUID, kind: str, language: str) -> "ClaimedMail":
        """A message that is in no table: nothing keeps it from being sent, and nothing is written down."""
        return cls(
            partner_id,
            mail_id,
            "mail",
            kind,
            language,
            None,
            b"",
            b"",
            1,
            clock.now(),
            None,
            0,
            None,
            None,
            None,
            None,
            None,
        )


@dataclass(frozen=True, slots=True)
class MailResult:
    """How an attempt ended: `status` is `queued` while there will be another one after `wait` seconds."""

    mail: ClaimedMail
    status: str
    error: str | None = None
    wait: float = 0.0


# Messages of a suspended partner wait.
_QUEUES = """
with recursive queue as (
  (select partner_id, 1 as number from mail
   where status = 'queued' and partner_id >= %(partner_id)s and (%(is_first)s or partner_id > %(partner_id)s)
   order by partner_id limit 1)
  union all
  select further.partner_id, number + 1 from queue cross join lateral (
    select partner_id from mail where status = 'queued' and partner_id > queue.partner_id order by partner_id limit 1
  ) further
  where number < %(limit)s
)
select queue.partner_id,
  not coalesce(partner.is_suspended, false) and exists (
    select from mail due where due.status = 'queued' and due.partner_id = queue.partner_id
      and due.next_attempt_at <= now()) as is_due
from queue left join published_partner partner on partner.id = queue.partner_id
order by number
"""

# The lease is kept in `next_attempt_at`: a worker that dies gives its messages back by doing nothing.
_CLAIM = """
with queue as materialized (
  select partner_id, least(quota, case when partner_id = %(installation)s then quota else %(hourly)s - (
    select count(*) from mail sent
    where sent.partner_id = queue.partner_id and sent.sent_at > now() - interval '1 hour') end) as quota
  from unnest(%(partner_ids)s::uuid[], %(quotas)s::int[]) as queue (partner_id, quota)
), due as materialized (
  select due.partner_id, due.id from queue cross join lateral (
    select partner_id, id from mail
    where status = 'queued' and mail.partner_id = queue.partner_id and next_attempt_at <= now()
    order by next_attempt_at limit greatest(queue.quota, 0) for update skip locked
  ) due
), claimed as (
  update mail set attempts = attempts + 1, next_attempt_at = clock_timestamp() + %(lease)s,
    updated_at = clock_timestamp()
  from due where mail.partner_id = due.partner_id and mail.id = due.id
  returning mail.partner_id, mail.id, channel::text as channel, kind, language, subject_id, recipient_hash, sealed,
    attempts as attempt, next_attempt_at as lease_until
)
select claimed.*, stop.reason as stopped_by, brand.name as partner_name, brand.color as brand_color,
  brand.logo_url as brand_logo, brand.logo_by_partner,
  (select count(*) from mail sent where sent.partner_id = claimed.partner_id
     and sent.recipient_hash = claimed.recipient_hash and sent.sent_at > now() - interval '1 day')::int
    as sent_to_recipient,
  case when own.kind is not null then
    json_build_object('subject', own.subject, 'body', own.body, 'button', own.button) end as own_text
from claimed
left join published_brand brand on brand.id = claimed.partner_id
left join mail_stop stop on stop.partner_id = claimed.partner_id and stop.recipient_hash = claimed.recipient_hash
left join mail_text own on own.partner_id = claimed.partner_id and own.kind = claimed.kind
  and own.language = claimed.language
order by claimed.id
"""


async def list_queues(db: Db, *, after: MailQueue | None, limit: int) -> list[MailQueue]:
    """The next owners whose messages wait."""
    rows = await db.execute(
        _QUEUES,
        {"partner_id": after.partner_id if after else INSTALLATION, "is_first": after is None, "limit": limit},
    )
    return [MailQueue(**row) for row in await rows.fetchall()]


async def claim_mails(
    db: Db, quotas: Sequence[tuple[MailQueue, int]], *, lease: timedelta, hourly: int
) -> list[ClaimedMail]:
    """The messages of each owner that are due longest, up to its quota and to what it may send in an hour."""
    rows = await db.execute(
        _CLAIM,
        {
            "partner_ids": [queue.partner_id for queue, _ in quotas],
            "quotas": [quota for _, quota in quotas],
            "lease": lease,
            "hourly": hourly,
            "installation": INSTALLATION,
        },
    )
    return [ClaimedMail(**row) for row in await rows.fetchall()]


async def finish_mails(db: Db, results: Sequence[MailResult]) -> list[MailResult]:
    """Write how attempts ended. Returns those results that end their message; a second time it returns none.

    The address and the secrets of a message are deleted with its end.
    """
    rows = await db.execute(
        """
        update mail set status = result.status::mail_status, error = result.error, updated_at = clock_timestamp(),
          next_attempt_at = clock_timestamp() + make_interval(secs => result.wait),
          sent_at = case when result.status = 'sent' then clock_timestamp() end,
          sealed = case when result.status = 'queued' then sealed else '' end
        from unnest(%s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::text[], %s::float8[])
          as result (partner_id, id, attempt, status, error, wait)
        where mail.partner_id = result.partner_id and mail.id = result.id and mail.status = 'queued'
          and (mail.attempts = result.attempt or result.status = 'sent')
        returning mail.id, mail.status::text as status
        """,
        (
            [result.mail.partner_id for result in results],
            [result.mail.id for result in results],
            [result.mail.attempt for result in results],
            [result.status for result in results],
            [result.error for result in results],
            [result.wait for result in results],
        ),
    )
    ended = {row["id"] for row in await rows.fetchall() if row["status"] != "queued"}
    return [result for result in results if result.mail.id in ended]


async def release_mails(db: Db, mails: Sequence[ClaimedMail]) -> None:
    """Give back what was claimed and not begun. It does not count as an attempt.

    A second time changes nothing, also where others have claimed it since.
    """
    await db.execute(
        """
        update mail set attempts = attempts - 1, next_attempt_at = clock_timestamp()
        from unnest(%s::uuid[], %s::uuid[], %s::timestamptz[]) as mine (partner_id, id, lease_until)
        where mail.partner_id = mine.partner_id and mail.id = mine.id and status = 'queued'
          and next_attempt_at = lease_until
        """,
        ([mail.partner_id for mail in mails], [mail.id for mail in mails], [mail.lease_until for mail in mails]),
    )
