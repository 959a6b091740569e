"""Accounts at the fakes of four providers and at the simulator, and the bad weather between them and the hub."""

import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from tests.fakes import motive
from tests.fakes.geotab import GeotabFake, GeotabLogin
from tests.fakes.geotab_store import GeotabDatabase
from tests.fakes.motive import MotiveFake
from tests.fakes.samsara import SamsaraFake
from tests.fakes.serving import Fake, serve
from tests.fakes.traccar import TraccarFake

# Of all requests; sign-ins, reads and writes alike.
SHARES: Mapping[str, float] = {
    "cut_before": 0.02,
    "cut_after": 0.03,
    "fail": 0.02,
    "fail_after": 0.01,
    "throttle": 0.005,
    "late": 0.03,
}
_SIMULATED = {
    "cut_before_write": SHARES["cut_before"],
    "cut_after_write": SHARES["cut_after"],
    "fail": SHARES["fail"],
    "throttle": SHARES["throttle"],
}
_RULESET = {"hos_ruleset_code": "US_INT_PROP_70_8"}


@dataclass(frozen=True)
class ProviderDriver:
    """A driver as a provider has it; `extra` is what some creates ask for besides, where the provider needs a second
    request for it."""

    mark: str
    """Its username, or employee number if it has none."""
    name: str
    has_extra: bool = False


@dataclass(frozen=True)
class SharedAccount:
    """An account to which a fleet gives access."""

    slug: str
    credentials: Mapping[str, Any]
    drivers: Callable[[], Awaitable[list[ProviderDriver]]]
    extra: Mapping[str, Any] = field(default_factory=dict)
    can_be_nameless: bool = False
    """Whether the provider makes drivers without a username: there, nothing but the hub prevents a second one."""


@dataclass
class Weather:
    """What goes wrong between the hub and the fakes, by chance and until it is cleared up."""

    luck: random.Random
    is_bad: bool = False
    struck: Counter[str] = field(default_factory=Counter)

    def over(self, fake: Fake) -> None:
        def strikes(request: web.Request) -> bool:
            chance = self.luck.random()
            for kind, share in SHARES.items():
                if self.is_bad and chance < share:
                    if kind == "late" and not _creates(fake, request):
                        # An update that is carried out after a later one is beyond anybody who cannot see it coming.
                        return False
                    setattr(fake.faults, kind, 1)
                    self.struck[kind] += 1
                    return True
                chance -= share
            return False

        fake.faults.matches = strikes


def _creates(fake: Fake, request: web.Request) -> bool:
    if isinstance(fake, GeotabFake):
        return fake.calls[-1] == "Add User"
    return request.method == "POST" and request.path.endswith(("/drivers", "/users"))


@dataclass
class ChaosWorld:
    """All accounts, and where the hub finds the providers."""

    accounts: list[SharedAccount]
    provider_urls: Mapping[str, str]
    weather: Weather
    simulator: str

    _orders: list[int] = field(default_factory=list)

    async def worsen(self) -> None:
        self.weather.is_bad = True
        async with aiohttp.ClientSession(self.simulator) as session:
            for account in (each for each in self.accounts if each.slug == "groundhog"):
                for kind, share in _SIMULATED.items():
                    order = {"kind": kind, "account": account.credentials["api_key"], "probability": share}
                    async with session.post("/_control/faults", json=order) as answer:
                        self._orders.append((await answer.json())["id"])

    async def clear_up(self) -> None:
        self.weather.is_bad = False
        async with aiohttp.ClientSession(self.simulator) as session:
            async with session.get("/_control/faults") as answer:
                for rule in (each for each in await answer.json() if each["id"] in self._orders):
                    self.weather.struck[f"{rule['kind']} (simulator)"] += rule["hits"]
            for number in self._orders:
                await session.delete(f"/_control/faults/{number}")


@asynccontextmanager
async def world(luck: random.Random, simulator: str) -> AsyncIterator[ChaosWorld]:
    weather = Weather(luck)
    async with AsyncExitStack() as stack:

        async def served(fake: Any) -> Any:
            started = await stack.enter_async_context(serve(fake))
            weather.over(started)
            return started

        samsara, geotab, at_motive = SamsaraFake(), GeotabFake(), MotiveFake()
        for fake in (samsara, geotab, at_motive):
            await served(fake)
        accounts = [*_samsara(samsara), *_geotab(geotab), _motive(at_motive)]
        accounts += [_traccar(await served(TraccarFake())) for _ in range(2)]
        accounts += [await _simulated(simulator, f"chaos-{luck.getrandbits(64):x}") for _ in range(3)]
        urls = {"samsara": samsara.url, "geotab": geotab.url, "motive": at_motive.url}
        yield ChaosWorld(accounts, urls, weather, simulator)


def _samsara(fake: SamsaraFake) -> list[SharedAccount]:
    fake.add_organization("70002", "Second Haulage LLC", "samsara_api_SECOND")
    fake.add_organization("70003", "Third Haulage LLC", "samsara_api_THIRD")

    def account(token: str) -> SharedAccount:
        organization = fake.organizations[fake.tokens[token].organization]

        async def drivers() -> list[ProviderDriver]:
            return [
                ProviderDriver(each["username"], each["name"], each["isDeactivated"]) for each in organization.drivers
            ]

        return SharedAccount("samsara", {"token": token}, drivers, extra={"is_active": False})

    return [account(token) for token in fake.tokens]


def _geotab(fake: GeotabFake) -> list[SharedAccount]:
    fake.cloud.limits.clear()

    def account(database: str) -> SharedAccount:
        held = fake.cloud.databases.setdefault(database, GeotabDatabase(database))
        fake.cloud.accounts[database, fake.USER] = GeotabLogin(fake.PASSWORD)

        async def drivers() -> list[ProviderDriver]:
            return [
                ProviderDriver(each["name"], f"{each['firstName']} {each['lastName']}", held.ruleset_of(id_) != "None")
                for id_, each in held.users.items()
            ]

        credentials = {"username": fake.USER, "password": fake.PASSWORD, "database": database}
        return SharedAccount("geotab", credentials, drivers, extra=_RULESET)

    return [account(database) for database in (fake.DATABASE, "second_fleet")]


def _motive(fake: MotiveFake) -> SharedAccount:
    async def drivers() -> list[ProviderDriver]:
        return [ProviderDriver(each["username"], f"{each['first_name']} {each['last_name']}") for each in fake.users]

    return SharedAccount("motive", {"api_key": motive.API_KEY}, drivers)


def _traccar(fake: TraccarFake) -> SharedAccount:
    async def drivers() -> list[ProviderDriver]:
        return [ProviderDriver(each["uniqueId"], each["name"]) for each in fake.drivers]

    return SharedAccount("traccar", {"url": fake.url, "token": fake.token(fake.account())}, drivers)


async def _simulated(simulator: str, key: str) -> SharedAccount:
    body = {"key": key, "name": "Fleet"}
    async with aiohttp.ClientSession(simulator) as session, session.put("/_control/accounts", json=body) as answer:
        assert answer.status == 200

    async def drivers() -> list[ProviderDriver]:
        async with aiohttp.ClientSession() as session, session.get(f"{simulator}/_control/state") as answer:
            state = await answer.json()
        (account,) = [each for each in state["accounts"] if each["key"] == key]
        return [
            ProviderDriver(
                each.get("username") or each["payroll_number"], f"{each['given_name']} {each['family_name']}"
            )
            for each in account["drivers"]
        ]

    return SharedAccount("groundhog", {"api_key": key}, drivers, can_be_nameless=True)
