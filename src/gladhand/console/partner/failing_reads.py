"""What of a connection is not read as it should be, and what the provider said the last time."""

from collections.abc import Sequence

from gladhand.console.pages.blocks import Link, Notice, Notices
from gladhand.console.pages.views import View
from gladhand.core.how_many import how_many
from gladhand.integrations.schedules.overview_queries import FailingSchedule
from gladhand.resources.resource import as_words


def failure_text(schedule: FailingSchedule) -> str:
    """What is wrong with a schedule, as the end of a sentence about its records, and the last error."""
    if schedule.status == "inactive":
        text = "is switched off after too many failures."
    elif failures := schedule.consecutive_error_count:
        text = f"has failed {how_many(failures, 'time')} in a row."
    else:
        text = "is late."
    return f"{text} The last run says: {schedule.last_error}" if schedule.last_error else text


def failing_reads(view: View, failing: Sequence[FailingSchedule]) -> list[Notices]:
    """What is wrong with the schedules of a connection, each with the way to its runs."""
    return [Notices("What is not read", [_notice(view, each) for each in failing], "")] if failing else []


def _notice(view: View, schedule: FailingSchedule) -> Notice:
    text = f"{as_words(schedule.resource).capitalize()} {failure_text(schedule)}"
    if schedule.status == "inactive":
        text += (
            " An operator activates it again below."
            if view.may("schedule:update")
            else " An operator activates it again."
        )
    else:
        text += " It is tried again by itself."
    here = f"/connections/{schedule.connection_id}/schedules/{schedule.id}"
    return Notice(text, "bad", [Link("See its runs", view.url(here))])
