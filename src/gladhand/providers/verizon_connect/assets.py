"""Non-powered assets at Reveal, which are trailers: what they are, and where they were.

Assets are listed by groups. The names of their fields are assumed to be those of vehicles, and so are those of the
history of positions; that a group has its id in `GroupId` or `Id` is assumed, too.
"""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.verizon_connect.api import RevealApi, entity, part_of_path, present, utc
from gladhand.providers.verizon_connect.places import address, is_visible, point
from gladhand.resources.trailer import TrailerFields
from gladhand.resources.trailer_location import TrailerLocationFields
from gladhand.sdk.clock import days
from gladhand.sdk.errors import Malformed
from gladhand.sdk.reading import Batch, Skipped, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id
from gladhand.sdk.windows import bounds

NUMBER: Final = "AssetNumber"
SHOWS: Final = ("trailer_name", "oem", "model_type", "model_year", "vin", "license_plate_number")
LOCATIONS_SHOW: Final = ("source_trailer_id", "location", "inferred_address")
#: A window has to be shorter than thirty days.
LONGEST: Final = days(29)
_GROUPS, _ASSETS = "/cmd/v1/groups", "/ast/v1/assets"


async def read(reveal: RevealApi, part: Slice) -> AsyncIterator[Batch[TrailerFields]]:  # noqa: ARG001 - no pages
    rows, refused = await _all_assets(reveal)
    yield batch_of(rows, to_record, id_key=NUMBER, skipped=refused)


async def locations(reveal: RevealApi, part: Slice) -> AsyncIterator[Batch[TrailerLocationFields]]:
    """The positions of the window, asset by asset."""
    start, end = bounds(part)
    query = {"startdatetimeutc": utc(start), "enddatetimeutc": utc(end)}
    assets, _ = await _all_assets(reveal)
    numbers = {number for row in assets if (number := entity(row, "Asset").text(NUMBER)) is not None}
    for number in sorted(numbers):
        if number > part.state.get("after", ""):
            answer, refused = await reveal.found(number, f"{_ASSETS}/{part_of_path(number)}/status/history", query)
            rows = [] if answer is None else [Row({**row, NUMBER: number}, row.path) for row in answer.rows()]
            shown = (row for row in rows if is_visible(row))
            yield batch_of(shown, to_location, state={"after": number}, id_key=NUMBER, skipped=refused)


def to_record(row: Row) -> Record[TrailerFields]:
    """The hub's record of an asset."""
    asset = entity(row, "Asset")
    number = asset.source_id(NUMBER)
    fields = TrailerFields(
        trailer_name=asset.text("Name") or number,
        oem=asset.text("Make"),
        model_type=asset.text("Model"),
        model_year=asset.whole("Year"),
        vin=asset.text("VIN"),
        license_plate_number=asset.text("RegistrationNumber"),
    )
    return Record(source_id=number, source_data=row, fields=fields, extras=present({"type": asset.text("AssetType")}))


def to_location(row: Row) -> Record[TrailerLocationFields]:
    """The hub's record of a position of an asset."""
    number, moment, place = row.source_id(NUMBER), row.required_moment("UpdateUtc"), point(row)
    if place is None:
        raise Malformed("The position has no coordinates.")
    return Record(
        source_id=composite_id(number, moment),
        source_data=row,
        occurred_at=moment,
        fields=TrailerLocationFields(
            source_trailer_id=number, location=place, inferred_address=address(row.row("Address"))
        ),
    )


async def _all_assets(reveal: RevealApi) -> tuple[list[Row], list[Skipped]]:
    """The assets of all groups, each once, and the groups that could not be read.

    Of a group it is not known which assets are skipped, so none of the fleet's assets counts as gone.
    """
    found: dict[str, Row] = {}
    skipped: list[Skipped] = []
    for row in await reveal.rows(_GROUPS):
        group = entity(row, "Group")
        if (id_ := group.text("GroupId") or group.text("Id")) is None:
            skipped.append(Skipped(None, f"The group {row.path} has no id."))
            continue
        answer, refused = await reveal.found(id_, f"{_ASSETS}/group/{part_of_path(id_)}")
        skipped += (Skipped(None, f"Group {id_}: {each.reason}") for each in refused)
        for each in () if answer is None else answer.rows():
            # One without a number stays, to be skipped with its reason.
            found.setdefault(entity(each, "Asset").text(NUMBER) or f"{id_}.{each.path}", each)
    return list(found.values()), skipped
