"""Thousands of writes to five providers while processes die, connections are cut and the database restarts: whatever
was accepted is done once, in its order, and told."""

import asyncio
import json
import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
import pytest
from tests.conftest import Api, fetch_token
from tests.e2e.chaos.accounts import ChaosWorld, world
from tests.e2e.chaos.installation import InstallationStorm, StruckInstallation, installation
from tests.e2e.chaos.partner import ChangingPartner, SharingFleet, Watch
from tests.e2e.chaos.reckoning import Reckoning, reckon, settle

from gladhand.auth.clients.service import create_client
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.orgs.partners.service import create_partner

pytestmark = pytest.mark.e2e


@dataclass(frozen=True)
class ChaosPlan:
    """How much of everything; times are seconds."""

    operations: int
    streams: int
    blows: int
    apart: float
    restarts: int
    provider_seconds: float
    sync_seconds: float

    @property
    def lease(self) -> float:
        """The longest that an operation belongs to somebody who has died: two requests, a look, and what is added for
        settling; or the time of a synchronous request and its margin."""
        return max(3 * self.provider_seconds + 3, self.sync_seconds + 6)


@pytest.mark.chaos
async def test_ten_thousand_writes_are_done_once_each(site_settings: Mapping[str, str], simulator: str) -> None:
    count = int(os.environ.get("CHAOS_OPERATIONS", "10000"))
    await play(
        ChaosPlan(count, 150, 500, 4.0, restarts=2, provider_seconds=2, sync_seconds=6), site_settings, simulator
    )


@pytest.mark.long
async def test_some_hundred_writes_are_done_once_each(site_settings: Mapping[str, str], simulator: str) -> None:
    await play(ChaosPlan(200, 50, 4, 1.0, restarts=1, provider_seconds=1, sync_seconds=2), site_settings, simulator)


async def play(plan: ChaosPlan, settings: Mapping[str, str], simulator: str) -> None:
    seed = int(os.environ.get("CHAOS_SEED") or random.SystemRandom().randrange(10**9))
    print(f"\nCHAOS_SEED={seed}")
    async with world(_luck(seed), simulator) as around:
        own = {
            "GLADHAND_PROVIDER_URLS": json.dumps(dict(around.provider_urls)),
            "GLADHAND_PROVIDER_TIMEOUT_SECONDS": str(plan.provider_seconds),
            "GLADHAND_SYNC_TIMEOUT_SECONDS": str(plan.sync_seconds),
        }
        started = time.monotonic()
        with installation({**settings, **own}) as site:
            storm = InstallationStorm(site, _luck(seed + 1), plan.apart, plan.blows)
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
                partner = await _partner(site, settings, session, around, _luck(seed + 2), plan.operations)
                await around.worsen()
                working = time.monotonic()
                await _work(partner, storm, plan)
                worked = time.monotonic() - working
                await around.clear_up()
                waited, stuck = await settle(site.database_url, plan.lease + 30)
                found = await reckon(partner, site.database_url)
            for each in stuck:
                found.fault("stuck", each)
            print(_told(found, partner, storm, around))
            print(f"{worked:.0f} s of work, {waited:.1f} s to settle, {time.monotonic() - started:.0f} s altogether")
            shown = found.shown()
            assert not shown, shown


def _luck(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - decides no secret


async def _partner(
    site: StruckInstallation,
    settings: Mapping[str, str],
    session: aiohttp.ClientSession,
    around: ChaosWorld,
    luck: random.Random,
    wanted: int,
) -> ChangingPartner:
    """A partner, and a fleet for each account."""
    keyring = Keyring.parse(settings["GLADHAND_ENCRYPTION_KEYS"])
    async with Database(site.database_url, max_size=2) as database, database.transaction() as db:
        made = await create_partner(db, keyring, name="Acme", slug="acme")
        client = await create_client(db, kind="partner", partner_id=made.id, name="tests")
    anyone = Api(session, site.url)
    api = anyone.with_token(await fetch_token(anyone, client.client_id, client.secret.reveal()))
    tsps = {each["slug"]: each["id"] for each in (await api.get("/v2/orgs/tsps")).body}
    fleets = []
    for number, account in enumerate(around.accounts):
        asked = {"fleet_ref": f"{account.slug}-{number}", "permissions": {"user": "read_write"}}
        invited = (await api.post("/v2/orgs/invitations", asked)).body
        accepted = (await anyone.post(f"/v2/orgs/invitations/{invited['id']}/accept")).body
        fleet = anyone.with_token(accepted["pre_registration_access_token"])
        given = {"tsp_id": tsps[account.slug], "credentials": dict(account.credentials)}
        connected = await fleet.post("/v2/integrations/connections", given)
        assert connected.status == 200, (account.slug, connected.body)
        fleets.append(SharingFleet(account, connected.body["id"]))
    return ChangingPartner(api, fleets, Watch(site.database_url), luck, wanted)


async def _work(partner: ChangingPartner, storm: InstallationStorm, plan: ChaosPlan) -> None:
    """Until enough was accepted; the database restarts in between."""

    async def restart() -> None:
        for number in range(1, plan.restarts + 1):
            while len(partner.told) < partner.wanted * number / (plan.restarts + 1):  # noqa: ASYNC110 - others accept
                await asyncio.sleep(0.1)
            async with one_at_a_time:
                await storm.strike("database restarted")

    async def rage() -> None:
        while not (partner.is_done or storm.is_over):
            await storm.pause()
            async with one_at_a_time:
                await storm.strike()

    one_at_a_time = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(partner.watch.run())
        blows = [group.create_task(rage()), group.create_task(restart())]
        await partner.run(plan.streams)
        await asyncio.gather(*blows)
        watching.cancel()


def _told(found: Reckoning, partner: ChangingPartner, storm: InstallationStorm, around: ChaosWorld) -> str:
    lines = {
        "accepted": len(partner.told),
        "found": dict(found.counts),
        "blows": dict(storm.struck),
        "weather": dict(around.weather.struck),
        "answers lost or deferred": dict(partner.refused),
        "keys sent again": partner.replayed,
        "faults": {kind: len(each) for kind, each in found.faults.items()},
    }
    return "\n".join(f"{name}: {value}" for name, value in lines.items())
