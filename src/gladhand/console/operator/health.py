"""The operator's first page: processes, queues, what fails, and the checks of `gladhand doctor`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Response
from psycopg import Error as DatabaseError

from gladhand.console.operator.overviews import connection_link
from gladhand.console.pages.blocks import Facts, Link, Notice, Notices, TableBlock, Tile, Tiles, Time, state
from gladhand.console.pages.dependencies import Settings
from gladhand.console.pages.freshness_chart import freshness_chart
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView, View
from gladhand.core.checks import Check, Trouble
from gladhand.core.crypto import Unsealable
from gladhand.core.db import AWAY
from gladhand.core.how_many import how_many
from gladhand.core.processes.queries import list_processes
from gladhand.integrations.connections.queries import count_connections_of_all_fleets
from gladhand.integrations.operations.backlog_queries import count_pending
from gladhand.integrations.schedules import overview_queries as schedules
from gladhand.integrations.schedules.overview_queries import FailingSchedule
from gladhand.notifications.deliveries import overview_queries as deliveries
from gladhand.notifications.deliveries.overview_queries import UndeliveredCounts
from gladhand.resources.resource import as_words

router = APIRouter(prefix="/console/operator", include_in_schema=False, route_class=ConsoleRoute)

_MOST = 20
_REFRESH_SECONDS = 10
# What waits for longer than this is late.
_LATE_SECONDS = 60.0


@router.get("")
async def show_health(view: OperatorView) -> Response:
    async with view.reading() as db:
        processes = await list_processes(db)
        pending = await count_pending(db)
        oldest_delivery = await deliveries.get_queue_age(db)
        oldest_schedule = await schedules.get_schedule_age(db)
        failing = await schedules.list_failing_schedules(db, partner_id=None, limit=_MOST)
        states = Counter[str]()
        for _, status, count in await count_connections_of_all_fleets(db):
            states[status] += count
        webhooks = await deliveries.count_webhooks(db)
        undelivered = await deliveries.count_undelivered(db)
        freshness = await freshness_chart(db, None)
    workers = [each for each in processes if each.kind == "worker" and each.is_alive]
    oldest_operation = max((each.oldest_seconds or 0.0 for each in pending), default=0.0)
    stale = webhooks.get("stale", 0)
    tiles = [
        Tile("Servers alive", sum(each.kind == "server" and each.is_alive for each in processes)),
        Tile("Workers alive", len(workers), tone="" if workers else "bad"),
        _age("Oldest due write", oldest_operation),
        _age("Oldest due read", oldest_schedule),
        _age("Oldest due delivery", oldest_delivery),
        Tile(
            "Working connections", f"{states.get('active', 0):,} of {sum(states.values()):,}", view.url("/connections")
        ),
        Tile("Webhooks stopped by failures", stale, view.url("/webhooks"), "bad" if stale else ""),
    ]
    blocks = [
        Notices(
            "Needs attention",
            [
                *_workers(has_worker=bool(workers)),
                *_webhooks(view, stale, undelivered),
                *_connections(view, states),
                *_reads(failing),
            ],
            "Workers are alive, connections work, records are read, and webhooks are delivered.",
        ),
        Tiles("Now", tiles),
        freshness,
        TableBlock(
            "Reads that fail or are late",
            ["Records", "Fleet", "Partner", "Provider", "Status", "Failures in a row", "Last good run", "Last error"],
            [
                [
                    connection_link(each.partner, as_words(each.resource), each.connection_id, schedule_id=each.id),
                    connection_link(each.partner, each.fleet, each.connection_id),
                    each.partner,
                    each.source_name,
                    state(each.status),
                    each.consecutive_error_count,
                    Time(each.last_success_at),
                    each.last_error,
                ]
                for each in failing
            ],
            "All connections that work are read in time.",
        ),
        TableBlock(
            "Writes that wait",
            ["Provider", "State", "Number", "Oldest due for"],
            [[each.source_name, each.state, each.count, _seconds(each.oldest_seconds)] for each in pending],
            "No write waits.",
        ),
        TableBlock(
            "Processes",
            ["Kind", "Version", "Seen"],
            [[each.kind, each.version, f"{each.seconds_ago:.0f} s ago"] for each in processes],
            "No process was seen.",
            [Link("Go through all checks", view.url("/doctor")), Link("How queues kept up", view.url("/queues"))],
        ),
    ]
    return view.show(ConsolePage("Health", blocks, refresh_seconds=_REFRESH_SECONDS))


def _workers(*, has_worker: bool) -> list[Notice]:
    return [] if has_worker else [Notice("No worker is alive. `gladhand worker` starts one.", "bad")]


def _webhooks(view: View, stale: int, undelivered: UndeliveredCounts) -> list[Notice]:
    notices = []
    if stale:
        look = Link("Look at them", view.url("/webhooks", {"status": "stale"}))
        notices.append(
            Notice(f"Stopped by failures: {how_many(stale, 'webhook endpoint')}. Events wait there.", "bad", [look])
        )
    for count, what in (
        (undelivered.silent, "Nothing has arrived within the last hour"),
        (undelivered.given_up, "Events were given up"),
    ):
        if count:
            look = Link("Look at them", view.url("/webhooks"))
            notices.append(Notice(f"{what}: {how_many(count, 'webhook endpoint')}.", "bad", [look]))
    return notices


def _connections(view: View, states: Mapping[str, int]) -> list[Notice]:
    notices = []
    for status in ("stale", "failed"):
        if states.get(status):
            look = Link("Look at them", view.url("/connections", {"status": status}))
            text = (
                f"{status.capitalize()}: {how_many(states[status], 'connection')}. "
                "Nothing is read until the fleet signs in again."
            )
            notices.append(Notice(text, "bad", [look]))
    return notices


def _reads(failing: Sequence[FailingSchedule]) -> list[Notice]:
    if not failing:
        return []
    count = f"{_MOST} or more lists" if len(failing) == _MOST else how_many(len(failing), "list")
    return [Notice(f"Failing or late: {count}. The table below says why.", "bad")]


def _age(label: str, seconds: float) -> Tile:
    return Tile(label, f"{seconds:.0f} s", tone="bad" if seconds > _LATE_SECONDS else "")


def _seconds(value: float | None) -> str | None:
    return None if value is None else f"{value:.0f} s"


@router.get("/doctor")
async def show_doctor(view: OperatorView, settings: Settings) -> Response:
    """What `gladhand doctor` finds in the database."""
    rows = [(name, await _checked(view, check)) for name, check in settings.checks.items()]
    trail = [("Health", view.url())]
    intro = "The checks of `gladhand doctor`. The command also checks the public address, which this server cannot see."
    return view.show(ConsolePage("Doctor", [Facts("Checks", rows)], intro, trail))


async def _checked(view: View, check: Check) -> list[Any]:
    try:
        # Each in a transaction of its own: a failed statement ends it.
        async with view.reading() as db, db.transaction():
            return [state("ok"), await check(db)]
    except AWAY:
        raise
    except (Trouble, Unsealable, DatabaseError, ValueError) as error:
        return [state("failed"), str(error) if isinstance(error, Trouble) else type(error).__name__]
