"""Safety events at Geotab: exceptions of its built-in rules, by the feed of ExceptionEvent.

An exception comes again when somebody changes or dismisses it. Rules of the fleet's own have no event of ours.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.entities import (
    bare_reference,
    newest,
    reference,
    required_bare_reference,
    whole_seconds_of_span,
)
from gladhand.providers.geotab.event_places import places_of
from gladhand.providers.geotab.feeds import changes
from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.resources.enums import DriverSafetyEventEnum
from gladhand.resources.positions import Point
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import metres

_Event = DriverSafetyEventEnum
#: Where it was stands in the positions of the device.
JOINED: Final = ("location",)
SHOWS: Final = ("event", "duration_seconds", "event_metadata", "source_vehicle_id", "source_driver_id", *JOINED)
# A short page, since each exception takes a request for its place.
_PAGE: Final = 200
EVENTS: Final = {
    "RuleJackrabbitStartsId": _Event.HARD_ACCELERATION,
    "RuleHarshBrakingId": _Event.HARD_BRAKING,
    "RuleHarshCorneringId": _Event.HARSH_TURN,
    "RuleAccidentId": _Event.COLLISION,
    "RulePostedSpeedingId": _Event.SPEEDING,
    "RuleSeatbeltId": _Event.NO_SEATBELT,
    "RuleIdlingId": _Event.IDLING,
    "RuleFleetIdlingId": _Event.IDLING,
}
NO_PLACES: Final[Mapping[str, Point]] = MappingProxyType({})
# Assumed: only ExceptionEventStateValidId has been seen.
_GONE: Final = ("ExceptionEventStateInvalidId", "ExceptionEventStateDismissedId")


async def read(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[DriverSafetyEventFields]]:
    """The exceptions that were found, changed or dismissed."""
    feed = changes(geotab, "ExceptionEvent", version=part.state.get("version"), start=part.start, limit=_PAGE)
    async for rows, version in feed:
        found = newest(rows)
        gone = [id_ for row in found if _is_gone(row) and (id_ := row.text("id")) is not None]
        kept = [row for row in found if not _is_gone(row)]
        places = await places_of(geotab, [row for row in kept if bare_reference(row, "rule") in EVENTS])
        batch = batch_of(kept, partial(to_record, places=places), state={"version": version})
        yield replace(batch, removed=gone)


def to_record(row: Row, *, places: Mapping[str, Point] = NO_PLACES) -> Record[DriverSafetyEventFields]:
    """The hub's record of an exception, which has no position of its own."""
    rule = required_bare_reference(row, "rule")
    if rule not in EVENTS:
        raise Malformed(f"No event is known for the rule {rule}.")
    measured: dict[str, Any] = {
        "rule": rule,
        "state": bare_reference(row, "state"),
        "distance": metres(row.number("distance")),
    }
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("activeFrom"),
        fields=DriverSafetyEventFields(
            event=EVENTS[rule],
            location=places.get(row.source_id()),
            duration_seconds=whole_seconds_of_span(row.get("duration")),
            event_metadata={name: value for name, value in measured.items() if value is not None},
            source_vehicle_id=reference(row, "device"),
            source_driver_id=reference(row, "driver"),
        ),
    )


def _is_gone(row: Row) -> bool:
    return bare_reference(row, "state") in _GONE
