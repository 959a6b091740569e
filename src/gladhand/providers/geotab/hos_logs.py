"""Drivers' logs at Geotab: HOS events, by the feed of DutyStatusLog.

An edit makes a log inactive and adds others; the feed has them all, with their versions. A log is a point in time: its
end is the next status of the driver, for which the logs around it are asked for. Remarks have a feed of their own.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise
from typing import Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.drivers import logs_of, statuses
from gladhand.providers.geotab.entities import at, newest, point, reference, references
from gladhand.providers.geotab.feeds import SMALL_PAGE, changes
from gladhand.providers.geotab.hos_remarks import Remarks
from gladhand.providers.geotab.hos_words import (
    DEFERRALS,
    DUTIES,
    event_of,
    is_status,
    malfunction_of,
    origin_of,
    state_of,
)
from gladhand.providers.geotab.user_mapping import ruleset_code
from gladhand.resources.hos_event import HosEventFields
from gladhand.sdk.clock import days, now
from gladhand.sdk.errors import Rejected
from gladhand.sdk.reading import Batch, Slice, State, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import hours_of_seconds
from gladhand.sdk.values import zone

#: Fields whose values come from other logs, from users and from remarks.
JOINED: Final = ("ended_at", "annotations", "hos_ruleset_code", "time_zone_code")
SHOWS: Final = (
    "source_driver_id",
    "source_vehicle_id",
    "source_co_driver_id",
    "additional_driver_ids",
    "started_at",
    "driver_last_edit_at",
    "driver_certified_at",
    "duty_status_code",
    "event_type_code",
    "event_code",
    "log_state_code",
    "log_origin_code",
    "deferral_status",
    "deferral_minutes",
    "eld_malfunction_code",
    "is_excluded",
    "is_transitioning",
    "record_status",
    "location",
    "location_name",
    "odometer",
    "engine_hours",
    "sequence",
    "version",
    *JOINED,
)
_AROUND: Final = days(1)
# So many logs are stored together: each may need requests of its own.
_CHUNK: Final = 200


async def read(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[HosEventFields]]:
    """The logs that were written or edited, and those whose end or remark has changed by it."""
    state, remarks, users = dict(part.state), Remarks(geotab), dict[str, Row]()
    await remarks.read(version=state.get("remarks"), start=part.start)
    feed = changes(geotab, "DutyStatusLog", version=state.get("version"), start=part.start, limit=SMALL_PAGE)
    async for rows, version in feed:
        # Driver by driver, since each of them is asked for once in a chunk.
        state, logs = {**state, "version": version}, sorted(newest(rows), key=_driver)
        for first in range(0, max(1, len(logs)), _CHUNK):
            is_last = first + _CHUNK >= len(logs)
            yield await _batch(geotab, logs[first : first + _CHUNK], remarks, users, state if is_last else None)
    # Remarks on logs that have not changed. They wait for the end, so that a run that is cut sees them again.
    for written, waiting in remarks.left():
        for first in range(0, len(waiting), _CHUNK):
            asked = [await geotab.one_or_none("DutyStatusLog", id_) for id_ in waiting[first : first + _CHUNK]]
            yield await _batch(geotab, [log for log in asked if log is not None], remarks, users, None)
        state = {**state, "remarks": written}
        yield Batch(state=state)


def log_record(
    log: Row, *, ends: Mapping[str, datetime], remarks: Remarks, users: Mapping[str, Row]
) -> Record[HosEventFields]:
    """The hub's record of a log."""
    driver, started, status = reference(log, "driver"), log.required_moment("dateTime"), log.required_text("status")
    user, place, id_ = users.get(driver or "", Row()), log.row("location"), log.source_id()
    event, event_type = event_of(log)
    others = references(log, "coDrivers")
    return Record(
        source_id=id_,
        source_data=log,
        occurred_at=started,
        fields=HosEventFields(
            source_driver_id=driver,
            source_vehicle_id=reference(log, "device"),
            source_co_driver_id=others[0] if others else None,
            additional_driver_ids={"ids": others[1:]} if others[1:] else None,
            started_at=started,
            # Only a status that counts has a length.
            ended_at=ends.get(id_) if is_status(log) else started,
            driver_last_edit_at=at(log, "editDateTime"),
            driver_certified_at=at(log, "verifyDateTime"),
            hos_ruleset_code=ruleset_code(user),
            time_zone_code=zone(user.get("timeZoneId")),
            annotations=remarks.of(id_, started),
            duty_status_code=DUTIES.get(status),
            event_type_code=event_type,
            event_code=event,
            log_state_code=state_of(log),
            log_origin_code=origin_of(log),
            deferral_status=DEFERRALS.get(log.text("deferralStatus") or ""),
            deferral_minutes=log.whole("deferralMinutes") or None,
            eld_malfunction_code=malfunction_of(log),
            is_excluded=log.flag("isIgnored"),
            is_transitioning=log.flag("isTransitioning"),
            record_status=(log.text("state") or "").lower() or None,
            location=point(place.row("location")),
            location_name=place.row("address").text("formattedAddress"),
            odometer=log.number("odometer"),
            engine_hours=hours_of_seconds(log.number("engineHours")),
            sequence=log.text("sequence"),
            version=log.text("version"),
        ),
    )


def remap(geotab: GeotabApi, _source_id: str, row: Row) -> Record[HosEventFields]:
    return log_record(row, ends={}, remarks=Remarks(geotab), users={})


async def _batch(
    geotab: GeotabApi, logs: Sequence[Row], remarks: Remarks, users: dict[str, Row], state: State | None
) -> Batch[HosEventFields]:
    if logs and not users:
        users |= {
            id_: user async for page in geotab.pages("User", Slice()) for user in page if (id_ := user.text("id"))
        }
    touched: defaultdict[str, list[Row]] = defaultdict(list)
    for log in logs:
        if (driver := reference(log, "driver")) is not None and log.moment("dateTime") is not None:
            touched[driver].append(log)
    changed, ends = list(logs), dict[str, datetime]()
    for driver, its in touched.items():
        around = await _around(geotab, driver, its)
        ends |= _ends(around)
        changed += _before(around, its)
    await remarks.look_up(changed)
    to_record = partial(log_record, ends=ends, remarks=remarks, users=users)
    return batch_of(newest(changed), to_record, state=state)


async def _around(geotab: GeotabApi, driver: str, touched: Sequence[Row]) -> list[Row]:
    """The statuses of a driver around some logs, by time, with one behind them if there is any."""
    moments = [log.required_moment("dateTime") for log in touched]
    until = max(moments) + _AROUND
    try:
        found = await logs_of(geotab, driver, min(moments) - _AROUND, until)
        if until < now() and not any(each.required_moment("dateTime") > max(moments) for each in statuses(found)):
            # A driver is off duty over days. The status that ends them may have been read long before.
            found += await logs_of(geotab, driver, until, None, has_before=False)
    except Rejected:
        found = []
    return statuses(newest([*found, *touched]))


def _ends(around: Sequence[Row]) -> dict[str, datetime]:
    return {
        id_: following.required_moment("dateTime")
        for log, following in pairwise(around)
        if (id_ := log.text("id")) is not None
    }


def _before(around: Sequence[Row], touched: Iterable[Row]) -> list[Row]:
    """The statuses that end where a touched log begins, or that no longer do."""
    begun = [status.required_moment("dateTime") for status in around]
    positions = {bisect_left(begun, log.required_moment("dateTime")) for log in touched}
    return [around[position - 1] for position in sorted(positions) if position]


def _driver(log: Row) -> str:
    return reference(log, "driver") or ""
