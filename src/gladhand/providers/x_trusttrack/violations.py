"""What drivers have broken of the rules of the EU on driving and rest, by the data of their tachographs.

A violation names its driver by the card. The time that it shows is not explained: it may be that of the rest or of the
driving, and stays in the row.
"""

from collections.abc import AsyncIterator, Mapping
from functools import partial
from typing import Final

from gladhand.providers.x_trusttrack.api import TrustTrackApi
from gladhand.resources.enums import HosViolationCodeEnum
from gladhand.resources.hos_violation import HosViolationFields
from gladhand.sdk.eld import violation_category
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id, utc_text
from gladhand.sdk.windows import bounds

#: The driver comes from the list of drivers.
JOINED: Final = ("source_driver_id",)
SHOWS: Final = ("violation_code", "violation_category", "violation_description", "start_time", *JOINED)
#: The size of a page that the document has as usual.
PAGE: Final = 50
_Code = HosViolationCodeEnum
# The rules of the EU by the rule of North America that is nearest.
_CODES: Final[Mapping[str, HosViolationCodeEnum]] = {
    "REGULAR_DAILY_DRIVING_LIMIT_EXCEEDED": _Code.DH_DAILY_OVER,
    "EXTENDED_DAILY_DRIVING_LIMIT_EXCEEDED": _Code.DH_DAILY_OVER,
    "WEEKLY_DRIVING_LIMIT_EXCEEDED": _Code.CY_LIMIT_OVER,
    "FORTNIGHTLY_DRIVING_LIMIT_EXCEEDED": _Code.CY_LIMIT_OVER,
    "WEEKLY_WORK_LIMIT_EXCEEDED": _Code.CY_LIMIT_OVER,
    "WEEKLY_WORK_AVERAGE_LIMIT_EXCEEDED": _Code.CY_LIMIT_OVER,
    "NIGHT_SHIFT_WORK_LIMIT_EXCEEDED": _Code.WD_CONSEC_OVER,
    "UNINTERRUPTED_DRIVING_LIMIT_EXCEEDED": _Code.BR_MISSING,
    "NO_BREAK_AFTER_SIX_HOUR_WORK": _Code.BR_MISSING,
    "NO_REDUCED_BREAK_AFTER_SIX_HOUR_WORK": _Code.BR_SHORT,
    "INSUFFICIENT_REGULAR_DAILY_REST": _Code.OD_DAILY_SHORT,
    "INSUFFICIENT_REDUCED_DAILY_REST": _Code.OD_DAILY_SHORT,
    "INSUFFICIENT_CREW_DAILY_REST": _Code.OD_DAILY_SHORT,
    "INSUFFICIENT_REGULAR_WEEKLY_REST": _Code.OD_RESET_SHORT,
    "INSUFFICIENT_REDUCED_WEEKLY_REST": _Code.OD_RESET_SHORT,
    "NO_COMPENSATION_FOR_REDUCED_WEEKLY_REST": _Code.OD_RESET_SHORT,
    "WEEKLY_REST_NOT_STARTED": _Code.OD_RESET_SHORT,
    "NO_COUNTRY_SET_ON_WORK_START": _Code.RK_MISSING_LOCATION,
    "NO_COUNTRY_SET_ON_WORK_END": _Code.RK_MISSING_LOCATION,
}
_KEPT: Final = ("severity", "country_code")


async def read(trusttrack: TrustTrackApi, part: Slice) -> AsyncIterator[Batch[HosViolationFields]]:
    (start, end), page = bounds(part), part.state.get("page", 0)
    span = {"date_time_from": utc_text(start), "date_time_to": utc_text(end)}
    drivers: Mapping[str, str] | None = None
    while page is not None:
        body = {**span, "page_descriptor": {"page": page, "size": PAGE}}
        asked = await trusttrack.ask("POST", "/driver-violation", 1, json=body, writes=False)
        answer, before = trusttrack.well(asked).object(), page
        rows = answer.rows("items")
        # Nothing is behind an empty page, whatever it says.
        page = answer.whole("next_page") if rows else None
        if page == before:
            raise Malformed("TrustTrack's answer leads to the same page again.")
        if drivers is None and rows:
            drivers = await _by_card(trusttrack)
        state = {} if page is None else {"page": page}
        yield batch_of(rows, partial(to_record, drivers=drivers or {}), state=state, id_key=_card)


def to_record(row: Row, *, drivers: Mapping[str, str]) -> Record[HosViolationFields]:
    card, kind, moment = _card(row), row.required_text("type"), row.required_moment("date_time")
    if card is None:
        raise Malformed("The violation names no card.")
    code = _CODES.get(kind)
    return Record(
        source_id=composite_id(card, moment, kind),
        source_data=row,
        occurred_at=moment,
        fields=HosViolationFields(
            source_driver_id=drivers.get(card),
            violation_code=code,
            violation_category=violation_category(code),
            violation_description=kind,
            start_time=moment,
        ),
        extras={name: text for name in _KEPT if (text := row.text(name)) is not None} or None,
    )


def _card(row: Row) -> str | None:
    return row.row("driver").text("identifier")


async def _by_card(trusttrack: TrustTrackApi) -> dict[str, str]:
    """The drivers by the numbers of their tachograph cards."""
    return {
        number: source_id
        for driver in await trusttrack.drivers()
        for card in driver.optional_rows("identifiers")
        if card.text("type") == "TACHOGRAPH"
        and (number := card.text("identifier")) is not None
        and (source_id := driver.text("id")) is not None
    }
