"""Drivers' logs at Motive: HOS events.

A log is a day of one driver. An edit may change the ids of its events, so that the hub replaces a window as a
whole. An event is cut at the midnight of the log: one rest over midnight is two events.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from gladhand.providers.motive.api import MotiveApi, RecordKind
from gladhand.providers.motive.hos_words import DUTIES, ORIGINS
from gladhand.providers.motive.places import point, town
from gladhand.providers.motive.rulesets import code_of
from gladhand.providers.motive.windows import local_days
from gladhand.providers.motive.zones import BY_NAME
from gladhand.resources.enums import HosRecordStatusCodeEnum
from gladhand.resources.hos_event import HosEventAnnotation, HosEventFields
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

PATH: Final = "/v2/logs"
SHOWS: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "additional_driver_ids",
    "started_at",
    "ended_at",
    "driver_certified_at",
    "hos_ruleset_code",
    "time_zone_code",
    "annotations",
    "duty_status_code",
    "event_type_code",
    "event_code",
    "log_state_code",
    "log_origin_code",
    "record_status",
    "is_transitioning",
    "location",
    "location_name",
    "inferred_address",
)
_KIND: Final = RecordKind(plural="logs", singular="log")
# What an event takes from its log. The sums of a day are left out: they grow with every event.
_OF_LOG: Final = ("id", "date", "time_zone", "cycle", "driver_signed_at", "co_driver_full_names")


async def read(motive: MotiveApi, part: Slice) -> AsyncIterator[Batch[HosEventFields]]:
    """The events of all days of drivers that have a part in the window."""
    query = {**local_days(part), "status": "all"}
    async for logs, state in motive.resumable_pages(PATH, _KIND, part, query=query, needs_total=True):
        yield batch_of(_events(logs), lambda row: to_record(motive, row), state=state)


def remap(motive: MotiveApi, _source_id: str, row: Row) -> Record[HosEventFields]:
    return to_record(motive, row)


def to_record(motive: MotiveApi, event: Row) -> Record[HosEventFields]:
    """The hub's record of an event, in which the read has put what its log says."""
    log, started = event.required_row("log"), event.required_moment("start_time")
    vehicles, names = log.get("vehicle_ids") or [], log.get("co_driver_full_names")
    duty, code, type_ = DUTIES.get(event.text("type") or "", (None, None, None))
    place = event.text("location")
    return Record(
        source_id=event.text("id") or composite_id(log.source_id(), started),
        source_data=event,
        occurred_at=started,
        fields=HosEventFields(
            source_driver_id=log.source_id("driver_id"),
            # A log of several vehicles does not say which of them an event belongs to.
            source_vehicle_id=str(vehicles[0]) if len(vehicles) == 1 else None,
            additional_driver_ids={"names": names} if names else None,
            started_at=started,
            ended_at=event.moment("end_time"),
            driver_certified_at=log.moment("driver_signed_at"),
            hos_ruleset_code=code_of(log, uncertain=motive.allows_uncertain),
            time_zone_code=BY_NAME.get(log.text("time_zone") or ""),
            annotations=_annotation(event, started),
            duty_status_code=duty,
            event_code=code,
            event_type_code=type_,
            log_state_code=HosRecordStatusCodeEnum.ACTIVE,
            log_origin_code=ORIGINS.get(event.text("origin") or ""),
            location=point(event),
            location_name=place,
            inferred_address=town(place),
        ),
    )


def _events(logs: Sequence[Row]) -> Iterator[Row]:
    """The events of logs, each with what its log says of it."""
    for log in logs:
        if not isinstance(log.get("events"), list):
            # It is skipped with its reason.
            yield Row({"log": {}}, log.path)
            continue
        events = [each.row("event") or each for each in log.rows("events")]
        remarks = [each.row("remark") or each for each in log.optional_rows("remarks")]
        whose: dict[str, Any] = {name: log[name] for name in _OF_LOG if log.get(name) is not None}
        whose["driver_id"] = log.row("driver").get("id")
        found = [each.row("vehicle") or each for each in log.optional_rows("vehicles")]
        whose["vehicle_ids"] = [vehicle["id"] for vehicle in found if "id" in vehicle]
        for event in events:
            made = [each for each in remarks if _is_during(each, event)]
            yield Row({"log": whose, **event, **({"remarks": made} if made else {})}, event.path)


def _is_during(remark: Row, event: Row) -> bool:
    at, start, end = remark.moment("time"), event.moment("start_time"), event.moment("end_time")
    return at is not None and start is not None and start <= at and (end is None or at < end)


def _annotation(event: Row, started: datetime) -> HosEventAnnotation | None:
    """The newest remark of a log in the time of the event, else the note at the event."""
    remarks = [each for each in event.optional_rows("remarks") if each.text("notes")]
    if remarks:
        newest = max(remarks, key=lambda each: each.moment("time") or started)
        return HosEventAnnotation(created_at=newest.moment("time") or started, remarks=newest.required_text("notes"))
    note = event.text("notes")
    return HosEventAnnotation(created_at=started, remarks=note) if note else None
