"""Webfleet: drivers, and what can be changed of vehicles, by WEBFLEET.connect."""

from collections.abc import AsyncIterator

from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.mapping import (
    DRIVERS,
    VEHICLES,
    is_ours,
    number_of,
    prepare_driver,
    settle,
    to_driver,
    to_vehicle,
)
from gladhand.resources.base import Change
from gladhand.resources.user import USER, UserFields
from gladhand.resources.vehicle import VEHICLE, VehicleFields
from gladhand.sdk.adapter import ProviderAccount
from gladhand.sdk.clock import minutes
from gladhand.sdk.errors import NoAnswer, Rejected
from gladhand.sdk.field_map import Prepared, Verb
from gladhand.sdk.reading import FULL, Batch, Read, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Write, Written

_DRIVERS, _VEHICLES = "showDriverReportExtern", "showVehicleReportExtern"
# Nothing is called that. The answer is empty, and it proves the credentials.
_NOTHING = "-gladhand-sign-in-"


class WebfleetAdapter(WebfleetApi):
    """One account, as one of its users sees it."""

    async def verify(self) -> ProviderAccount:
        await self.rows("showObjectReportExtern", filterstring=_NOTHING)
        name = self.credentials["company_id"].strip()
        # Webfleet tells nothing of an account but by its name, which can be typed in small or capital letters.
        return ProviderAccount(id=name.casefold(), name=name)

    async def read_users(self, part: Slice) -> AsyncIterator[Batch[UserFields]]:  # noqa: ARG002 - there are no pages
        yield batch_of(await self.rows(_DRIVERS), to_driver, id_key="driveruid")

    async def get_user(self, source_id: str) -> Record | None:
        row = await self._row(_DRIVERS, "driveruid", source_id)
        return None if row is None else to_driver(row)

    async def find_user(self, change: Change, *, operation_key: str | None) -> Record | None:
        number = number_of(change)
        row = await self._row(_DRIVERS, "driverno", number) if number is not None else None
        if row is None or (operation_key is not None and not is_ours(row, prepare_driver(change, Verb.CREATE))):
            return None
        return to_driver(row)

    async def create_user(self, change: Change, *, operation_key: str) -> Written:  # noqa: ARG002 - no place for it
        made = prepare_driver(change, Verb.CREATE)
        await self.write("insertDriverExtern", **made.body)
        # The answer to an insert is empty, and only a report tells the id that never changes.
        rows = await self.read_back(_DRIVERS, driverno=made.body["driverno"])
        return self._written(made, _one(rows, "driverno", made.body["driverno"]))

    async def update_user(self, source_id: str, change: Change) -> Written:
        made = prepare_driver(change, Verb.UPDATE)
        if made.body:
            await self.write("updateDriverExtern", driveruid=source_id, **made.body)
            row = _one(await self.read_back(_DRIVERS, driveruid=source_id), "driveruid", source_id)
        elif (held := await self._row(_DRIVERS, "driveruid", source_id)) is not None:
            row = held
        else:
            raise Rejected(f"Webfleet has no driver {source_id}.")
        return self._written(made, row)

    async def read_vehicles(self, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:  # noqa: ARG002 - no pages
        yield batch_of(await self.rows(_VEHICLES), self._vehicle, id_key="objectuid")

    async def get_vehicle(self, source_id: str) -> Record | None:
        row = await self._row(_VEHICLES, "objectuid", source_id)
        return None if row is None else self._vehicle(row)

    async def update_vehicle(self, source_id: str, change: Change) -> Written:
        made = VEHICLES.prepare(change, Verb.UPDATE, uncertain=self._uncertain)
        if made.body:
            await self.write("updateVehicle", objectuid=source_id, **made.body)
            row = _one(await self.read_back(_VEHICLES, objectuid=source_id), "objectuid", source_id)
        elif (held := await self._row(_VEHICLES, "objectuid", source_id)) is not None:
            row = held
        else:
            raise Rejected(f"Webfleet has no vehicle {source_id}.")
        settle(made, row, VEHICLES)
        return Written(record=self._vehicle(row), prepared=made)

    reads = (
        Read(
            USER,
            read_users,
            mode=FULL,
            every=minutes(15),
            shows=(
                "employee_number",
                "username",
                "first_name",
                "last_name",
                "user_email",
                "phone_number",
                "phone_country_code",
                "country_code",
                "license_country",
                "license_region",
                "license_number",
                "license_expiration",
                "notes",
                "is_driver",
                "is_active",
                "status",
            ),
        ),
        Read(
            VEHICLE,
            read_vehicles,
            mode=FULL,
            every=minutes(15),
            shows=(
                "vehicle_name",
                "license_plate_number",
                "vin",
                "model_year",
                "notes",
                "total_axles",
                "fuel_capacity",
                "engine_type",
                "is_active",
            ),
        ),
    )
    writes = (
        Write(USER, DRIVERS, create=create_user, find=find_user, get=get_user, update=update_user),
        Write(VEHICLE, VEHICLES, get=get_vehicle, update=update_vehicle),
    )

    @property
    def _uncertain(self) -> bool:
        return bool(self.options["uncertain_values"])

    def _vehicle(self, row: Row) -> Record[VehicleFields]:
        return to_vehicle(row, uncertain=self._uncertain)

    async def _row(self, report: str, name: str, value: str) -> Row | None:
        try:
            rows = await self.rows(report, **{name: value})
        except Rejected:
            # Whether asking for what does not exist is an error is not public. The whole report knows for sure.
            rows = await self.rows(report)
        found = [row for row in rows if row.get(name) == value]
        return found[0] if found else None

    def _written(self, made: Prepared, row: Row) -> Written:
        settle(made, row, DRIVERS)
        return Written(record=to_driver(row), prepared=made)


def _one(rows: list[Row], name: str, value: str) -> Row:
    found = [row for row in rows if row.get(name) == value]
    if not found:
        raise NoAnswer("It was written, and is not there yet when it is read back.")
    return found[0]
