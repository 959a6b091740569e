"""A fleet whose driver goes through every duty status, with a mark in everything that tells where."""

from base64 import b64decode
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pyarrow.parquet
from h3.api.basic_int import latlng_to_cell
from pyarrow import BufferReader
from tests.conftest import Api, PartnerFixture
from tests.integration.api.telematics.every_list import history, one_parent
from tests.integration.conftest import Connected

from gladhand.core.db import Database
from gladhand.core.ids import record_id
from gladhand.records.incoming import IncomingRecord
from gladhand.records.privacy.covered import COVERED
from gladhand.records.queries import list_audience
from gladhand.records.service import ingest_page, remove_records
from gladhand.records.tasks import TIMELINES, create_ahead
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource
from gladhand.resources.trailer import TRAILER
from gladhand.resources.trailer_vehicle_association import TRAILER_VEHICLE_ASSOCIATION
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE

BEGIN = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
#: The driver's log. The records of a status occur five minutes after its beginning.
LOG = ("D", "PC", "OFF", "SB", "ON", "YM")
#: Numbers of the records: by the status in the log; then those of a vehicle that nobody drives.
DRIVING, CONVEYANCE, OFF_DUTY, SLEEPING, WORKING, AFTER, UNKNOWN = range(7)
#: Of what the provider says elsewhere, such as with the vehicle itself.
RAW = 9


def began(number: int) -> datetime:
    return BEGIN + timedelta(minutes=10 * number)


def at(number: int) -> list[float]:
    """Where the records of a number are."""
    return [round(-97.54321 - number, 5), round(30.67891 + number, 5)]


def marks(number: int) -> list[str]:
    """Texts of which each gives the place away."""
    longitude, latitude = at(number)
    cell = latlng_to_cell(latitude, longitude, 11)
    return [f"Secretville {number}", str(longitude), str(latitude), str(cell), f"98765{number}.25", f"31.415{number}"]


def told(number: int, text: str) -> list[str]:
    """The marks of a number that a text has."""
    return [mark for mark in marks(number) if mark in text]


def _hidden(name: str, number: int) -> Any:
    place = f"Secretville {number}"
    values: dict[str, Any] = {
        "inferred_address": {"city": place, "province": "TX", "country_code": "US"},
        "annotations": {"created_at": began(number).isoformat(), "remarks": place},
        "event_metadata": {"where": place},
        "region_code": "US-TX",
        "location_name": place,
        "fuel_vendor": place,
        "fuel_level": float(f"31.415{number}"),
    }
    return values.get(name, float(f"98765{number}.25"))


def record(resource: Resource, source_id: str, moment: datetime | None = None, **fields: Any) -> IncomingRecord:
    model = resource.fields_model
    known = {name: value for name, value in fields.items() if name in model.model_fields}
    return IncomingRecord(
        source_id=source_id,
        fields=model.model_validate(known).stored(),
        source_data={"at": fields["location"]} if "location" in fields else {"where": f"Secretville {RAW}"},
        occurred_at=moment,
    )


@dataclass
class ProtectedFleet:
    """The fleet with two partners: one from which it protects its driver, and one that sees everything."""

    connected: Connected
    database: Database
    api: Api
    other: Api

    def id(self, resource: Resource, source_id: str) -> str:
        return str(record_id(UUID(self.connected.connection_id), resource.name.value, source_id))

    async def store(self, resource: Resource, *records: IncomingRecord) -> None:
        async with self.database.transaction() as db:
            audience = await list_audience(db, self.connected.fleet_id, resource)
            await ingest_page(db, resource, self.connected.origin, records=records, audience=audience)

    async def log(self, number: int, status: str) -> None:
        """Write an entry of the driver's log, or edit it."""
        await self.store(HOS_EVENT, self._entry(number, status))

    def _entry(self, number: int, status: str) -> IncomingRecord:
        fields = {name: _hidden(name, number) for name in COVERED[HOS_EVENT.name].hidden}
        where = {"type": "Point", "coordinates": at(number)}
        return record(
            HOS_EVENT, f"h{number}", began(number), source_driver_id="d1", source_vehicle_id="v1", event_type_code="1",
            duty_status_code=status, location=where, started_at=began(number).isoformat(), **fields,
        )  # fmt: skip

    async def fill(self) -> None:
        """Everything that is covered, once in each status of the log, and of a vehicle without a driver."""
        await create_ahead(self.database, TIMELINES)
        await self.store(VEHICLE, record(VEHICLE, "v1"), record(VEHICLE, "v2"))
        await self.store(USER, record(USER, "d1", is_driver=True, username="d1"))
        await self.store(TRAILER, record(TRAILER, "t1"))
        hooked = BEGIN - timedelta(hours=1)
        of_vehicle = {"source_vehicle_id": "v1", "source_driver_id": "d1", "source_trailer_id": "t1"}
        for resource in (DRIVER_VEHICLE_ASSOCIATION, TRAILER_VEHICLE_ASSOCIATION):
            await self.store(resource, record(resource, "first", hooked, **of_vehicle))
        await self.store(HOS_EVENT, *(self._entry(number, status) for number, status in enumerate(LOG)))
        for name in COVERED:
            if name is not HOS_EVENT.name:
                await self.store(REGISTRY[name], *(self.covered(REGISTRY[name], number) for number in range(7)))

    async def change(self, resource: Resource, number: int) -> None:
        """Let the provider change something of a record."""
        changed = self._entry(number, LOG[number]) if resource is HOS_EVENT else self.covered(resource, number)
        await self.store(resource, replace(changed, extras={"where": f"Secretville {number}"}))

    async def remove(self, resource: Resource, number: int) -> None:
        source_id = f"h{number}" if resource is HOS_EVENT else f"r{number}"
        async with self.database.transaction() as db:
            audience = await list_audience(db, self.connected.fleet_id, resource)
            await remove_records(db, resource, self.connected.origin, source_ids=[source_id], audience=audience)

    def covered(self, resource: Resource, number: int) -> IncomingRecord:
        fields: dict[str, Any] = {name: _hidden(name, number) for name in COVERED[resource.name].hidden}
        fields |= {"location": {"type": "Point", "coordinates": at(number)}, "engine_status": "ON"}
        fields |= {"event": "hard_braking", "fuel_volume": 0.4}
        if number == UNKNOWN:
            return record(resource, f"r{number}", began(1), **fields, source_vehicle_id="v2", source_trailer_id="t1")
        # Half of the positions name the driver, as half of the providers do.
        named = {"source_driver_id": "d1"} if number % 2 else {}
        vehicle = {"source_vehicle_id": "v1", "source_trailer_id": "t1"}
        return record(resource, f"r{number}", began(number) + timedelta(minutes=5), **fields, **vehicle, **named)

    async def read_log(self, until: datetime | None) -> None:
        """Let the connection's logs be read up to there; None: let it read none."""
        async with self.database.connection() as db:
            await db.execute(
                """
                insert into schedule as s (fleet_id, connection_id, source_name, resource, execution_interval_seconds,
                  read_until, status, due_at)
                values (%(fleet)s, %(connection)s, 'catena_simulator', 'hos_event', 300, %(until)s, %(status)s,
                  'infinity')
                on conflict (fleet_id, connection_id, resource) do update
                set read_until = excluded.read_until, status = excluded.status, due_at = 'infinity'
                """,
                {
                    "fleet": self.connected.fleet_id,
                    "connection": self.connected.connection_id,
                    "until": until,
                    "status": "cancelled" if until is None else "active",
                },
            )

    async def protect(self, **levels: str) -> None:
        """Change the first partner's agreement, as the fleet."""
        agreements = (await self.connected.fleet.get("/v2/orgs/share-agreements")).body["items"]
        mine = next(each for each in agreements if each["fleet_ref"] == self.connected.fleet_ref)
        changed = await self.connected.fleet.patch(
            f"/v2/orgs/share-agreements/{mine['id']}", {"movement_privacy": levels}
        )
        assert changed.status == 200, changed.body

    async def share_with(self, partner: PartnerFixture) -> None:
        """Let one more partner see everything."""
        async with self.database.transaction() as db:
            await db.execute(
                """
                insert into share_agreement (partner_id, fleet_id, fleet_ref, scopes)
                select %s, fleet_id, 'other', scopes from share_agreement where fleet_id = %s
                """,
                (partner.id, self.connected.fleet_id),
            )

    async def listed(self, api: Api, resource: Resource, **query: Any) -> list[Any]:
        """The first page of a list, whose total is the number of its rows."""
        answer = await api.get(f"/v2/telematics/{resource.path}", params={**self.whole(resource), **query})
        assert answer.status == 200, answer.body
        assert answer.body["total"] == len(answer.body["items"]), resource.path
        return list(answer.body["items"])

    def whole(self, resource: Resource) -> dict[str, Any]:
        """The parameters of the history of the vehicle or of its trailer."""
        query: dict[str, Any] = history(resource)
        if resource.history_of:
            asset = (VEHICLE, "v1") if resource.history_of[0] == "vehicle_id" else (TRAILER, "t1")
            query[one_parent(resource)[0]] = self.id(*asset)
        return query

    async def numbers(self, api: Api, resource: Resource, **query: Any) -> dict[int, Any]:
        """The records of the list by their numbers."""
        return {int(row["source_id"][1:]): row for row in await self.listed(api, resource, **query)}

    async def ways_out(self, api: Api) -> AsyncIterator[tuple[str, str]]:
        """Every answer that could tell a place: its name, and its whole text."""
        for name in COVERED:
            resource = REGISTRY[name]
            whole, path = self.whole(resource), f"/v2/telematics/{resource.path}"
            for query in self._queries(resource, whole):
                for size in (50, 1):
                    answer = await api.get(path, params={**query, "size": size})
                    assert answer.status == 200, answer.body
                    yield f"{path} {query} {size}", _text(answer.body)
            bulk = {"include_source_data": "true", **whole}
            yield f"{path} CSV", str((await api.get(path, params=bulk, headers={"Accept": "text/csv"})).body)
            yield f"{path} Parquet", await self._parquet(api, path, bulk)
            if resource.has_get:
                for number in range(7):
                    one = await api.get(f"{path}/{self.id(resource, f'r{number}')}?include_source_data=true")
                    yield f"{path} {number}", str(one.body)
        for resource in (VEHICLE, USER, TRAILER, DRIVER_VEHICLE_ASSOCIATION):
            query = {**self.whole(resource), "include_source_data": "true"}
            yield resource.path, str((await api.get(f"/v2/telematics/{resource.path}", params=query)).body)
        for path in _FIGURES:
            answer = await api.get(path)
            assert answer.status == 200, answer.body
            yield path, _text(answer.body)
        day = {"processing_date": began(DRIVING).date().isoformat()}
        answer = await api.get("/v2/telematics/vehicle-region-segments", params=day)
        assert answer.status == 200, answer.body
        yield "segments", str(answer.body)
        coverage = f"/v2/integrations/connections/{self.connected.connection_id}/coverage"
        yield "coverage", str((await api.get(coverage)).body)

    def _queries(self, resource: Resource, whole: dict[str, Any]) -> Iterable[dict[str, Any]]:
        yield {**whole, "include_source_data": "true"}
        yield {"updated_from": (BEGIN - timedelta(days=1)).isoformat(), "include_source_data": "true"}
        if resource.latest_by is not None:
            yield {"only_latest": "true", "include_source_data": "true"}
        if resource.is_sortable:
            for field in ("location", "h3_index_11", "source_data_hash", *COVERED[resource.name].hidden):
                yield {**whole, "sort_by": field, "sort_order": "desc"}

    async def _parquet(self, api: Api, path: str, query: dict[str, Any]) -> str:
        headers = {"Accept": "application/vnd.apache.parquet", "Authorization": f"Bearer {api.token}"}
        async with api.session.get(api.url + path, params=query, headers=headers) as answer:
            assert answer.status == 200
            return str(pyarrow.parquet.read_table(BufferReader(await answer.read())).to_pylist())


_FIGURES = tuple(
    f"/v2/telematics/analytics/{name}"
    for name in (
        "vehicles", "trailers", "drivers", "fleets", "vehicles/live-locations", "trailers/live-locations", "overview",
    )
)  # fmt: skip


def _text(body: Any) -> str:
    """An answer, with what its cursors hold."""
    if not isinstance(body, dict):
        return str(body)
    cursors = [body[name] for name in ("next_page", "previous_page", "current_page") if body.get(name)]
    return str(body) + "".join(b64decode(unquote(cursor)).decode() for cursor in cursors)
