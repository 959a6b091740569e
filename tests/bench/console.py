"""How long the server takes for each page of the console, and when an open page learns of a change."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import aiohttp
from tests.bench.console_rows import fill, fill_map
from tests.bench.installation import MeasuredInstallation
from tests.bench.load import LoadRequest, run
from tests.bench.paint import LAPTOP, PAINT_SECONDS, has_browser, painted
from tests.bench.report import BenchReport

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.auth.sessions.cookie import session_cookie
from gladhand.auth.sessions.service import sign_in_by_link
from gladhand.core.db import Database
from gladhand.core.live_changes import CHANNEL, ChangeTopic

_PAGE_MS, _LIVE_MS = 60, 1000
_QUICK, _LARGE = 10_000, 1_000_000
#: Positions of the large one.
_HISTORY = 50_000_000
_CHANGES = 12
# Name and value.
_Cookie: TypeAlias = tuple[str, str]


def pages(installation: MeasuredInstallation, report: BenchReport) -> None:
    _measure(installation, report, _QUICK)


def pages_large(installation: MeasuredInstallation, report: BenchReport) -> None:
    _measure(installation, report, _LARGE, history=_HISTORY)


def first_paint(installation: MeasuredInstallation, report: BenchReport) -> None:
    """The largest paint of a partner's first page and of the map, on a slow laptop and a slow line."""
    if not has_browser():
        return
    with installation.server():
        made = installation.partner()
        ids = fill(installation, made, _QUICK)
        asyncio.run(fill_map(installation, made.id))
        cookie = asyncio.run(operator_cookie(installation))
        for path in (f"/console/partners/{ids['slug']}", f"/console/partners/{ids['slug']}/map", "/console/operator"):
            seconds = asyncio.run(painted(installation.url + path, LAPTOP, cookie=cookie))
            name = f"console {_named(path, ids)}, largest paint on a slow laptop"
            report.at_most(name, seconds, "s", PAINT_SECONDS)


def _measure(installation: MeasuredInstallation, report: BenchReport, rows: int, *, history: int = 0) -> None:
    """One request at a time: what a page costs, not how long requests wait for each other."""
    with installation.server():
        made = installation.partner()
        ids = fill(installation, made, rows)
        asyncio.run(fill_map(installation, made.id, history=history))
        cookie = asyncio.run(operator_cookie(installation))
        for path in _paths(ids):
            # Templates are compiled for the first page that has them.
            run(installation.url, partial(_read, path, cookie), connections=1, count=2)
            result = run(installation.url, partial(_read, path, cookie), connections=1, seconds=1)
            assert not result.wrong, path
            name = f"console {_named(path, ids)} of {rows:,}: p99 (p50 {result.p50_ms:.1f} ms)"
            report.at_most(name, result.p99_ms, "ms", _PAGE_MS)
        lags = asyncio.run(_live_lags(installation, made.id, f"/console/partners/{ids['slug']}/live", cookie))
        report.at_most(f"console live tail: the worst of {_CHANGES} lags", max(lags) * 1000, "ms", _LIVE_MS)


def _paths(ids: Mapping[str, str]) -> Sequence[str]:
    here = f"/console/partners/{ids['slug']}"
    names = ("", "/invitations", "/fleets", "/connections", "/operations", "/webhooks", "/events", "/explorer/users")
    more = ("/explorer/vehicle-locations", "/clients", "/map", "/map?at=30.6,-97.2,8", f"/fleets/{ids['fleet']}")
    paths = [here + name for name in (*names, *more)]
    paths += [f"{here}/connections/{ids['connection']}", f"{here}/webhooks/{ids['webhook']}", "/console/operator"]
    names = ("fleets", "connections", "operations", "webhooks", "partners", "audit", "storage", "keys")
    return [*paths, *(f"/console/operator/{name}" for name in names)]


def _named(path: str, ids: Mapping[str, str]) -> str:
    name = path.removeprefix("/console/").replace(f"partners/{ids['slug']}", "partner")
    for each in ids.values():
        name = name.replace(each, "…")
    return name


async def _live_lags(
    installation: MeasuredInstallation, partner_id: UUID, path: str, cookie: tuple[str, str]
) -> list[float]:
    """Seconds from the commit of a change to the event on the stream of an open page, with changes all the time."""
    headers = {"Accept": "text/event-stream", "Cookie": "=".join(cookie)}
    lags: list[float] = []
    async with (
        Database(installation.database_url, max_size=2) as database,
        aiohttp.ClientSession() as session,
        session.get(f"{installation.url}{path}", headers=headers) as answer,
    ):
        await answer.content.readline()
        await _until_listening(database, partner_id, answer)
        for number in range(_CHANGES):
            # At any moment of the time in which the server gathers changes.
            await asyncio.sleep(number / _CHANGES)
            started = time.perf_counter()
            await _notify(database, partner_id)
            await _next_change(answer)
            lags.append(time.perf_counter() - started)
    return lags


async def _until_listening(database: Database, partner_id: UUID, answer: Any) -> None:
    """The server begins to listen with the first page."""
    heard = asyncio.create_task(_next_change(answer))
    for _ in range(50):
        await _notify(database, partner_id)
        if (await asyncio.wait([heard], timeout=0.2))[0]:
            break
    await heard
    # What was sent meanwhile is one change.
    await asyncio.sleep(1)


async def _notify(database: Database, partner_id: UUID) -> None:
    async with database.connection() as db:
        await db.execute("select pg_notify(%s, %s)", (CHANNEL, f"{partner_id} {ChangeTopic.DELIVERIES.value}"))


async def _next_change(answer: Any) -> None:
    async for line in answer.content:
        if line.startswith(b"event: change"):
            return
    raise AssertionError("the stream has ended")


def _read(path: str, cookie: _Cookie, _: int) -> LoadRequest:
    return LoadRequest("GET", path, headers=(("Cookie", "=".join(cookie)),))


async def operator_cookie(installation: MeasuredInstallation) -> _Cookie:
    """Name and value of the cookie of an operator who has signed in."""
    async with Database(installation.database_url, max_size=2) as database, database.transaction() as db:
        token = await sign_in_by_link(db, uuid4(), PersonRoleEnum.ADMIN, partner_id=None, former="", address=None)
        return session_cookie(installation.url).name, token.reveal()
