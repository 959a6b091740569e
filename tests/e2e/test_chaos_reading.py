"""A fleet is read through a bad night while workers die and the database restarts: in the end the hub has what the
provider's ledger has, row by row, and so have a partner that asks for changes and one that only listens."""

import asyncio
import os
import random
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import psycopg
import pytest
from tests.conftest import Api, fetch_token
from tests.e2e.chaos.bad_night import ACCOUNT, BadNight, bad_night
from tests.e2e.chaos.installation import InstallationStorm, StruckInstallation, installation
from tests.e2e.chaos.mirrors import ChangeReader, EventReader, event_reader
from tests.ledger import RESOURCES, FleetLedger, HubRecords, LedgerDifference

from gladhand.auth.clients.service import create_client
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.orgs.partners.service import create_partner

pytestmark = pytest.mark.e2e

_BACKFILL = timedelta(days=1)
_LEDGER_BEFORE = timedelta(days=2)
#: Of the days for which tables are read, without those at the ends of the window and before the night.
_HISTORY = timedelta(days=38)
_REST_SECONDS = 240


@dataclass(frozen=True)
class NightPlan:
    """How much of everything."""

    trucks: int
    hours: float
    """Of the fleet's time; fewer than the shortest look-back."""
    blows: int
    apart: float
    """Seconds between two blows."""
    misfortunes: float
    """Seconds between two misfortunes at the provider."""
    restarts: int
    vehicles: int
    """Added at the provider meanwhile."""

    @property
    def seconds(self) -> float:
        return self.blows * self.apart


@pytest.mark.chaos
async def test_a_long_bad_night_leaves_what_the_ledger_has(site_settings: Mapping[str, str]) -> None:
    blows = int(os.environ.get("CHAOS_KILLS", "500"))
    plan = NightPlan(
        trucks=8, hours=18, blows=blows, apart=2.4, misfortunes=3, restarts=max(1, blows // 100), vehicles=blows // 25
    )
    await play(plan, site_settings)


async def test_a_short_bad_night_leaves_what_the_ledger_has(site_settings: Mapping[str, str]) -> None:
    plan = NightPlan(trucks=2, hours=8, blows=4, apart=2.0, misfortunes=0.5, restarts=1, vehicles=1)
    await play(plan, site_settings)


async def play(plan: NightPlan, settings: Mapping[str, str]) -> None:
    seed = int(os.environ.get("CHAOS_SEED") or random.SystemRandom().randrange(10**9))
    print(f"\nCHAOS_SEED={seed}")
    async with AsyncExitStack() as stack:
        night = await stack.enter_async_context(
            bad_night(_luck(seed), trucks=plan.trucks, hours=plan.hours, seconds=plan.seconds)
        )
        own = {
            "GLADHAND_SIMULATOR_URL": night.simulator.url,
            "GLADHAND_EXECUTION_CONCURRENCY": "12",
            "GLADHAND_CONNECTION_RECHECK_WAITS": ",".join(["1"] * 50),
        }
        site = stack.enter_context(installation({**settings, **own}))
        timeout = aiohttp.ClientTimeout(total=30)
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=timeout))
        listener = await stack.enter_async_context(event_reader(_luck(seed + 1)))
        api = await _partner(site, settings, session)
        await listener.subscribe(api)
        connection_id = await _connect(Api(session, site.url), api)
        asker = ChangeReader(api, connection_id)
        storm = InstallationStorm(site, _luck(seed + 2), plan.apart, plan.blows)
        started = time.monotonic()
        await _rage(plan, night, storm, asker, listener)
        raged = time.monotonic() - started
        await _rest(site, night, listener)
        rested = time.monotonic() - started
        begin = night.started_at - _LEDGER_BEFORE
        due_from = await _read_since(site)
        ledger = await FleetLedger.read(
            night.simulator, ACCOUNT, begin, due_from=due_from - _BACKFILL, tables_from=_tables_from(begin)
        )
        await asker.finish()
        found = await HubRecords(api, connection_id).compare(ledger)
        found.differences += _named("changes", asker.compare(ledger)) + _named("webhooks", listener.compare(ledger))
        found.differences += [LedgerDifference("database", "deadlock", each) for each in site.deadlocks()]
    print(f"rows {dict(found.rows)}\nblows {dict(storm.struck)}\nmisfortunes {dict(night.struck)}")
    print(f"webhooks {dict(listener.counts)}; records by changes {sum(map(len, asker.records.values()))}")
    print(f"{raged:.0f} s of night, at rest after {rested:.0f} s, compared after {time.monotonic() - started:.0f} s")
    shown = found.shown()
    assert not shown, shown


def _tables_from(begin: datetime) -> datetime:
    """The day before the newest change of clocks, if history reaches back to it: that night is compared, too."""
    zone, day = ZoneInfo("America/Chicago"), begin
    while day > begin - _HISTORY:
        if day.astimezone(zone).utcoffset() != (day - timedelta(days=1)).astimezone(zone).utcoffset():
            return day - timedelta(days=2)
        day -= timedelta(days=1)
    return begin


def _named(who: str, differences: list[LedgerDifference]) -> list[LedgerDifference]:
    return [replace(each, resource=f"{who}: {each.resource}") for each in differences]


def _luck(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - decides no secret


async def _partner(site: StruckInstallation, settings: Mapping[str, str], session: aiohttp.ClientSession) -> Api:
    keyring = Keyring.parse(settings["GLADHAND_ENCRYPTION_KEYS"])
    async with Database(site.database_url, max_size=2) as database, database.transaction() as db:
        made = await create_partner(db, keyring, name="Acme", slug="acme")
        client = await create_client(db, kind="partner", partner_id=made.id, name="tests", extensions=True)
    anyone = Api(session, site.url)
    return anyone.with_token(await fetch_token(anyone, client.client_id, client.secret.reveal()))


async def _connect(anyone: Api, api: Api) -> str:
    """The connection of a fleet that shares everything."""
    permissions = {resource.name.value: "read" for resource in RESOURCES}
    invited = (await api.post("/v2/orgs/invitations", {"fleet_ref": "night", "permissions": permissions})).body
    accepted = (await anyone.post(f"/v2/orgs/invitations/{invited['id']}/accept")).body
    tsps = {each["slug"]: each["id"] for each in (await api.get("/v2/orgs/tsps")).body}
    given = {"tsp_id": tsps["groundhog"], "credentials": {"api_key": ACCOUNT}}
    fleet = anyone.with_token(accepted["pre_registration_access_token"])
    connected = await fleet.post("/v2/integrations/connections", given)
    assert connected.status == 200, connected.body
    return str(connected.body["id"])


async def _read_since(site: StruckInstallation) -> datetime:
    """When each schedule had been read once. A feed begins so long before the run that brings its first rows."""
    async with await psycopg.AsyncConnection.connect(site.database_url, autocommit=True) as db:
        row = await (await db.execute(_FIRST_READS)).fetchone()
    assert row is not None
    found: datetime = row[0]
    return found


async def _rage(
    plan: NightPlan, night: BadNight, storm: InstallationStorm, asker: ChangeReader, listener: EventReader
) -> None:
    """Everything at once, until all blows have come down."""

    async def blows() -> None:
        while not storm.is_over:
            await storm.pause()
            number = storm.struck.total()
            is_restart = plan.restarts and number % (plan.blows // plan.restarts) == plan.blows // plan.restarts // 2
            await storm.strike("database restarted" if is_restart else None)

    async def misfortunes() -> None:
        while True:
            await asyncio.sleep(luck.uniform(0.5, 1.5) * plan.misfortunes)
            await night.strike()

    async def supervision() -> None:
        while True:
            await asyncio.sleep(0.5)
            storm.site.supervise()

    async def vehicles() -> None:
        for number in range(plan.vehicles):
            await asyncio.sleep(plan.seconds / (plan.vehicles + 1))
            await night.add_vehicle(number)

    luck = night.luck
    listener.refuses = 0.1
    async with asyncio.TaskGroup() as group:
        endless = [
            group.create_task(each)
            for each in (night.begin(), misfortunes(), supervision(), _hurry(storm.site, luck), asker.run())
        ]
        more = group.create_task(vehicles())
        await blows()
        await more
        for each in endless:
            each.cancel()


_HURRY = """
update schedule set next_execution_at = now(), due_at = now(), lease_until = null, consecutive_error_threshold = 10000
where id in (
  select id from schedule where status = 'active' and random() < case when execution_id is null then 0.15 else 0.01 end
  order by id for update skip locked)
"""
#: Schedules that have not been read to their end three times since. A list that misses a record twice removes it.
_NOT_READ = """
select s.resource, s.status, count(e.id), s.history_until > s.history_from
from schedule s left join execution e
  on e.fleet_id = s.fleet_id and e.schedule_id = s.id and e.status = 'success' and e.created_at > %(since)s
group by s.id, s.resource, s.status, s.history_until, s.history_from
having count(e.id) < 3 or s.history_until > s.history_from or s.status <> 'active'
"""
_FIRST_READS = """
select max(first_read) from (
  select min(created_at) as first_read from execution where status = 'success' group by fleet_id, schedule_id
) each_schedule
"""
_UNDER_WAY = "select id from schedule where execution_id is not null"
#: Records that wait for a parent that has arrived.
_NOT_FILLED_IN = " union all ".join(
    f"select m.* from record_missing_parent m join record_{parent} r using (fleet_id, connection_id, source_id)"
    f" where m.parent = '{parent}'"
    for parent in ("user", "vehicle", "trailer", "hos_event", "dvir_log")
)
_NOT_MOVED = "select id from record_change"
_NOT_DELIVERED = "select event_id from delivery where status = 'pending'"


async def _hurry(site: StruckInstallation, luck: random.Random) -> None:
    """Schedules are due more often than they say, and now and then while they run: two workers at the same one."""
    while True:
        with suppress(psycopg.OperationalError):
            async with await psycopg.AsyncConnection.connect(site.database_url, autocommit=True) as db:
                while True:
                    await db.execute(_HURRY)
                    await db.execute("notify gladhand_execution")
                    await asyncio.sleep(luck.uniform(0.2, 0.8))
        await asyncio.sleep(0.2)


async def _rest(site: StruckInstallation, night: BadNight, listener: EventReader) -> None:
    """The clock stands still, everything is read three times, and every event is delivered."""
    await night.end()
    listener.refuses = 0.0
    deadline = time.monotonic() + _REST_SECONDS
    async with await psycopg.AsyncConnection.connect(site.database_url, autocommit=True) as db:

        async def none(query: str) -> None:
            while rows := await (await db.execute(query.encode(), {"since": since})).fetchmany(10):
                assert time.monotonic() < deadline, (query, rows, listener.counts)
                site.supervise()
                await asyncio.sleep(0.3)

        since = (await (await db.execute("select clock_timestamp()")).fetchall())[0][0]
        hurrying = asyncio.create_task(_hurry(site, _luck(1)))
        await none(_NOT_READ)
        hurrying.cancel()
        for query in (_UNDER_WAY, _NOT_FILLED_IN, _NOT_MOVED, _NOT_DELIVERED):
            await none(query)
