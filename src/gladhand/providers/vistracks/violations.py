"""Violations of hours of service that VisTracks has found in drivers' logs, and malfunctions of their devices."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any, Final

from gladhand.providers.vistracks import malfunctions
from gladhand.providers.vistracks.api import VisTracksApi
from gladhand.resources.enums import HosViolationCodeEnum
from gladhand.resources.hos_violation import HosViolationFields
from gladhand.sdk.eld import violation_category
from gladhand.sdk.reading import Batch, Slice, State
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import hours_of_seconds

SHOWS: Final = (
    "source_driver_id",
    "source_hos_event_id",
    "violation_code",
    "violation_category",
    "violation_description",
    "start_time",
    "end_time",
    "duration",
    "hours_limit",
)
#: Where the state of the read of malfunctions stands in that of violations.
_MALFUNCTIONS: Final = "malfunctions"
_Code = HosViolationCodeEnum
# Drivers of oil wells in Canada have a permit of their own, which has no counterpart.
_CODES: Final[Mapping[str, HosViolationCodeEnum]] = {
    "CYCLE_DUTY_HOURS": _Code.CY_LIMIT_OVER,
    "SHIFT_DRIVE_HOURS": _Code.DH_DAILY_OVER,
    "BREAK_DRIVE_HOURS": _Code.BR_MISSING,
    "SHIFT_ELAPSED_HOURS": _Code.WD_WINDOW_OVER,
    "CAN_DAILY_DRIVE_HOURS": _Code.DH_DAILY_OVER,
    "CAN_SHIFT_DRIVE_HOURS": _Code.DH_DAILY_OVER,
    "CAN_DAILY_DUTY_HOURS": _Code.WD_CONSEC_OVER,
    "CAN_SHIFT_DUTY_HOURS": _Code.WD_CONSEC_OVER,
    "CAN_SHIFT_ELAPSED_HOURS": _Code.WD_WINDOW_OVER,
    "CAN_DAILY_OFF_DUTY_HOURS": _Code.OD_DAILY_SHORT,
    "CAN_24MAN_OFF_DUTY_HOURS": _Code.OD_RESET_SHORT,
    "CAN_CYCLE1_DUTY_HOURS": _Code.CY_LIMIT_OVER,
    "CAN_CYCLE2_DUTY_HOURS": _Code.CY_LIMIT_OVER,
    "CAN_CYCLE2_24OFF_DUTY_HOURS": _Code.OD_RESET_SHORT,
}


async def read(vistracks: VisTracksApi, part: Slice) -> AsyncIterator[Batch[HosViolationFields]]:
    """The violations that have changed, then the malfunctions of some drivers."""
    asked: Mapping[str, Any] = part.state.get(_MALFUNCTIONS, {})
    state: Mapping[str, Any] = part.state
    async for page in vistracks.changes("/driverViolations", part):
        state = page.state
        yield replace(page, state=_joined(state, asked)).batch(to_record)
    async for batch in malfunctions.read(vistracks, replace(part, state=asked)):
        yield replace(batch, state=None if batch.state is None else _joined(state, batch.state))


def _joined(state: State, of_malfunctions: State) -> State:
    return {**state, _MALFUNCTIONS: of_malfunctions} if of_malfunctions else state


def remap(_vistracks: VisTracksApi, _source_id: str, row: Row) -> Record[HosViolationFields]:
    return malfunctions.to_record(row) if malfunctions.BEGUN in row else to_record(row)


def to_record(row: Row) -> Record[HosViolationFields]:
    """The hub's record of a violation of hours. VisTracks does not say when it ended."""
    name, started = row.required_text("violationName"), row.required_moment("timestamp")
    code = _CODES.get(name)
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=started,
        fields=HosViolationFields(
            source_driver_id=row.text("userId"),
            source_hos_event_id=row.text("driverHistoryId"),
            violation_code=code,
            violation_category=violation_category(code),
            violation_description=name,
            start_time=started,
            hours_limit=hours_of_seconds(row.seconds_of_duration("limit")),
        ),
    )
