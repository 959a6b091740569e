"""Safety events at Samsara: a stream by the time of their change, and idling, a list by time."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any, Final

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.providers.samsara.driver_mapping import find_driver_source_id
from gladhand.providers.samsara.streams import changes
from gladhand.resources.driver_safety_event import DriverSafetyEventFields
from gladhand.resources.enums import DriverSafetyEventEnum
from gladhand.resources.positions import InferredAddress
from gladhand.sdk.clock import now
from gladhand.sdk.errors import Malformed, NotAllowed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import utc_text
from gladhand.sdk.units import metres_per_second, whole_seconds
from gladhand.sdk.values import point_of

STREAM, IDLING = "/safety-events/stream", "/idling/events"
KIND: Final = "safety-reads"
_PAGE = 200
_QUERY: Final = {"queryByTimeField": "updatedAtTime", "includeAsset": "true", "includeDriver": "true"}
SHOWS: Final = (
    "event",
    "duration_seconds",
    "event_metadata",
    "location",
    "inferred_address",
    "source_vehicle_id",
    "source_driver_id",
)
# Idling is listed when it has ended, under the time at which it began.
_IDLING_EVERY, _IDLING_LOOKBACK = timedelta(hours=1), timedelta(days=1)
_Event = DriverSafetyEventEnum
#: Our event by the label of a behaviour. Samsara adds labels without notice.
EVENTS: Final = {
    "Acceleration": _Event.HARD_ACCELERATION,
    "Braking": _Event.HARD_BRAKING,
    "HarshTurn": _Event.HARSH_TURN,
    "Crash": _Event.COLLISION,
    # Spelled so.
    "NearCollison": _Event.NEAR_COLLISION,
    "NearCollision": _Event.NEAR_COLLISION,
    "ForwardCollisionWarning": _Event.FORWARD_COLLISION_WARNING,
    "RolloverProtection": _Event.ROLLOVER,
    "YawControl": _Event.YAW_CONTROL,
    "Speeding": _Event.SPEEDING,
    "LightSpeeding": _Event.SPEEDING,
    "ModerateSpeeding": _Event.SPEEDING,
    "HeavySpeeding": _Event.SPEEDING,
    "SevereSpeeding": _Event.SPEEDING,
    "MaxSpeed": _Event.SPEEDING,
    "RollingStop": _Event.ROLLING_STOP,
    "RanRedLight": _Event.RAN_RED_LIGHT,
    "DidNotYield": _Event.DID_NOT_YIELD,
    "EdgeRailroadCrossingViolation": _Event.RAILROAD_CROSSING_VIOLATION,
    "NoSeatbelt": _Event.NO_SEATBELT,
    "MobileUsage": _Event.MOBILE_USAGE,
    "GenericDistraction": _Event.DISTRACTION,
    "EdgeDistractedDriving": _Event.DISTRACTION,
    "Drowsy": _Event.DROWSY,
    "Eating": _Event.EATING_DRINKING,
    "Drinking": _Event.EATING_DRINKING,
    "EatingDrinking": _Event.EATING_DRINKING,
    "Smoking": _Event.SMOKING,
    "FollowingDistance": _Event.FOLLOWING_DISTANCE,
    "FollowingDistanceModerate": _Event.FOLLOWING_DISTANCE,
    "FollowingDistanceSevere": _Event.FOLLOWING_DISTANCE,
    "GenericTailgating": _Event.TAILGATING,
    "LaneDeparture": _Event.LANE_DEPARTURE,
    "LateResponse": _Event.LATE_RESPONSE,
    "DefensiveDriving": _Event.DEFENSIVE_DRIVING,
    "UnsafeParking": _Event.UNSAFE_PARKING,
    "ObstructedCamera": _Event.CAMERA_OBSTRUCTED,
}


async def read(samsara: SamsaraAccount, part: Slice) -> AsyncIterator[Batch[DriverSafetyEventFields]]:
    """The events that have changed; then, once an hour, idling."""
    state: dict[str, Any] = dict(part.state)
    async for rows, reached in changes(samsara, part, STREAM, kind=KIND, query=_QUERY):
        state = {**state, **reached}
        yield batch_of(rows, safety_record, state=state)
    end, before = now(), state.get("idling")
    if before is not None and end - datetime.fromisoformat(before) < _IDLING_EVERY:
        return
    begin = datetime.fromisoformat(before) if before is not None else part.start or end
    window = {"startTime": utc_text(begin - _IDLING_LOOKBACK), "endTime": utc_text(end)}
    try:
        async for rows, following in samsara.pages(IDLING, kind=KIND, query=window, limit=_PAGE):
            # Pages of one window: the next run begins the window again unless this one has come to its end.
            done = None if following else {**state, "idling": utc_text(end)}
            yield batch_of(rows, idling_record, state=done, id_key="eventUuid")
    except NotAllowed:
        # Idling takes a right of its own. The events come without it.
        return


def remap(_samsara: SamsaraAccount, _source_id: str, row: Row) -> Record[DriverSafetyEventFields]:
    return idling_record(row) if "eventUuid" in row else safety_record(row)


def safety_record(event: Row) -> Record[DriverSafetyEventFields]:
    """The hub's record of an event. Its first label that we have an event for counts; people change labels later."""
    begun, ended = event.required_moment("startMs"), event.moment("endMs")
    place, source_id = event.row("location"), event.source_id()
    address = place.row("address")
    return Record(
        source_id=source_id,
        source_data=event,
        occurred_at=begun,
        fields=DriverSafetyEventFields(
            event=_event_of(event),
            duration_seconds=None if ended is None else int((ended - begun).total_seconds()),
            event_metadata=_metadata(event),
            location=point_of(place),
            inferred_address=InferredAddress(
                city=address.text("city"), province=address.text("state"), country_code=address.text("country")
            )
            if address
            else None,
            source_vehicle_id=event.row("asset").text("id"),
            source_driver_id=find_driver_source_id(event.row("driver").text("id")),
        ),
    )


def idling_record(idling: Row) -> Record[DriverSafetyEventFields]:
    """The hub's record of idling. Ids of vehicles are numbers here."""
    measured = {
        "pto_state": idling.text("ptoState"),
        "fuel_consumed_millilitres": idling.number("fuelConsumedMilliliters"),
        "air_temperature_millicelsius": idling.number("airTemperatureMillicelsius"),
    }
    return Record(
        source_id=idling.source_id("eventUuid"),
        source_data=idling,
        occurred_at=idling.required_moment("startTime"),
        fields=DriverSafetyEventFields(
            event=_Event.IDLING,
            duration_seconds=whole_seconds(idling.number("durationMilliseconds")),
            event_metadata=_present(measured),
            location=point_of(idling),
            source_vehicle_id=idling.row("asset").text("id"),
            source_driver_id=find_driver_source_id(idling.row("operator").text("id")),
        ),
    )


def _event_of(event: Row) -> DriverSafetyEventEnum:
    labels = event.optional_rows("behaviorLabels")
    for label in labels:
        if (known := EVENTS.get(label.text("label") or "")) is not None:
            return known
    if any(label.get("source") == "userGenerated" for label in labels):
        return _Event.MANUAL_EVENT
    names = ", ".join(label.text("label") or "" for label in labels)
    raise Malformed(f"No event is known for the labels of this one: {names or 'none'}.")


def _metadata(event: Row) -> dict[str, Any] | None:
    speeding = event.row("speedingMetadata")
    return _present(
        {
            "state": event.text("eventState"),
            "max_g": event.number("maxAccelerationGForce"),
            "speed": metres_per_second(speeding.number("maxSpeedKilometersPerHour")),
            "speed_limit": metres_per_second(speeding.number("postedSpeedLimitKilometersPerHour")),
            "context": [label for each in event.get("contextLabels") or [] if (label := _label(each))] or None,
        }
    )


def _label(label: Any) -> str | None:
    return label if isinstance(label, str) else Row(label).text("label")


def _present(values: dict[str, Any]) -> dict[str, Any] | None:
    return {name: value for name, value in values.items() if value is not None} or None
