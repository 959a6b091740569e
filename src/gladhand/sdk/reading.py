"""Reads: how an adapter fetches records, one slice at a time.

    async def locations(acme: AcmeApi, part: Slice) -> AsyncIterator[Batch[VehicleLocationFields]]:
        async for answer in acme.pages("/locations", after=part.state.get("after")):
            yield batch_of(answer.rows("locations"), to_location, state={"after": answer["cursor"]})

    class Acme(AcmeApi):
        reads = (Read(VEHICLE_LOCATION, locations, mode=FEED, every=seconds(30)),)

The hub decides when to read and which slices there are; it stores the state of a batch in the transaction that stores
the batch's records. The author fetches one slice and yields its batches.
"""

from collections.abc import AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Generic, TypeAlias

from pydantic import ValidationError

from gladhand.resources.fields import FieldsT
from gladhand.resources.resource import Resource, ResourceKind
from gladhand.sdk.calls import ONE_CALL, Calls
from gladhand.sdk.errors import Malformed
from gladhand.sdk.records import Record, malformed_by
from gladhand.sdk.rows import Row

#: JSON values that say where to continue, such as a cursor of the provider. Never change a state in place.
State: TypeAlias = Mapping[str, Any]
NO_STATE: Final[State] = MappingProxyType({})


class Mode(StrEnum):
    """How the provider tells what is new."""

    FULL = "full"
    """It lists everything. The hub finds what has changed and what is gone."""
    FEED = "feed"
    """It hands out a token with each page; the next page begins there."""
    WINDOW = "window"
    """It filters by time. The hub asks window by window."""


FULL: Final = Mode.FULL
FEED: Final = Mode.FEED
WINDOW: Final = Mode.WINDOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The part of a read that one call fetches."""

    state: State = field(default_factory=dict)
    """The state of the last batch that was stored: of the same run for `FULL` and `WINDOW`, of any run for `FEED`.
    Empty at the beginning."""
    start: datetime | None = None
    """With `WINDOW` the first moment of the window. With `FEED` how far back a feed without a state begins."""
    end: datetime | None = None
    """The moment after the window."""
    parent: str | None = None
    """The source id of the parent record, with `per`."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that could not be read. It does not stop the page."""

    source_id: str | None
    reason: str
    """The `full_text` of the error. The hub masks secrets in it, and shows its beginning in one line."""


@dataclass(frozen=True, slots=True)
class Batch(Generic[FieldsT]):
    """Some records of a slice, usually a page of the provider's."""

    records: Sequence[Record[FieldsT]] = ()
    _: KW_ONLY
    state: State | None = None
    """The state after this batch. None if the batch does not move the slice: a run that is cut off goes on after the
    last batch that had a state, or starts from the beginning. A third batch with the same state fails as pages without
    an end."""
    skipped: Sequence[Skipped] = ()
    removed: Sequence[str] = ()
    """Source ids of records that the provider reports as gone."""
    total: int | None = None
    """With `FULL` and with `lists_all`: how many records the provider says there are. While some are missing, no record
    counts as removed, unless it is one of those that `Write.get` looks for with `FULL` and does not find."""
    is_preliminary: bool = False
    """Whether a record that is stored stays as it is. For rows of a timeline that the provider gives first in one form,
    and later in another one that is to last."""


#: Fetches one slice. The first argument is the adapter.
Fetch: TypeAlias = Callable[[Any, Slice], AsyncIterator[Batch[FieldsT]]]
#: Maps a row that is stored, without a request. The arguments are the adapter, the row's source id, and the row.
Remap: TypeAlias = Callable[[Any, str, Row], Record[FieldsT]]


@dataclass(frozen=True, slots=True)
class Read(Generic[FieldsT]):
    """How the records of one resource are read."""

    resource: Resource[FieldsT]
    fetch: Fetch[FieldsT]
    _: KW_ONLY
    mode: Mode
    every: timedelta
    """The usual time from one run to the next."""
    shows: Collection[str]
    """Names of the fields that the provider's records show. A field that is written and kept in `extras` counts too."""
    per: Resource[Any] | None = None
    """Each slice belongs to one record of this resource."""
    window: timedelta | None = None
    """With `WINDOW`: the longest window that the provider answers."""
    lookback: timedelta = timedelta()
    """With `WINDOW`: how much of the time before is read again in each run, for rows that arrive late or change. With
    `FEED`: how far before the newest stored record a feed starts again after `CursorLost`."""
    daily_lookback: timedelta | None = None
    """With `WINDOW`: the look-back of the first run of each day (UTC), for rows that are edited long after."""
    backfill: timedelta | None = None
    """How far back history is read. None: as far as one window, or where the feed begins."""
    replaces: str | None = None
    """With `WINDOW`: the field of the parent, such as `driver_id`, where rows have no id that stays.

    A slice holds all rows of its parent in its window, without `per` all rows; the stored rows that it does not hold
    are gone.
    """
    lists_all: bool = False
    """With `WINDOW`: whether a slice holds all rows that occurred in its window, by ids that stay.

    A stored row that two runs in a row do not find in its window is gone. Rows that the provider lists by another time
    than that of their record would seem to go. A slice with a skipped row that has no source id shows nothing.
    """
    remap: Remap[FieldsT] | None = None
    """Maps a stored row as `fetch` maps it, for `gladhand records renormalise`. None: stored rows are not mapped again.
    Use `by_row` where the row is all that the mapping needs."""
    calls: Sequence[Calls] = ONE_CALL
    """The requests of a usual run, without what history takes."""
    joined: Collection[str] = ()
    """Names of the fields whose values `fetch` takes from other answers. `remap` does not know them, and they stay as
    they are stored."""

    def __post_init__(self) -> None:
        if (self.mode is WINDOW) != (self.window is not None):
            raise ValueError("mode=WINDOW needs window=, and no other mode has it")
        self._check_lookback()
        if self.replaces is not None and (self.mode is not WINDOW or self.replaces not in self.resource.parents):
            raise ValueError("replaces= names a parent of the resource, and is for mode=WINDOW")
        if self.lists_all and (self.mode is not WINDOW or self.replaces is not None or self.per is not None):
            raise ValueError("lists_all= is for mode=WINDOW without replaces= and per=")
        if self.backfill is not None and self.mode is FULL:
            raise ValueError("backfill= is for mode=FEED and mode=WINDOW")
        if self.mode is FEED and self.per is not None:
            raise ValueError("per= is not for mode=FEED: a feed is of the whole account")
        if self.mode is FULL and self.resource.kind is ResourceKind.TIMELINE:
            raise ValueError(
                "mode=FULL is not for timelines: what it does not list counts as gone. A list of the newest is a FEED"
            )
        if self.every <= timedelta():
            raise ValueError("every= must be longer than zero")
        if unknown := set(self.joined) - self.resource.fields_model.model_fields.keys():
            raise ValueError(f"joined= names fields of the resource; there is no {', '.join(sorted(unknown))}")
        if self.joined and self.remap is None:
            raise ValueError("joined= is for remap=")

    def _check_lookback(self) -> None:
        if self.lookback and self.mode is FULL:
            raise ValueError("lookback= is for mode=FEED and mode=WINDOW")
        if self.daily_lookback is not None and (self.mode is not WINDOW or self.daily_lookback <= self.lookback):
            raise ValueError("daily_lookback= is for mode=WINDOW, and longer than lookback=")


def by_row(to_record: Callable[[Row], Record[FieldsT]]) -> Remap[FieldsT]:
    """For `Read.remap`: a mapping that needs nothing but the row."""

    def remap(_adapter: Any, _source_id: str, row: Row) -> Record[FieldsT]:
        return to_record(row)

    return remap


def prefixed(prefix: str, name: str = "id") -> Callable[[Row], str | None]:
    """For `batch_of`: source ids that are the provider's ids with something before them, such as `driver:`."""

    def source_id(row: Row) -> str | None:
        number = row.text(name)
        return None if number is None else prefix + number

    return source_id


def batch_of(
    rows: Iterable[Row],
    to_record: Callable[[Row], Record[FieldsT]],
    *,
    state: State | None = None,
    total: int | None = None,
    id_key: str | Callable[[Row], str | None] = "id",
    skipped: Iterable[Skipped] = (),
) -> Batch[FieldsT]:
    """A batch of these rows. A row that is malformed is skipped with the reason, and its record stays as it is stored.

    `id_key` names the provider's id, or makes the source id of a row whose record has another one; None if it has none.
    `skipped` is what else was skipped, such as a vehicle that the provider refuses.
    """

    def skipped_row(row: Row, reason: str) -> Skipped:
        return Skipped(row.text(id_key) if isinstance(id_key, str) else id_key(row), reason)

    records: list[Record[FieldsT]] = []
    left_out: list[Skipped] = []
    for row in rows:
        try:
            records.append(to_record(row))
        except Malformed as error:
            left_out.append(skipped_row(row, error.full_text))
        except ValidationError as error:
            left_out.append(skipped_row(row, malformed_by(error).full_text))
        except OverflowError:
            # What comes of a number may be too large, such as the end of what lasts a million years.
            left_out.append(skipped_row(row, "A number of the row is too large."))
    return Batch(records, state=state, skipped=[*left_out, *skipped], total=total)
