"""Drivers' logs at Samsara: HOS events.

Three lists make them. The logs have the duty statuses, without an id, so that the hub replaces the whole window. The
ELD events add who recorded a status, with odometer and place; and what logs never show: sign-ins, engine starts,
certifications, malfunctions, and entries that an edit has replaced. The daily logs say when a day was certified, and
under which rules. A token without the right to the last two still reads the logs.

A log comes again in the window in which it ends, where its record replaces the stored one. It needs the ELD event and
the day of its start again, however long ago that was.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, TypeAlias

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.driver_mapping import driver_source_id
from gladhand.providers.samsara.hos_days import KIND, DriverDays, driver_days, of_drivers
from gladhand.providers.samsara.hos_words import DUTIES
from gladhand.providers.samsara.recorded import recorded_with
from gladhand.resources.enums import HosRecordStatusCodeEnum
from gladhand.resources.hos_event import HosEventAnnotation, HosEventFields
from gladhand.sdk import eld
from gladhand.sdk.errors import Malformed, NotAllowed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.values import point_of
from gladhand.sdk.windows import bounds

LOGS: Final = "/fleet/hos/logs"
ELD_EVENTS: Final = "/beta/fleet/hos/drivers/eld-events"
_LOGS_LIST, _ELD_LIST = "hosLogs", "eldEvents"
#: Fields whose values come from ELD events and daily logs.
JOINED: Final = (
    "driver_certified_at",
    "hos_ruleset_code",
    "time_zone_code",
    "log_state_code",
    "log_origin_code",
    "region_code",
    "location_name",
    "odometer",
    "engine_hours",
)
SHOWS: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "source_co_driver_id",
    "additional_driver_ids",
    "started_at",
    "ended_at",
    "annotations",
    "duty_status_code",
    "event_type_code",
    "event_code",
    "eld_malfunction_code",
    "record_status",
    "is_transitioning",
    "location",
    *JOINED,
)
# A driver is off duty over a weekend and a holiday. The starts of longer logs have requests of their own.
_USUAL_LOG, _TOGETHER, _DRIVERS_AT_ONCE = timedelta(days=4), timedelta(days=1), 25
_STATUSES: Final = (eld.CHANGE_OF_STATUS, eld.SPECIAL_DRIVING)
_ByMoment: TypeAlias = dict[tuple[str, datetime], Row]


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[HosEventFields]]:
    """All entries of all drivers in the window, and logs of before that have ended in it."""
    begin, _ = bounds(part)
    listed = list[Row]()
    async for rows, _ in samsara.pages(LOGS, kind=KIND, query=window_of(part), limit=None):
        listed += _entries(rows, _LOGS_LIST)
    # Samsara lists a log in each window that it reaches into. One that still runs was read where it began.
    logs = [log for log in listed if not _began_before(log, begin) or "logEndTime" in log]
    asked = replace(part, start=_first_start(logs, begin))
    days, statuses = DriverDays(await driver_days(samsara, asked)), _ByMoment()
    for start, end, drivers in _starts_long_before(logs, begin):
        then = replace(part, start=start, end=end)
        for day in await driver_days(samsara, then, drivers=drivers):
            days.add(day)
        async for events in _eld_pages(samsara, then, drivers=drivers):
            statuses |= _statuses_of_logs(events)
    async for events in _eld_pages(samsara, asked):
        statuses |= _statuses_of_logs(events)
        rest = [event for event in events if not _is_status_of_a_log(event)]
        own = [event for event in rest if not _began_before(event, begin, "time")]
        yield batch_of(own, partial(event_record, days=days))
    yield batch_of(logs, partial(log_record, days=days, statuses=statuses))
    shown = {_key(log, "logStartTime") for log in listed}
    unlisted = [
        event for (_, moment), event in statuses.items() if moment >= begin and _key(event, "time") not in shown
    ]
    # Statuses that no log shows.
    yield batch_of(unlisted, partial(event_record, days=days))


def remap(_samsara: SamsaraAccount, _source_id: str, row: Row) -> Record[HosEventFields]:
    if "eldEventType" in row:
        return event_record(row, days=DriverDays())
    return log_record(row, days=DriverDays(), statuses={})


def log_record(log: Row, *, days: DriverDays, statuses: _ByMoment) -> Record[HosEventFields]:
    """The hub's record of a duty status in a log."""
    driver, started = log.required_row("driver").source_id(), log.required_moment("logStartTime")
    status = log.required_text("hosStatusType")
    if status not in DUTIES:
        raise Malformed(f"The duty status of a log is {status}.")
    duty, event, event_type = DUTIES[status]
    others = [driver_source_id(other.source_id()) for other in log.rows("codrivers")] if log.get("codrivers") else []
    recorded = statuses.get((driver, started))
    place, remark = log.row("logRecordedLocation"), log.text("remark")
    values: dict[str, Any] = {
        "log_state_code": HosRecordStatusCodeEnum.ACTIVE,
        **days.at(driver, started),
        **(recorded_with(recorded) if recorded is not None else {}),
    }
    return Record(
        source_id=composite_id(driver, started, status),
        source_data=log,
        occurred_at=started,
        fields=HosEventFields(
            source_driver_id=driver_source_id(driver),
            source_vehicle_id=log.row("vehicle").text("id"),
            source_co_driver_id=others[0] if others else None,
            additional_driver_ids={"ids": others[1:]} if others[1:] else None,
            started_at=started,
            ended_at=log.moment("logEndTime"),
            annotations=HosEventAnnotation(created_at=started, remarks=remark) if remark else None,
            duty_status_code=duty,
            event_code=event,
            event_type_code=event_type,
            location=point_of(place),
            **values,
        ),
    )


def event_record(event: Row, *, days: DriverDays) -> Record[HosEventFields]:
    """The hub's record of an ELD event of which the logs do not know."""
    driver, moment = event.required_row("driver").source_id(), event.required_moment("time")
    number, code = event.whole("eldEventType"), event.whole("eldEventCode")
    if number is None or code is None or (what := eld.event_code(number, code)) is None:
        raise Malformed(f"No ELD event has type {number} and code {code}.")
    place, remark = event.row("location"), event.row("remark").text("comment")
    # It happened at one moment: Samsara gives the length of a status in its logs only.
    return Record(
        source_id=composite_id(driver, moment, str(number), str(code)),
        source_data=event,
        occurred_at=moment,
        fields=HosEventFields(
            source_driver_id=driver_source_id(driver),
            source_vehicle_id=event.row("vehicle").text("id"),
            started_at=moment,
            ended_at=moment,
            annotations=HosEventAnnotation(created_at=moment, remarks=remark) if remark else None,
            duty_status_code=eld.duty_status(what),
            event_code=what,
            event_type_code=eld.event_type_code(number),
            eld_malfunction_code=eld.malfunction(event.text("malfunctionDiagnosticCode")),
            location=point_of(place),
            **days.at(driver, moment),
            **recorded_with(event),
        ),
    )


def window_of(part: Slice) -> dict[str, str]:
    """The window as Samsara's requests have it."""
    start, end = bounds(part)
    return {"startTime": utc_text(start), "endTime": utc_text(end)}


async def _eld_pages(
    samsara: SamsaraAccount, part: Slice, *, drivers: Collection[str] = ()
) -> AsyncIterator[list[Row]]:
    """The ELD events of the window, of 25 drivers at once; none if the account or the token has no right to them."""
    query = {**window_of(part), **of_drivers(drivers)}
    try:
        async for rows, _ in samsara.pages(ELD_EVENTS, kind=KIND, query=query, limit=None):
            yield list(_entries(rows, _ELD_LIST))
    except NotAllowed:
        return


def _entries(drivers: Sequence[Row], name: str) -> Iterator[Row]:
    """A row for each entry of each driver. A driver whose entries cannot be read becomes a row without them."""
    for group in drivers:
        driver = group.get("driver", {key: group[key] for key in ("id", "name") if key in group})
        entries: Iterable[Row] = group.rows(name) if isinstance(group.get(name), list) else [Row({}, group.path)]
        for entry in entries:
            yield Row({"driver": driver, **entry}, entry.path)


def _is_status_of_a_log(event: Row) -> bool:
    """Whether it is a duty status that counts, as logs show it."""
    is_status = event.whole("eldEventType") in _STATUSES and event.whole("eldEventCode") != 0
    return is_status and event.whole("eldEventRecordStatus") == 1


def _statuses_of_logs(events: Iterable[Row]) -> _ByMoment:
    return {key: event for event in events if _is_status_of_a_log(event) and (key := _key(event, "time"))}


def _began_before(entry: Row, moment: datetime, time: str = "logStartTime") -> bool:
    began = entry.moment(time)
    return began is not None and began < moment


def _first_start(logs: Iterable[Row], begin: datetime) -> datetime:
    """From when on the ELD events and days are asked for, so that logs of usual length have theirs."""
    starts = [moment for log in logs if (moment := log.moment("logStartTime")) is not None]
    return min([begin, *(moment for moment in starts if moment >= begin - _USUAL_LOG)])


def _starts_long_before(logs: Iterable[Row], begin: datetime) -> Iterator[tuple[datetime, datetime, set[str]]]:
    """Short windows in which the longer logs have begun, each with the drivers of these logs."""
    keys = {key for log in logs if (key := _key(log, "logStartTime")) is not None and key[1] < begin - _USUAL_LOG}
    following = sorted(keys, key=lambda key: key[1])
    while following:
        first = following[0][1]
        together = [key for key in following[:_DRIVERS_AT_ONCE] if key[1] - first < _TOGETHER]
        yield first, together[-1][1] + timedelta(minutes=1), {driver for driver, _ in together}
        following = following[len(together) :]


def _key(entry: Row, time: str) -> tuple[str, datetime] | None:
    driver, moment = entry.row("driver").text("id"), entry.moment(time)
    return None if driver is None or moment is None else (driver, moment)
