"""How far back the charts of a page go, which the reader chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import Request

from gladhand.console.pages.blocks import FormBlock, Input
from gladhand.console.pages.charts import moments_of
from gladhand.console.pages.fields import param
from gladhand.core.quarters import QUARTER


@dataclass(frozen=True)
class Span:
    name: str
    words: str
    within: timedelta
    step: timedelta
    """What one place of a chart stands for."""

    @property
    def moments(self) -> Sequence[datetime]:
        return moments_of(self.within, self.step)


_SPANS = (
    Span("3h", "3 hours", timedelta(hours=3), timedelta(minutes=1)),
    Span("24h", "24 hours", timedelta(hours=24), QUARTER),
)


def span_of(request: Request) -> Span:
    """The span that the address names, or the shortest one."""
    given = param(request, "span")
    return next((each for each in _SPANS if each.name == given), _SPANS[0])


def span_form(action: str, span: Span) -> FormBlock:
    choices = [(each.name, each.words) for each in _SPANS]
    return FormBlock("Show", action, [Input("span", "The last", span.name, choices=choices)], method="get")
