"""A simulated fleet in a hurry, and what goes wrong with its rows and with the provider's answers."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from tests.conftest import Api, Process, wait_for_http

from gladhand.core import clock
from gladhand.core.clock import wire_time
from gladhand.local.stack import free_port

ACCOUNT = "night-key"
_TRUCKS_SEED = "a bad night"
#: From the fleet's time to the present one: devices whose clocks are fast have no time in the future, nor has a night
#: whose end is noticed a second late.
_DISTANCE = timedelta(hours=2)

#: Requests that go wrong, with their share among the orders. Each order hits a few requests of the account.
_FAULTS: tuple[tuple[Mapping[str, Any], int], ...] = (
    ({"kind": "throttle", "count": 4, "retry_after": 0.2}, 3),
    ({"kind": "fail", "count": 3}, 3),
    ({"kind": "html", "count": 2}, 3),
    ({"kind": "malformed", "count": 2}, 2),
    ({"kind": "cut_answer", "count": 2}, 3),
    ({"kind": "cut_before_write", "count": 2}, 2),
    ({"kind": "slow", "count": 6, "delay": 0.3}, 4),
    ({"kind": "hang", "count": 1}, 1),
    ({"kind": "expire_cursor", "count": 3}, 4),
    ({"kind": "page_loop", "count": 4, "path": "/api/feeds/"}, 2),
    ({"kind": "endless", "count": 3, "path": "/api/feeds/"}, 2),
    ({"kind": "duplicates", "count": 4}, 3),
    ({"kind": "garbage_row", "count": 4}, 3),
    # Of lists that tell how many records there are: what a table leaves out of history, nobody could know.
    *(
        ({"kind": "cap", "count": 2, "rows": 3, "path": f"/api/{name}"}, 1)
        for name in ("drivers", "vehicles", "trailers")
    ),
    ({"kind": "bad_auth", "count": 1}, 1),
)
_TABLES = ("safety", "inspections", "defects", "purchases", "messages")
#: What happens to rows. A window that is read again looks back two days at least; older rows are not edited.
_BAD_DAYS: tuple[tuple[Mapping[str, Any], int], ...] = (
    ({"kind": "late", "minutes": 20, "delay_minutes": 20}, 4),
    ({"kind": "clock_off", "minutes": 20, "offset_minutes": -40}, 2),
    # A device that believes to be in another year.
    ({"kind": "clock_off", "minutes": 5, "offset_minutes": 400 * 24 * 60}, 2),
    ({"kind": "edit", "resource": "logs", "count": 2, "days": 0.8}, 4),
    ({"kind": "edit", "resource": "positions", "count": 5, "days": 0.3}, 3),
    ({"kind": "edit", "resource": "faults", "count": 2, "days": 0.5}, 2),
    *(({"kind": "edit", "resource": table, "count": 2, "days": 0.8}, 1) for table in _TABLES),
    ({"kind": "delete", "resource": "logs", "count": 1, "days": 0.8}, 3),
    ({"kind": "delete", "resource": "violations", "count": 1, "days": 5}, 1),
    *(({"kind": "delete", "resource": table, "count": 1, "days": 0.8}, 1) for table in _TABLES),
    ({"kind": "delete", "resource": "assignments", "count": 1}, 1),
    ({"kind": "delete", "resource": "hitches", "count": 1}, 1),
    ({"kind": "delete", "resource": "trailers", "count": 1}, 1),
)


@dataclass
class BadNight:
    """The simulator, its fleet and its misfortunes."""

    simulator: Api
    luck: random.Random
    started_at: datetime
    """The fleet's time when it began."""
    speed: float
    struck: Counter[str] = field(default_factory=Counter)

    async def begin(self) -> None:
        """The clock runs fast, until it has nearly come to the present."""
        await self._set_speed(self.speed)
        while True:
            await asyncio.sleep(0.1)
            now = (await self.simulator.get("/_control/clock")).body["now"]
            if datetime.fromisoformat(now) > clock.now() - _DISTANCE:
                await self._set_speed(1)
                return

    async def strike(self) -> None:
        """Something goes wrong, with rows or with answers."""
        is_fault = self.luck.random() < 0.6
        listed = _FAULTS if is_fault else _BAD_DAYS
        (order,) = self.luck.choices([each for each, _ in listed], weights=[share for _, share in listed])
        answer = await self.simulator.post(
            "/_control/faults" if is_fault else "/_control/bad-days", {**order, "account": ACCOUNT}
        )
        assert answer.status == 201, (order, answer.body)
        self.struck[order["kind"]] += 1

    async def add_vehicle(self, number: int) -> None:
        """Somebody adds a vehicle at the provider, whose answer may be a bad one."""
        body, headers = {"name": f"new-{number}"}, {"Authorization": f"Bearer {ACCOUNT}"}
        with suppress(aiohttp.ClientError):
            url = f"{self.simulator.url}/api/vehicles"
            async with self.simulator.session.post(url, json=body, headers=headers):
                pass

    async def end(self) -> None:
        """The clock stands still, and every request is answered well."""
        await self._set_speed(0)
        await self.simulator.delete("/_control/faults")

    async def _set_speed(self, speed: float) -> None:
        answer = await self.simulator.request("PUT", "/_control/clock", json={"speed": speed})
        assert answer.status == 200, answer.body


@asynccontextmanager
async def bad_night(luck: random.Random, *, trucks: int, hours: float, seconds: float) -> AsyncIterator[BadNight]:
    """A fleet whose clock does so many `hours` in so many `seconds`, and does not come to the present time."""
    port = free_port()
    process = Process(["simulator", "--port", str(port), "--trucks", "0"], {}).launch()
    try:
        url = f"http://127.0.0.1:{port}"
        wait_for_http(f"{url}/", process)
        async with aiohttp.ClientSession() as session:
            simulator = Api(session, url)
            started_at = clock.now() - timedelta(hours=hours) - _DISTANCE
            account = {"key": ACCOUNT, "name": "Night Freight", "trucks": trucks, "seed": _TRUCKS_SEED}
            assert (await simulator.request("PUT", "/_control/accounts", json=account)).status == 200
            body = {"now": wire_time(started_at), "speed": 0}
            assert (await simulator.request("PUT", "/_control/clock", json=body)).status == 200
            yield BadNight(simulator, luck, started_at, hours * 3600 / seconds)
    finally:
        process.kill()
