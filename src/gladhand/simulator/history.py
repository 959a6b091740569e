"""The part of the provider's API that tells what happened: feeds in the order of arrival, and tables by time."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

import orjson
from aiohttp import web

from gladhand.simulator.clock import SimulatedClock
from gladhand.simulator.delivery import Key
from gladhand.simulator.kinds import RequestRefused
from gladhand.simulator.moments import DAY, parsed
from gladhand.simulator.responses import answer
from gladhand.simulator.rows.base import Feed, Table
from gladhand.simulator.rows.whole_lists import WholeList
from gladhand.simulator.sources import FEEDS, TABLES, TABLES_BY_DRIVER, WHOLE_LISTS
from gladhand.simulator.storage import Account

Endpoint: TypeAlias = Callable[[web.Request, Account], Awaitable[web.Response]]

LONGEST_WINDOW = 30 * DAY
#: A feed goes no further back, and a cursor that is older has expired.
FEED_DAYS = 60
_MOST_FEED_ROWS, _MOST_ROWS, _MOST_DRIVERS = 1000, 200, 50
_USUAL_ROWS = 100


class History:
    """The endpoints, by path."""

    def __init__(self, clock: SimulatedClock) -> None:
        self._clock = clock

    def endpoints(self) -> dict[str, Endpoint]:
        return {
            **{f"/api/feeds/{feed.name}": self._feed(feed) for feed in FEEDS},
            **{f"/api/{table.name}": self._table(table) for table in TABLES},
            **{f"/api/{table.name}": self._table_by_driver(table) for table in TABLES_BY_DRIVER},
            **{f"/api/{whole.name}": self._whole(whole) for whole in WHOLE_LISTS},
        }

    def _feed(self, feed: Feed) -> Endpoint:
        async def page(request: web.Request, account: Account) -> web.Response:
            """`after` goes on behind a cursor; `since` begins at a time; without both a feed begins now."""
            now, limit = self._clock.now(), _limit(request, _MOST_FEED_ROWS)
            after = _feed_cursor(request, now)
            rows, key = account.ledger.page(feed, after, now, limit)
            return answer({feed.name: rows, "next": _token(list(key)), "more": len(rows) == limit})

        return page

    def _table(self, table: Table) -> Endpoint:
        async def page(request: web.Request, account: Account) -> web.Response:
            start, end = _window(request)
            limit, after = _limit(request, _MOST_ROWS), _table_cursor(request)
            rows, last = account.ledger.table_page(table, (start, end), after, self._clock.now(), limit)
            return answer({table.name: rows, "next": _token(list(last)) if last else None})

        return page

    def _table_by_driver(self, table: Table) -> Endpoint:
        async def page(request: web.Request, account: Account) -> web.Response:
            """All rows of some drivers that begin in the window."""
            start, end = _window(request)
            limit, first = _limit(request, _MOST_DRIVERS), _number_cursor(request)
            drivers = [driver.id for driver in account.fleet.drivers[first : first + limit]]
            entries = account.ledger.rows(table, start, end, self._clock.now(), trucks=_trucks_of(first, limit))
            rows = [entry.body for entry in entries if entry.body["driver"] in drivers]
            more = first + limit < len(account.fleet.drivers)
            return answer({table.name: rows, "drivers": drivers, "next": _token([first + limit]) if more else None})

        return page

    def _whole(self, whole: WholeList) -> Endpoint:
        async def page(request: web.Request, account: Account) -> web.Response:
            limit, first = _limit(request, _MOST_ROWS), _number_cursor(request)
            rows = account.ledger.whole(whole, self._clock.now())
            more = first + limit < len(rows)
            return answer(
                {
                    whole.name: [body for _, body in rows[first : first + limit]],
                    "next": _token([first + limit]) if more else None,
                    "total": len(rows),
                }
            )

        return page


def _trucks_of(first: int, count: int) -> slice:
    """The trucks that these drivers may have driven: their own and those of the drivers with whom they swap."""
    return slice(first & ~1, (first + count + 1) & ~1)


def _limit(request: web.Request, most: int) -> int:
    limit = request.query.get("limit", str(min(_USUAL_ROWS, most)))
    if not limit.isdigit() or not 1 <= int(limit) <= most:
        raise RequestRefused(422, f"limit goes from 1 to {most}.", "limit")
    return int(limit)


def _moment(request: web.Request, name: str) -> float:
    try:
        return parsed(request.query[name])
    except KeyError:
        raise RequestRefused(422, f"{name} is missing.", name) from None
    except ValueError:
        raise RequestRefused(422, f"{name} must be a time in ISO 8601.", name) from None


def _window(request: web.Request) -> tuple[float, float]:
    start, end = _moment(request, "from"), _moment(request, "to")
    if not start < end <= start + LONGEST_WINDOW:
        raise RequestRefused(422, "to lies behind from, by 30 days at the most.", "to")
    return start, end


def _token(parts: list[Any]) -> str:
    return urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def _parts(token: str, name: str, *kinds: type | tuple[type, ...]) -> list[Any]:
    try:
        parts = orjson.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except ValueError:
        parts = None
    if not isinstance(parts, list) or len(parts) != len(kinds) or not all(map(isinstance, parts, kinds)):
        raise RequestRefused(400, f"{name} is no cursor of this list.", name)
    return parts


def _feed_cursor(request: web.Request, now: float) -> Key:
    oldest = now - FEED_DAYS * DAY
    if "after" in request.query:
        arrival, truck, sent, row_id = _parts(request.query["after"], "after", (int, float), int, (int, float), str)
        if arrival < oldest:
            raise RequestRefused(410, "This cursor has expired.", "after")
        return arrival, truck, sent, row_id
    since = _moment(request, "since") if "since" in request.query else now
    return max(since, oldest), -1, 0.0, ""


def _table_cursor(request: web.Request) -> tuple[float, str] | None:
    if "cursor" not in request.query:
        return None
    at, row_id = _parts(request.query["cursor"], "cursor", (int, float), str)
    return at, row_id


def _number_cursor(request: web.Request) -> int:
    return int(_parts(request.query["cursor"], "cursor", int)[0]) if "cursor" in request.query else 0
