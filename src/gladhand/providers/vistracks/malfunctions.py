"""Malfunctions and diagnostic events of drivers' logging devices, each with its beginning and its end.

Without a driver VisTracks lists those of the portal user, and no list tells which drivers have new ones. So each run
asks for some drivers, and the next run goes on behind them.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from math import ceil
from typing import Final

from gladhand.providers.vistracks.api import DRIVERS, VisTracksApi, is_deleted, plain
from gladhand.resources.enums import HosViolationCodeEnum
from gladhand.resources.hos_violation import HosViolationFields
from gladhand.sdk.eld import violation_category
from gladhand.sdk.errors import NotAllowed
from gladhand.sdk.one_by_one import AFTER, one_by_one
from gladhand.sdk.reading import Batch, Slice, batch_of, prefixed
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

#: In how many runs every driver is asked for. A run asks for some at least, which is all of a small fleet.
RUNS: Final = 10
_AT_LEAST: Final = 10
#: Only malfunctions have it.
BEGUN: Final = "beginTimestamp"
_PATH, _PREFIX = "/eldMalfunctions", "malfunction:"
_TRANSFERS: Final = frozenset({"maltransfer", "diagtransfer"})
_DIAGNOSTIC: Final = "diag"
#: In the state of a run that goes on: the last driver that it asks for.
_LAST: Final = "last"


async def read(vistracks: VisTracksApi, part: Slice) -> AsyncIterator[Batch[HosViolationFields]]:
    """The malfunctions of the drivers whose turn it is. Some portal users may not see them."""

    async def of_driver(source_id: str) -> AsyncIterator[list[Row]]:
        # Not every server has this list.
        answer = await vistracks.ask("GET", _PATH, query={"user-id": source_id}, missing=True)
        yield [] if answer.status == 404 else answer.rows()

    rows = [row async for page, _ in vistracks.pages(DRIVERS) for row in page if not is_deleted(row)]
    drivers = [source_id for row in rows if (source_id := row.text("id"))]
    if not part.state:
        # A driver without an id is skipped with its reason.
        yield batch_of([row for row in rows if not row.text("id")], to_record)
    left = sorted(source_id for source_id in drivers if source_id > part.state.get(AFTER, ""))
    # A run whose time was over is gone on with, and asks for no others than were left.
    last = part.state.get(_LAST) or max(left[: max(_AT_LEAST, ceil(len(drivers) / RUNS))], default="")
    due = [source_id for source_id in left if source_id <= last]
    try:
        async for answer in one_by_one(part, due, of_driver, is_sample=True):
            batch = answer.batch(to_record, id_key=prefixed(_PREFIX))
            is_end = answer.key == due[-1]
            yield batch if is_end else replace(batch, state={**(batch.state or {}), _LAST: last})
    except NotAllowed:
        return
    if len(due) == len(left):
        # The next run begins with the first driver.
        yield Batch(state={})
    elif not due:
        yield Batch(state={AFTER: last})


def to_record(row: Row) -> Record[HosViolationFields]:
    started, ended, kind = row.required_moment(BEGUN), row.moment("endTimestamp"), row.required_text("eventType")
    code = _code(plain(kind))
    return Record(
        source_id=_PREFIX + row.source_id(),
        source_data=row,
        occurred_at=started,
        fields=HosViolationFields(
            source_driver_id=row.text("userId"),
            violation_code=code,
            violation_category=violation_category(code),
            violation_description=kind,
            start_time=started,
            end_time=ended,
            duration=None if ended is None else max(0, int((ended - started).total_seconds())),
        ),
    )


def _code(word: str) -> HosViolationCodeEnum:
    if word in _TRANSFERS:
        return HosViolationCodeEnum.EL_XFER_FAIL
    is_diagnostic = word.startswith(_DIAGNOSTIC)
    return HosViolationCodeEnum.EL_DIAG_ACTIVE if is_diagnostic else HosViolationCodeEnum.EL_MALFUNC
