"""Writes inspections at Geotab: of a vehicle or of a trailer, without defects.

The defects of a database are groups that the fleet makes itself, so that ours have no counterpart there.
"""

from datetime import datetime
from typing import Any, Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.device_mapping import OLDER_TRAILER
from gladhand.providers.geotab.entities import at, reference
from gladhand.providers.geotab.inspections import log_record
from gladhand.providers.geotab.trailer_ids import TrailerIds
from gladhand.providers.geotab.user_mapping import wire
from gladhand.resources.base import Change
from gladhand.resources.dvir_log import DvirLogFields
from gladhand.resources.enums import DvirLogTypeEnum
from gladhand.sdk.errors import ProviderError, Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, Takes, Verb
from gladhand.sdk.inspections import no_defects
from gladhand.sdk.keys import accepted_at, not_before
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

_TYPE: Final = "DVIRLog"
_NO_DEFECTS: Final = "The defects of a Geotab database are the fleet's own groups; ours have no counterpart there."
_ONE_OF_BOTH: Final = "Geotab takes an inspection of either a vehicle or a trailer."
_TARGETS: Final = ("vehicle_id", "trailer_id")
FIELD_MAP: Final = FieldMap(
    "Geotab",
    {
        "driver_id": Takes("driver.id", required=True),
        "vehicle_id": Takes("device.id", form="either a vehicle or a trailer"),
        "trailer_id": Takes("trailer.id", placed=False, form="either a vehicle or a trailer"),
        "occurred_at": Takes(
            "dateTime", value=Convert(wire), form="to the millisecond; without one, when the hub accepted it"
        ),
        "log_type": Takes(
            "logType",
            value=Choices(
                {
                    DvirLogTypeEnum.PRE_TRIP: "PreTrip",
                    DvirLogTypeEnum.POST_TRIP: "PostTrip",
                    DvirLogTypeEnum.UNKNOWN: "Unknown",
                }
            ),
        ),
        "driver_comment": Takes("driverRemark"),
        "is_safety_critical": Takes(
            "isSafeToOperate", value=Convert(lambda is_critical: not is_critical), form="the opposite"
        ),
        "odometer": Takes("odometer", form="metres"),
        "inspected_by": Absent("Geotab shows the name of the driver."),
        "certify_comment": Absent("Geotab takes it with a certification, which is a write of its own."),
        "defects": no_defects(_NO_DEFECTS),
        "defect_count": no_defects(_NO_DEFECTS),
    },
)


async def create(geotab: GeotabApi, change: Change, *, operation_key: str) -> Written[DvirLogFields]:
    prepared = geotab.prepare(FIELD_MAP, change, Verb.CREATE)
    if len([name for name in _TARGETS if prepared.values.get(name)]) != 1:
        raise Rejected(_ONE_OF_BOTH, fields=dict.fromkeys(_TARGETS, _ONE_OF_BOTH), prepared=prepared)
    older = await _older_id(geotab, change.get("trailer_id"))
    entity: dict[str, Any] = {"isInspectedByDriver": True, "logType": "Unknown", **prepared.body}
    entity["dateTime"] = wire(_when(change, operation_key))
    if older is not None:
        entity["trailer"] = {"id": older}
    id_ = await geotab.call("Add", _TYPE, entity=entity)
    try:
        log = await geotab.find_one(_TYPE, {"id": id_})
    except ProviderError:
        # It is made, so that the write must not fail, and least of all be repeated.
        log = None
    return Written(record=_record(log or Row({**entity, "id": id_}), change), prepared=prepared)


async def find(geotab: GeotabApi, change: Change, *, operation_key: str | None) -> Record[DvirLogFields] | None:
    """The inspection by this driver at exactly this time, of the same vehicle or a trailer."""
    if operation_key is None:
        return None
    moment = _when(change, operation_key)
    search = {"userSearch": {"id": change["driver_id"]}, "fromDate": wire(moment), "toDate": wire(moment)}
    for log in await geotab.search(_TYPE, search):
        is_same = at(log, "dateTime") == moment and reference(log, "device") == change.get("vehicle_id")
        if is_same and (log.text("driverRemark") or None) == (change.get("driver_comment") or None):
            return _record(log, change)
    return None


async def _older_id(geotab: GeotabApi, trailer: str | None) -> str | None:
    """The id by which inspections name this trailer. Raises `Rejected` if it has none."""
    if trailer is None:
        return None
    device = await geotab.find_one("Device", {"id": trailer}, planned={"result": [{OLDER_TRAILER: "planned"}]})
    if device is not None and (older := device.text(OLDER_TRAILER)) is not None:
        return older
    why = "This trailer of the Geotab database has no id that inspections can name."
    raise Rejected(why, fields={"trailer_id": why})


def _when(change: Change, operation_key: str) -> datetime:
    """The time of the inspection, as Geotab keeps it: to the millisecond."""
    moment: datetime = change.get("occurred_at") or accepted_at(operation_key) or not_before(operation_key)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _record(log: Row, change: Change) -> Record[DvirLogFields]:
    trailer, older = change.get("trailer_id"), reference(log, "trailer")
    known = {older: trailer} if trailer is not None and older is not None else {}
    return log_record(log, trailers=TrailerIds(frozenset(), known))
