"""Reads and writes Webfleet's drivers, which are our users.

Names of parameters and limits come from two public clients and a public list of columns, because Webfleet's reference
is not public. Rules that only one of these sources backs are marked as assumed. Only sending a value changes a field,
so no field can be cleared.
"""

from collections.abc import AsyncIterator
from datetime import date
from typing import Final

from gladhand.providers.webfleet import office
from gladhand.providers.webfleet.api import WebfleetApi
from gladhand.providers.webfleet.driver_numbers import NUMBER, complete
from gladhand.providers.webfleet.people import DRIVER, OFFICE
from gladhand.providers.webfleet.reports import (
    DAY,
    NO_CLEARING,
    compare,
    day,
    holds,
    license_of,
    parameter_value,
    present,
)
from gladhand.resources.base import Change
from gladhand.resources.enums import UserStatusEnum
from gladhand.resources.user import UserFields
from gladhand.sdk.countries import alpha2, alpha3
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, MaxLength, Prepared, Refused, Takes, Verb
from gladhand.sdk.reading import Batch, Slice, batch_of, prefixed
from gladhand.sdk.records import Record
from gladhand.sdk.regions import region_code
from gladhand.sdk.rows import Row
from gladhand.sdk.values import phone_number
from gladhand.sdk.writing import Written

_DRIVER, _LIST = "driveruid", "list"
_REPORT = "showDriverReportExtern"
_ALWAYS_ACTIVE = "A driver of Webfleet is always active. Delete the driver in Webfleet instead."


def _day(value: date) -> str:
    return value.strftime(DAY)


FIELD_MAP: Final = FieldMap(
    "Webfleet",
    {
        "employee_number": Takes(
            NUMBER, placed=False, value=MaxLength(15), form="unique in the account", reason=NO_CLEARING
        ),
        "username": Takes(
            NUMBER,
            placed=False,
            value=MaxLength(15),
            form="only where no employee_number is sent",
            reason=NO_CLEARING,
        ),
        "first_name": Takes("name", required=True, value=MaxLength(50)),
        "last_name": Takes("name2", value=MaxLength(50), reason=NO_CLEARING),
        "user_email": Takes("email", value=MaxLength(50), reason=NO_CLEARING, assumed=True),
        "phone_number": Takes(
            "telmobile",
            placed=False,
            value=(Convert(phone_number), MaxLength(50)),
            form="with the calling code",
            reason=NO_CLEARING,
        ),
        "phone_country_code": Takes("telmobile", placed=False, form="before the number", reason=NO_CLEARING),
        "country_code": Takes("country", value=Convert(alpha2), form="two letters, ISO 3166-1"),
        "license_country": Takes(
            "license_country", value=Convert(alpha2), form="two letters, ISO 3166-1", assumed=True
        ),
        "license_region": Takes("license_state", value=Convert(region_code), reason=NO_CLEARING, assumed=True),
        "license_number": Takes("license_number", value=MaxLength(20), reason=NO_CLEARING, assumed=True),
        "license_expiration": Takes("license_expiry_date", value=Convert(_day), form="dd/MM/yyyy", assumed=True),
        "notes": Takes("description", value=MaxLength(4000), reason=NO_CLEARING),
        "is_driver": Takes(
            "driver",
            placed=False,
            value=Choices({True: "driver"}),
            reason="Office users have rights in Webfleet by profiles whose names are not public. Add them in Webfleet.",
        ),
        "is_active": Takes("driver", placed=False, value=Choices({True: "driver"}), reason=_ALWAYS_ACTIVE),
        "status": Takes(
            "driver", placed=False, value=Choices({UserStatusEnum.ACTIVE: "driver"}), reason=_ALWAYS_ACTIVE
        ),
        "hos_ruleset_code": Refused("Webfleet follows the European driving times; it has no North American rulesets."),
    },
    others=Absent("Webfleet's drivers have no place for it."),
)
SHOWS: Final = (
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
    "user_designation",
    "notes",
    "is_driver",
    "is_active",
    "status",
)


async def read(webfleet: WebfleetApi, part: Slice) -> AsyncIterator[Batch[UserFields]]:
    if not part.state:
        rows = await webfleet.rows(_REPORT)
        yield batch_of(rows, to_record, id_key=prefixed(DRIVER, _DRIVER), state={_LIST: office.LIST})
    try:
        people = await webfleet.rows(office.LIST)
    except Rejected:
        # The user of the connection may not list others, so this connection has none of them.
        people = []
    yield batch_of(people, office.to_record, id_key=prefixed(OFFICE, office.UID), state={})


def remap(_webfleet: WebfleetApi, _source_id: str, row: Row) -> Record[UserFields]:
    return to_record(row) if _DRIVER in row else office.to_record(row)


async def get(webfleet: WebfleetApi, source_id: str) -> Record[UserFields] | None:
    if source_id.startswith(OFFICE):
        found = await webfleet.row(office.LIST, office.UID, source_id.removeprefix(OFFICE))
        return None if found is None else office.to_record(found)
    row = await webfleet.row(_REPORT, _DRIVER, source_id.removeprefix(DRIVER))
    return None if row is None else to_record(row)


async def find(webfleet: WebfleetApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    number = number_of(change)
    row = await webfleet.row(_REPORT, "driverno", number) if number is not None else None
    if row is None:
        return None
    if operation_key is not None and not is_ours(row, complete(FIELD_MAP.prepare(change, Verb.CREATE), Verb.CREATE)):
        return None
    return to_record(row)


async def create(
    webfleet: WebfleetApi,
    change: Change,
    *,
    operation_key: str,  # noqa: ARG001 - Webfleet has no field for it
) -> Written[UserFields]:
    prepared = complete(webfleet.prepare(FIELD_MAP, change, Verb.CREATE), Verb.CREATE)
    await webfleet.write("insertDriverExtern", **prepared.body)
    # The answer to an insert is empty. Only a report shows the permanent id.
    return _written(prepared, await webfleet.read_back(_REPORT, "driverno", prepared.body[NUMBER]))


async def update(webfleet: WebfleetApi, source_id: str, change: Change) -> Written[UserFields]:
    if source_id.startswith(OFFICE):
        raise Rejected("Users of the office are changed in Webfleet itself: its API names their rights by profiles.")
    prepared = complete(webfleet.prepare(FIELD_MAP, change, Verb.UPDATE), Verb.UPDATE)
    uid = source_id.removeprefix(DRIVER)
    if prepared.body:
        await webfleet.write("updateDriverExtern", driveruid=uid, **prepared.body)
        return _written(prepared, await webfleet.read_back(_REPORT, _DRIVER, uid))
    if (row := await webfleet.row(_REPORT, _DRIVER, uid)) is None:
        raise Rejected(f"Webfleet has no driver {source_id}.")
    return _written(prepared, row)


def number_of(change: Change) -> str | None:
    """The number that identifies a driver in an account."""
    given = change.get("employee_number") or change.get("username")
    return str(given) if given else None


def is_ours(driver: Row, prepared: Prepared) -> bool:
    """Whether this driver has all values that a create with these parameters writes.

    Webfleet has no field for a mark of ours. A driver with the same number and a different value is not ours. A driver
    with equal values is the requested one, whatever its origin. If our driver was changed before the search, it does
    not count as ours, and Webfleet refuses the next insert because the number is taken: the outcome may then be wrong,
    but there is never a second driver.
    """
    if driver.get(NUMBER) != prepared.body[NUMBER]:
        return False
    return all(holds(driver, name, value) for name, value in prepared.body.items())


def to_record(row: Row) -> Record[UserFields]:
    """The hub's record of a driver."""
    license_ = license_of(row)
    fields = UserFields(
        username=parameter_value(row, NUMBER),
        employee_number=parameter_value(row, NUMBER),
        is_active=True,
        status=UserStatusEnum.ACTIVE.value,
        is_driver=True,
        user_email=parameter_value(row, "email"),
        first_name=parameter_value(row, "name"),
        last_name=parameter_value(row, "name2"),
        phone_number=parameter_value(row, "telmobile"),
        country_code=alpha3(parameter_value(row, "country")),
        license_country=alpha3(license_.get("country")),
        license_region=license_.text("state"),
        license_number=license_.text("number"),
        license_expiration=day(license_.get("expiry_date")),
        company_name=parameter_value(row, "company"),
        notes=parameter_value(row, "description"),
    )
    extras = {
        "name3": parameter_value(row, "name3"),
        "tachograph_card": parameter_value(row, "dt_cardid"),
        "vehicle": parameter_value(row, "objectuid"),
    }
    # Numbers can be reused; this id never changes.
    return Record(source_id=DRIVER + row.source_id(_DRIVER), source_data=row, fields=fields, extras=present(extras))


def _written(prepared: Prepared, row: Row) -> Written[UserFields]:
    compare(prepared, row)
    return Written(record=to_record(row), prepared=prepared)
