"""Wialon's units, which are our vehicles."""

from collections.abc import AsyncIterator
from typing import Any, Final

from gladhand.providers.wialon.api import WialonApi
from gladhand.resources.vehicle import VehicleFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

PAGE: Final = 500
SHOWS: Final = ("vehicle_name", "oem", "model_type", "model_year", "vin", "license_plate_number", "eld_serial_number")
# Names, custom fields, the tracker's id, and what the profile says.
_PROFILES: Final = 1 + 8 + 256 + 8388608


async def read(wialon: WialonApi, part: Slice) -> AsyncIterator[Batch[VehicleFields]]:
    first = part.state.get("first", 0)
    while True:
        answer = await wialon.items("avl_unit", _PROFILES, first=first, last=first + PAGE - 1)
        rows, total = answer.rows("items"), answer.whole("totalItemsCount") or 0
        first += PAGE
        is_over = first >= total or not rows
        yield batch_of(rows, to_record, state={} if is_over else {"first": first}, total=total)
        if is_over:
            return


def to_record(row: Row) -> Record[VehicleFields]:
    profile = Row({**_named(row.get("flds")), **_named(row.get("pflds"))})
    return Record(
        source_id=row.source_id(),
        source_data=_without_password(row),
        fields=VehicleFields(
            vehicle_name=row.text("nm"),
            vin=profile.text("vin"),
            license_plate_number=profile.text("registration_plate"),
            oem=profile.text("brand"),
            model_type=profile.text("model"),
            model_year=profile.whole("year"),
            eld_serial_number=row.text("uid"),
        ),
    )


def _named(values: Any) -> dict[str, Any]:
    """The values of custom or profile fields, by their names."""
    rows = values.values() if isinstance(values, dict) else ()
    return {str(each.get("n")): each.get("v") for each in rows if isinstance(each, dict)}


def _without_password(row: Row) -> dict[str, Any]:
    """The tracker's own password is no concern of the hub."""
    return {name: value for name, value in row.items() if name != "psw"}
