"""Writes inspections by mechanics at Samsara. Those by drivers come from Samsara's app alone."""

from typing import Final

from gladhand.providers.samsara.account import SamsaraAccount, data_of
from gladhand.providers.samsara.inspections import DVIRS, KIND, log_record
from gladhand.providers.samsara.people import mechanic_id
from gladhand.resources.base import Change
from gladhand.resources.dvir_log import DvirLogFields
from gladhand.resources.enums import DvirLogTypeEnum
from gladhand.sdk import clock
from gladhand.sdk.errors import ProviderError, Rejected
from gladhand.sdk.field_map import Absent, Choices, Convert, FieldMap, Prepared, Takes, Verb
from gladhand.sdk.inspections import no_defects
from gladhand.sdk.keys import not_before
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text
from gladhand.sdk.writing import Written

_PATH: Final = "/fleet/dvirs"
_WRITES: Final = "inspection-writes"
_ONLY_MECHANICS: Final = "Samsara's API takes inspections of the type mechanic only."
_NO_DEFECTS: Final = "Samsara takes defects from drivers in its app only; its API resolves them."
_TARGETS: Final = {"vehicle_id": ("vehicleId", "vehicle"), "trailer_id": ("trailerId", "trailer")}
FIELD_MAP: Final = FieldMap(
    "Samsara",
    {
        "driver_id": Takes("authorId", value=Convert(mechanic_id), required=True, form="the mechanic: an office user"),
        "vehicle_id": Takes("vehicleId", form="either a vehicle or a trailer"),
        "trailer_id": Takes("trailerId", form="either a vehicle or a trailer"),
        "log_type": Takes("type", value=Choices({DvirLogTypeEnum.MECHANIC: "mechanic"}), reason=_ONLY_MECHANICS),
        "is_safety_critical": Takes("safetyStatus", value=Choices({True: "unsafe", False: "safe"}), required=True),
        "certify_comment": Takes("mechanicNotes"),
        "odometer": Takes("odometerMeters", value=Convert(round), form="whole metres"),
        "occurred_at": Absent("Samsara sets the time itself, when the inspection arrives."),
        "inspected_by": Absent("Samsara shows the name of the office user."),
        "driver_comment": Absent("The inspection of a mechanic has the notes of the mechanic only: certify_comment."),
        "defects": no_defects(_NO_DEFECTS),
        "defect_count": no_defects(_NO_DEFECTS),
    },
)


async def create(samsara: SamsaraAccount, change: Change, *, operation_key: str) -> Written[DvirLogFields]:
    prepared = _prepared(samsara.prepare(FIELD_MAP, change, Verb.CREATE))
    made = data_of(await samsara.ask("POST", _PATH, json=prepared.body, kind=_WRITES))
    try:
        listed = await _find_signed(samsara, prepared, operation_key, id_=made.source_id())
    except ProviderError:
        # It is made, so that the write must not fail, and least of all be repeated.
        listed = None
    record = log_record(listed or _in_list_form(made, prepared))
    return Written(record=record, prepared=prepared)


async def find(samsara: SamsaraAccount, change: Change, *, operation_key: str | None) -> Record[DvirLogFields] | None:
    """The inspection of this mechanic that says the same, and was made after the operation had been accepted."""
    if operation_key is None:
        return None
    found = await _find_signed(samsara, _prepared(FIELD_MAP.prepare(change, Verb.CREATE)), operation_key)
    return None if found is None else log_record(found)


def _prepared(prepared: Prepared) -> Prepared:
    if len([name for name in _TARGETS if prepared.values.get(name)]) != 1:
        why = "Samsara takes an inspection of either a vehicle or a trailer."
        raise Rejected(why, fields=dict.fromkeys(_TARGETS, why), prepared=prepared)
    prepared.put("type", "mechanic")
    return prepared


async def _find_signed(
    samsara: SamsaraAccount, prepared: Prepared, operation_key: str, *, id_: str | None = None
) -> Row | None:
    query, found = {"startTime": utc_text(not_before(operation_key))}, None
    async for rows, _ in samsara.feed(DVIRS, None, kind=KIND, query=query, limit=200):
        for row in rows:
            if row.text("id") == id_ if id_ else _is_the_same(row, prepared):
                found = row
    return found


def _is_the_same(row: Row, prepared: Prepared) -> bool:
    body, author = prepared.body, row.row("authorSignature")
    return (
        row.get("type") == "mechanic"
        and author.row("signatoryUser").text("id") == body["authorId"]
        and all(row.row(theirs).text("id") == body.get(sent) for sent, theirs in _TARGETS.values())
        and row.text("mechanicNotes") == (body.get("mechanicNotes") or None)
        and row.get("safetyStatus") == body["safetyStatus"]
    )


def _in_list_form(made: Row, prepared: Prepared) -> Row:
    """The answer to a create in the form of the list, which has other names."""
    author = {"type": "mechanic", "signatoryUser": {"id": prepared.body["authorId"]}}
    ends = made.text("endTime") or utc_text(clock.now())
    targets = {theirs: {"id": prepared.body[sent]} for sent, theirs in _TARGETS.values() if sent in prepared.body}
    return Row({**made, **targets, "dvirSubmissionTime": ends, "authorSignature": author})
