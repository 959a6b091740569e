"""Charts of a day by quarters of an hour, drawn by the server: they need no script, and can be read as a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from gladhand.console.pages.blocks import TableBlock, Time
from gladhand.core.clock import now
from gladhand.core.quarters import QUARTER, QuarterFigures, begin_of_quarter

#: What a chart shows.
SPAN = timedelta(hours=24)
_COUNT = SPAN // QUARTER
_WIDTH, _HEIGHT, _GAP = 720, 120, 1.5


@dataclass(frozen=True)
class ChartBar:
    """A part of one bar, in units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    tone: str
    text: str


@dataclass(frozen=True)
class ChartBlock:
    """Two numbers of each quarter of an hour: what went well, and above it what failed."""

    title: str
    bars: Sequence[ChartBar]
    most: int
    """The number that the highest bar stands for."""
    summary: str
    """The whole day in words."""
    begins: Time
    ends: Time
    table: TableBlock
    empty: str
    size: tuple[int, int] = (_WIDTH, _HEIGHT)
    kind: ClassVar[str] = "chart"


def day_chart(title: str, quarters: Iterable[QuarterFigures], *, good: str, bad: str, empty: str) -> ChartBlock:
    """The chart of the last day. `good` and `bad` name what went well and what failed.

    Quarters that are left out had none.
    """
    found = {each.begins: (each.total - each.failed, each.failed) for each in quarters}
    last = begin_of_quarter(now())
    first = last - SPAN + QUARTER
    listed = [(begins, *found.get(begins, (0, 0))) for begins in (first + QUARTER * n for n in range(_COUNT))]
    most = max(well + failed for _, well, failed in listed)
    sums = sum(well for _, well, _ in listed), sum(failed for _, _, failed in listed)
    rows = [[Time(begins), well, failed] for begins, well, failed in reversed(listed) if well or failed]
    return ChartBlock(
        title,
        [bar for place, quarter in enumerate(listed) for bar in _bars(place, quarter, most, (good, bad))],
        most,
        f"In the last 24 hours: {sums[0]} {good}, {sums[1]} {bad}.",
        Time(first),
        Time(last),
        TableBlock("The same as a table", ["From", good, bad], rows, empty),
        empty,
    )


def _bars(place: int, quarter: tuple[datetime, int, int], most: int, names: tuple[str, str]) -> Iterable[ChartBar]:
    begins, *counts = quarter
    width = _WIDTH / _COUNT
    y = float(_HEIGHT)
    for count, name, tone in zip(counts, names, ("good", "bad"), strict=True):
        if count:
            # Also few among many are seen.
            height = max(2.0, count / most * (_HEIGHT - 4))
            y -= height
            yield ChartBar(
                place * width, max(y, 0.0), width - _GAP, height, tone, f"{begins:%H:%M} UTC: {count} {name}"
            )
