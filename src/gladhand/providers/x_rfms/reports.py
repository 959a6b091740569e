"""What the reports of vehicles have in common: position, crew, the moment, and what triggered them."""

from collections.abc import AsyncIterator, Callable, Collection
from datetime import datetime
from typing import Any

from gladhand.providers.x_rfms.api import STATUSES, RfmsApi
from gladhand.providers.x_rfms.spelling import in_newest_spelling
from gladhand.resources.fields import FieldsT
from gladhand.resources.positions import Point
from gladhand.sdk.reading import Batch, Fetch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.values import point_of


def gnss(report: Row) -> Row:
    """The position of a report of either list."""
    return report.row("gnssPosition") or report.row("snapshotData").row("gnssPosition")


def point(report: Row) -> Point | None:
    return point_of(gnss(report))


def driver(report: Row, name: str = "driver1Id") -> str | None:
    """The driver by the tachograph card, without the numbers that change when the card is renewed."""
    found = report.row(name)
    card = found.row("tachoDriverIdentification")
    number, state = card.text("driverIdentification"), card.text("cardIssuingMemberState")
    if number and state:
        return composite_id(state, number)
    return found.row("oemDriverIdentification").text("oemDriverIdentification")


def crew(report: Row) -> dict[str, Any]:
    """The fields that name vehicle and drivers."""
    return {
        "source_vehicle_id": report.source_id("vin"),
        "source_driver_id": driver(report),
        "source_co_driver_id": driver(report.row("snapshotData"), "driver2Id"),
    }


def trigger(report: Row) -> str:
    return report.required_row("triggerType").required_text("triggerType")


def moment(report: Row) -> datetime:
    return report.required_moment("createdDateTime")


def triggered_by(
    triggers: Collection[str], to_record: Callable[[Row], Record[FieldsT]], *, needs: Callable[[Row], object] = bool
) -> Fetch[FieldsT]:
    """Reads the status reports that one of these triggers has caused, and that have what the record needs."""

    def is_other(row: Row) -> bool:
        report = in_newest_spelling(row)
        cause = report.row("triggerType").text("triggerType")
        return cause is not None and (cause not in triggers or not needs(report))

    async def read(rfms: RfmsApi, part: Slice) -> AsyncIterator[Batch[FieldsT]]:
        parameters = {"triggerFilter": ",".join(sorted(triggers))}
        async for rows, state in rfms.feed(STATUSES, part, part.state, **parameters):
            yield batch_of([row for row in rows if not is_other(row)], to_record, state=state, id_key="vin")

    return read
