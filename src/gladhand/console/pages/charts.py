"""Charts over time. The script draws them from the numbers in the page, which are a table, too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Literal, TypeAlias

import orjson

from gladhand.core.clock import now
from gladhand.core.quarters import QUARTER, QuarterFigures, begin_of_step

#: What a chart of a day shows.
SPAN = timedelta(hours=24)

Tone: TypeAlias = Literal["good", "bad", "one", "two", "three", "four", "limit"]


@dataclass(frozen=True)
class ChartSeries:
    """One number over time. `tone` is the colour in the style sheet; a "limit" is a line that is no value itself."""

    name: str
    values: Sequence[float | None]
    """One for each moment of the chart; None where there is none."""
    tone: Tone
    is_line: bool = False
    """Bars stand upon each other in the order of the series; lines do not."""
    is_dashed: bool = False


@dataclass(frozen=True)
class ChartBlock:
    title: str
    moments: Sequence[datetime]
    series: Sequence[ChartSeries]
    summary: str
    """The whole chart in words."""
    empty: str
    unit: Literal["", "s", "%"] = ""
    kind: ClassVar[str] = "chart"

    @property
    def has_values(self) -> bool:
        return any(value for each in self.series if each.tone != "limit" for value in each.values)

    @property
    def data(self) -> str:
        """What the script draws, as JSON."""
        drawn = {
            "unit": self.unit,
            "moments": [int(moment.timestamp()) for moment in self.moments],
            "series": self.series,
        }
        return orjson.dumps(drawn).decode()

    @property
    def headers(self) -> Sequence[str]:
        """Those of the same numbers as a table."""
        unit = f" ({self.unit})" if self.unit else ""
        return ["From", *(f"{each.name}{unit}" for each in self.series)]

    @property
    def rows(self) -> Sequence[tuple[datetime, Sequence[float | None]]]:
        """The rows of the table, the newest first, without moments that have no value."""
        valued = [each.values for each in self.series if each.tone != "limit"]
        all_values = [each.values for each in self.series]
        lines = zip(self.moments, zip(*all_values, strict=True), zip(*valued, strict=True), strict=True)
        return [(moment, numbers) for moment, numbers, values in lines if any(values)][::-1]


@dataclass(frozen=True)
class ChartGrid:
    """Charts one beside the other."""

    title: str
    charts: Sequence[ChartBlock]
    about: str = ""
    kind: ClassVar[str] = "charts"


def moments_of(span: timedelta, step: timedelta) -> Sequence[datetime]:
    """When each step of a span that ends now began, the oldest first; the last one is under way."""
    last = begin_of_step(now(), step)
    return [last - step * number for number in range(span // step - 1, -1, -1)]


def quarters_of_day() -> Sequence[datetime]:
    """When each quarter of an hour of the last day began."""
    return moments_of(SPAN, QUARTER)


def day_chart(title: str, quarters: Iterable[QuarterFigures], *, good: str, bad: str, empty: str) -> ChartBlock:
    """The chart of the last day. `good` and `bad` name what went well and what failed.

    Quarters that are left out had none.
    """
    found = {each.begins: (each.total - each.failed, each.failed) for each in quarters}
    moments = quarters_of_day()
    well, failed = ([found.get(moment, (0, 0))[place] for moment in moments] for place in (0, 1))
    return ChartBlock(
        title,
        moments,
        [ChartSeries(good, well, "good"), ChartSeries(bad, failed, "bad")],
        f"In the last 24 hours: {sum(well):,} {good}, {sum(failed):,} {bad}.",
        empty,
    )
