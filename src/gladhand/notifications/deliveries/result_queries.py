"""Statements that write the results of attempts: the log, the deliveries, and the sums for metrics and the breaker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

import orjson

from gladhand.core.db import Db
from gladhand.core.live_change_queries import notify_expression
from gladhand.core.live_changes import ChangeTopic
from gladhand.core.quarters import quarter_of
from gladhand.notifications.deliveries.attempt import AttemptedDelivery


@dataclass(frozen=True, slots=True)
class WebhookHealth:
    """The attempts by which the circuit breaker judges a subscription, since it was made, changed or activated."""

    partner_id: UUID
    webhook_id: UUID
    attempts: int
    successes: int
    failures_in_row: int
    ewma: float | None


# A batch is written twice when an answer of the database is lost. The second time changes nothing: an attempt has its
# id, and only what is logged for the first time is added up and moves its delivery. A failure does not change a
# delivery that another worker has claimed since; a success always does. Rows that several workers add to are locked in
# one order.
# The weighted rate is the plain one for the first hundred attempts; later each new attempt makes a hundredth of it.
_FINISH: LiteralString = f"""
with result as materialized (
  select * from rows from (json_to_recordset(%s::json) as (
    partner_id uuid, id uuid, log_id uuid, webhook_id uuid, event_id uuid, event_name text, attempt int,
    code int, error text, milliseconds int, wait float8, is_request bool, is_callback bool,
    first_attempt_at timestamptz, is_forgiven bool, answer text
  )) with ordinality as result (
    partner_id, id, log_id, webhook_id, event_id, event_name, attempt, code, error, milliseconds, wait, is_request,
    is_callback, first_attempt_at, is_forgiven, answer, number)
), logged as (
  insert into delivery_attempt (partner_id, id, delivery_id, webhook_id, event_id, event_name, attempt, status,
                                status_code, error_message, response_time_ms, answer)
  select partner_id, log_id, id, webhook_id, event_id, event_name, attempt,
         case when error is null then 'success' else 'failed' end::attempt_status, code, error, milliseconds, answer
  from result
  on conflict do nothing
  returning partner_id, id as log_id
), fresh as materialized (
  select result.*, max(number) filter (where error is null) over (partition by result.partner_id, webhook_id) as latest
  from result join logged using (partner_id, log_id)
  where not is_callback
), summed as materialized (
  select partner_id, webhook_id, count(*) as attempts, count(*) filter (where error is null) as successes,
         count(*) filter (where latest is null or number > latest) as failures
  from fresh where is_request group by 1, 2
), judged as materialized (
  select partner_id, webhook_id from webhook_health
  where (partner_id, webhook_id) in (select partner_id, webhook_id from summed)
  order by partner_id, webhook_id for update
), health as (
  update webhook_health as health
  set attempts = health.attempts + summed.attempts, successes = health.successes + summed.successes,
      failures_in_row = summed.failures + case when summed.successes = 0 then failures_in_row else 0 end,
      ewma = case when health.attempts + summed.attempts <= 100
                  then (health.successes + summed.successes)::float8 / (health.attempts + summed.attempts)
                  else ewma * 0.99 ^ summed.attempts
                       + summed.successes::float8 / summed.attempts * (1 - 0.99 ^ summed.attempts) end
  from summed join judged using (partner_id, webhook_id)
  where health.partner_id = summed.partner_id and health.webhook_id = summed.webhook_id
  returning health.*, summed.failures
), quarters as (
  insert into webhook_quarter as quarter (partner_id, webhook_id, begins, attempts, successes, answers, milliseconds,
                                          messages, messages_delivered)
  select partner_id, webhook_id, {quarter_of("at")}, sum(attempt), sum(success), sum(answer),
         sum(took), sum(message), sum(delivered)
  from (
    select partner_id, webhook_id, now() as at, 1 as attempt, (error is null)::int as success,
           (code is not null)::int as answer, case when code is null then 0 else milliseconds end as took,
           0 as message, 0 as delivered
    from fresh where is_request
    union all
    select partner_id, webhook_id, first_attempt_at, 0, 0, 0, 0, (attempt = 1)::int, (error is null)::int from fresh
  ) part
  group by 1, 2, 3 order by 1, 2, 3
  on conflict (partner_id, webhook_id, begins) do update
  set attempts = quarter.attempts + excluded.attempts, successes = quarter.successes + excluded.successes,
      answers = quarter.answers + excluded.answers, milliseconds = quarter.milliseconds + excluded.milliseconds,
      messages = quarter.messages + excluded.messages,
      messages_delivered = quarter.messages_delivered + excluded.messages_delivered
), moved as (
  update delivery
  set status = case when error is null then 'delivered'
                    when wait is null then 'dead'
                    else 'pending' end::delivery_status,
      next_attempt_at = clock_timestamp() + coalesce(wait, 0) * interval '1 second',
      updated_at = clock_timestamp(), is_held = false, forgiven = forgiven + is_forgiven::int
  from result join logged using (partner_id, log_id)
  where delivery.partner_id = result.partner_id and delivery.id = result.id and delivery.status = 'pending'
    and (error is null or attempts = attempt)
)
select notified, partner_id, webhook_id, attempts, successes, failures_in_row, ewma
from (select {notify_expression(ChangeTopic.DELIVERIES, "logged")} as notified) t left join health on failures > 0
"""


async def finish_deliveries(db: Db, attempted: Sequence[AttemptedDelivery]) -> list[WebhookHealth]:
    """Log the attempts and move their deliveries on. Returns the health of the subscriptions that failed last."""
    rows = await db.execute(_FINISH, (orjson.dumps([_as_json(result) for result in attempted]).decode(),))
    failed = [row for row in await rows.fetchall() if row["webhook_id"] is not None]
    return [WebhookHealth(**{name: value for name, value in row.items() if name != "notified"}) for row in failed]


def _as_json(result: AttemptedDelivery) -> dict[str, UUID | datetime | str | int | float | bool | None]:
    claimed = result.claimed
    return {
        "partner_id": claimed.queue.partner_id,
        "id": claimed.id,
        "log_id": result.log_id,
        "webhook_id": claimed.queue.webhook_id,
        "event_id": claimed.event_id,
        "event_name": claimed.event_name,
        "attempt": claimed.attempt,
        "code": result.status_code,
        "error": result.error,
        "milliseconds": result.milliseconds,
        "wait": result.wait,
        "is_request": result.is_request,
        "is_callback": claimed.queue.is_callback,
        "first_attempt_at": claimed.first_attempt_at,
        "is_forgiven": result.is_forgiven,
        "answer": result.answer,
    }
