"""Messages through the hub whose answers get lost or come late, at every provider that sends messages: the log says
whether the message had left, and nobody gets it twice."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp import web
from tests.conftest import Api, Process
from tests.fakes import geotab_desk, webfleet
from tests.fakes.geotab import GeotabFake
from tests.fakes.motive import API_KEY, MotiveFake
from tests.fakes.samsara import SamsaraFake
from tests.fakes.serving import Fake, serve
from tests.fakes.webfleet import WebfleetFake
from tests.integration.providers.samsara_bench import TOKEN
from tests.integration.providers.through_the_hub.fleet import ConnectedFleet, fleet_at

from gladhand.core import clock
from gladhand.core.db import Database
from gladhand.core.ids import record_id
from gladhand.providers.samsara.purchases import CANNOT_FIND
from gladhand.records.incoming import IncomingRecord
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.records.service import ingest_page
from gladhand.resources.resource import Resource
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE

PROVIDERS = ("samsara", "geotab", "motive", "webfleet")
OPTIONS = {"webfleet": {"api_key": webfleet.API_KEY}}
# A request may take as long as the whole write.
SETTINGS = {"GLADHAND_PROVIDER_TIMEOUT_SECONDS": "20", "GLADHAND_SYNC_TIMEOUT_SECONDS": "3"}
RIGHTS = {"user": "read", "vehicle": "read", "message": "read_write", "fuel_transaction": "read_write"}
TEXT = "Dock 4 is free now."
#: More than a synchronous write may take.
LONG = 5.0


@dataclass
class ProviderDesk:
    """The office of a fleet at a provider."""

    fake: Fake
    credentials: dict[str, str]
    people: Collection[str]
    """The provider's ids of somebody in the office and of a driver."""
    is_sent_by: Callable[[web.Request], bool]
    """Whether a request sends a message."""
    is_asked_before: Callable[[web.Request], bool] | None
    """Whether a request is one that the hub sends before. None: there is none."""
    texts: Callable[[], list[Any]]
    """The messages that the provider has taken."""


def at_samsara() -> ProviderDesk:
    fake = SamsaraFake()
    people = [f"user:{fake.add_user()['id']}", f"driver:{fake.add_driver()['id']}"]
    return ProviderDesk(fake, TOKEN, people, _posts, None, lambda: fake.read_side.office.messages)


def at_geotab() -> ProviderDesk:
    fake = GeotabFake()
    _, office, driver = geotab_desk.staff(fake.database, clock.now())
    login = {"username": fake.USER, "password": fake.PASSWORD, "database": fake.DATABASE}
    is_sent_by, before = fake.on("Add TextMessage"), fake.on("Get DriverChange")
    return ProviderDesk(
        fake, login, [office, driver], is_sent_by, before, lambda: fake.database.feeds.find("TextMessage", {}, None)
    )


def at_motive() -> ProviderDesk:
    fake = MotiveFake()
    named = {"first_name": "Robin", "last_name": "Sample", "password": "nobody knows"}
    people = [str(fake.add("users", **named, username=f"robin{number}")["id"]) for number in range(2)]
    return ProviderDesk(fake, {"api_key": API_KEY}, people, _posts, None, lambda: fake.desk.messages)


def at_webfleet() -> ProviderDesk:
    fake = WebfleetFake()
    # Its requests are few, so that each account is used once.
    fake.account["company_id"] = f"company-{uuid4().hex}"
    truck = fake.add_vehicle(objectname="Truck 7", objecttype="truck")
    uids = [fake.add_driver(driverno=f"CREW-{number}", name="Robin") for number in range(2)]
    fake.readings.reports[truck] = {"driveruid": uids[1]}
    return ProviderDesk(
        fake,
        fake.account,
        [f"driver:{uid}" for uid in uids],
        lambda request: request.query["action"] == "sendTextMessageExtern",
        lambda request: request.query["action"] == "showObjectReportExtern",
        lambda: fake.readings.messages,
    )


def _posts(request: web.Request) -> bool:
    return request.method == "POST"


_DESKS = {"samsara": at_samsara, "geotab": at_geotab, "motive": at_motive, "webfleet": at_webfleet}
#: Who needs to know the vehicle that the driver is in.
_ASKING = ("geotab", "webfleet")
#: Who looks at the message after it is sent.
_LOOKING = ("samsara", "geotab", "webfleet")


@dataclass
class SendingFleet:
    desk: ProviderDesk
    fleet: ConnectedFleet
    users: list[str]
    """The people of the desk, by our ids."""

    async def store(self, database: Database, resource: Resource, source_id: str) -> str:
        """Store a record as if it had been read. Returns our id of it."""
        made = self.fleet.connection
        connection, name = UUID(made["id"]), made["source_name"]
        origin = RecordOrigin(UUID(made["fleet_id"]), connection, UUID(made["tsp_id"]), name, name)
        known = IncomingRecord(source_id=source_id, fields={}, source_data={})
        async with database.transaction() as db:
            await ingest_page(db, resource, origin, records=[known], audience=())
        return str(record_id(connection, resource.name.value, source_id))

    async def send(self, **query: str) -> Any:
        body = {"sender_id": self.users[0], "recipient_id": self.users[1], "message_text": TEXT}
        return await self.fleet.write("messages", body, **query)

    async def sent(self) -> Any:
        """The operation of a message that is sent asynchronously, at its end."""
        accepted = await self.send()
        assert accepted.status == 202, accepted.body
        return await self.fleet.settled(accepted.body["id"])


@pytest.fixture
def open_office(
    api: Api, anyone: Api, worker: Process, ports: dict[str, int], database: Database
) -> Callable[[str], Any]:
    @asynccontextmanager
    async def opened(provider: str) -> AsyncIterator[SendingFleet]:
        desk = _DESKS[provider]()
        async with serve(desk.fake, port=ports[provider]):
            fleet = await fleet_at(api, anyone, provider, desk.credentials, rights=RIGHTS)
            office = SendingFleet(desk, fleet, [])
            office.users += [await office.store(database, USER, each) for each in desk.people]
            yield office

    return opened


def first_words(operation: Any) -> str:
    """What the first attempt has left in the log."""
    return str(operation["logs"][0]["error_details"])


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("loss", ["cut_after", "cut_before"])
async def test_a_message_whose_answer_is_lost_is_sent_once(
    open_office: Callable[[str], Any], provider: str, loss: str
) -> None:
    async with open_office(provider) as office:
        office.desk.fake.faults.matches = office.desk.is_sent_by
        setattr(office.desk.fake.faults, loss, 1)
        operation = await office.sent()
        assert operation["status"] == "success", operation
        assert first_words(operation).startswith("Sent, not answered. ")
        assert len(office.desk.texts()) == 1


@pytest.mark.parametrize("provider", _ASKING)
async def test_a_question_before_the_message_that_breaks_off_has_sent_nothing(
    open_office: Callable[[str], Any], provider: str
) -> None:
    async with open_office(provider) as office:
        office.desk.fake.faults.matches = office.desk.is_asked_before
        # A kept connection that breaks is tried again at once, as reads may be.
        office.desk.fake.faults.cut_before = 2
        failed = await office.send(is_sync="true")
        assert failed.status == 502, failed.body
        assert first_words(failed.body).startswith("Not sent. ")
        assert office.desk.texts() == []
        office.desk.fake.faults.cut_before = 2
        operation = await office.sent()
        assert operation["status"] == "success", operation
        assert first_words(operation).startswith("Not sent. ")
        assert len(office.desk.texts()) == 1


@pytest.mark.parametrize("provider", _ASKING)
async def test_a_question_before_the_message_that_takes_all_the_time_has_sent_nothing(
    open_office: Callable[[str], Any], provider: str
) -> None:
    async with open_office(provider) as office:
        office.desk.fake.faults.matches = office.desk.is_asked_before
        office.desk.fake.faults.late, office.desk.fake.faults.late_seconds = 1, LONG
        failed = await office.send(is_sync="true")
        assert failed.status == 502, failed.body
        assert first_words(failed.body).startswith("Not sent. The provider did not answer within ")
        assert office.desk.texts() == []


@pytest.mark.parametrize("provider", _LOOKING)
async def test_a_message_that_is_sent_does_not_fail_because_looking_at_it_takes_long(
    open_office: Callable[[str], Any], provider: str
) -> None:
    async with open_office(provider) as office:
        faults = office.desk.fake.faults
        # The request that sends it is past, and all that follow it are late.
        faults.matches = lambda request: bool(office.desk.texts()) and not office.desk.is_sent_by(request)
        faults.late, faults.late_seconds = 3, LONG
        sent = await office.send(is_sync="true")
        assert sent.status == 200, sent.body
        assert sent.body["status"] == "success"
        assert len(office.desk.texts()) == 1


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_a_message_that_is_not_answered_in_time_may_have_arrived(
    open_office: Callable[[str], Any], provider: str
) -> None:
    async with open_office(provider) as office:
        faults = office.desk.fake.faults
        faults.matches, faults.late, faults.late_seconds = office.desk.is_sent_by, 1, LONG
        failed = await office.send(is_sync="true")
        assert failed.status == 502, failed.body
        assert first_words(failed.body).startswith("Sent, not answered. The provider did not answer within ")


async def test_a_purchase_that_cannot_be_looked_up_is_not_said_to_be_unsent(
    open_office: Callable[[str], Any], database: Database
) -> None:
    async with open_office("samsara") as office:
        fake = office.desk.fake
        assert isinstance(fake, SamsaraFake)
        truck = await office.store(database, VEHICLE, fake.add_vehicle(name="Truck 7")["id"])
        fake.faults.matches, fake.faults.cut_after = office.desk.is_sent_by, 1
        bought = {
            "driver_id": office.users[1],
            "vehicle_id": truck,
            "fuel_volume": 50,
            "fuel_volume_unit": "LITER",
            "transaction_time": "2026-03-02T09:30:00Z",
            "location_string": "350 Rhode Island St, San Francisco, CA 94103",
            "total_cost": "412.50",
            "currency": "USD",
        }
        accepted = await office.fleet.write("fuel-transactions", bought)
        assert accepted.status == 202, accepted.body
        operation = await office.fleet.settled(accepted.body["id"])
        assert operation["status"] == "failed"
        assert [log["error_details"] for log in operation["logs"]] == [
            "Sent, not answered. The connection broke before the provider's answer was complete.",
            CANNOT_FIND,
        ]
