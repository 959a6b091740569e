"""What of a connection is not read as it should be, and what the provider said the last time."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from gladhand.console.pages.blocks import Link, Notice, Notices
from gladhand.console.pages.lists import FROM_THE_END
from gladhand.console.pages.views import View
from gladhand.core.clock import now
from gladhand.core.how_many import how_many
from gladhand.resources.resource import as_words

# A provider that limits requests refuses runs that are no failures. They show only by what is missing.
_AT_LEAST_LATE = timedelta(minutes=5)
_INTERVALS_LATE = 3


def is_late(schedule: Any) -> bool:
    """Whether an active schedule has read nothing for several of its intervals."""
    last = schedule["last_successful_execution_at"] or schedule["next_execution_at"]
    span = timedelta(seconds=float(schedule["execution_interval_seconds"])) * _INTERVALS_LATE
    waited = timedelta() if last is None else now() - datetime.fromisoformat(last)
    return schedule["status"] == "active" and waited > max(span, _AT_LEAST_LATE)


def trouble(status: str, failures: int) -> str:
    """What is wrong with a schedule, as the end of a sentence about its records."""
    if status == "inactive":
        return "is switched off after too many failures."
    return f"has failed {how_many(failures, 'time')} in a row." if failures else "is late."


def last_answer(details: str | None) -> str:
    """The sentence about the last run that failed; empty without one."""
    return f" The last run says: {details}" if details else ""


async def failing_reads(view: View, connection_id: UUID, schedules: list[Any]) -> list[Notices]:
    """What is wrong with the schedules of a connection, each with the way to its runs."""
    notices = [
        await _notice(view, connection_id, each)
        for each in schedules
        if each["status"] == "inactive" or each["consecutive_error_count"] or is_late(each)
    ]
    return [Notices("What is not read", notices, "")] if notices else []


async def _notice(view: View, connection_id: UUID, schedule: Any) -> Notice:
    here = f"/connections/{connection_id}/schedules/{schedule['id']}"
    path = f"/v2/integrations/connections/{connection_id}/schedules/{schedule['id']}/executions"
    newest = (await view.api.get(path, cursor=FROM_THE_END, size=1))["items"]
    details = newest[0]["error_details"] if newest else None
    name = as_words(schedule["resource"]).capitalize()
    text = f"{name} {trouble(schedule['status'], schedule['consecutive_error_count'])}{last_answer(details)}"
    if schedule["status"] == "inactive":
        text += " An operator activates it again below." if view.may_operate else " An operator activates it again."
    else:
        text += " It is tried again by itself."
    return Notice(text, "bad", [Link("See its runs", view.url(here))])
