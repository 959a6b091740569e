"""How the queues of workers have kept up: rates, times and the oldest due work, over hours."""

from collections.abc import Callable, Sequence

from fastapi import APIRouter, Request, Response

from gladhand.console.operator.spans import Span, span_form, span_of
from gladhand.console.pages.charts import ChartBlock, ChartGrid, ChartSeries
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import OperatorView
from gladhand.core.figures.queries import QueueStep, list_queue_steps, quantile

router = APIRouter(prefix="/console/operator", include_in_schema=False, route_class=ConsoleRoute)

_REFRESH_SECONDS = 60
_INTRO = (
    "What all processes have done together. A process adds its part at the end of each minute. Half of the times were "
    "at most that of the line `50 %`, and 19 of 20 at most that of `95 %`."
)
# The queue, what is in it, and what the time of one takes until.
_QUEUES = (
    ("operations", "Writes", "from claimed until the result was stored"),
    ("executions", "Reads", "from claimed until the end of the run was stored"),
    ("deliveries", "Deliveries", "until the receiver answered"),
)


@router.get("/queues")
async def show_queues(view: OperatorView, request: Request) -> Response:
    span = span_of(request)
    async with view.reading() as db:
        steps = await list_queue_steps(db, within=span.within, step=span.step)
    grids = [
        _grid(span, words, took, [each for each in steps if each.queue == queue]) for queue, words, took in _QUEUES
    ]
    blocks = [span_form(view.url("/queues"), span), *grids]
    trail = [("Health", view.url())]
    return view.show(ConsolePage("Queues", blocks, _INTRO, trail, refresh_seconds=_REFRESH_SECONDS))


def _grid(span: Span, words: str, took: str, steps: Sequence[QueueStep]) -> ChartGrid:
    by_moment = {each.begins: each for each in steps}
    moments = span.moments

    def over_time(value: Callable[[QueueStep], float | None]) -> list[float | None]:
        return [value(by_moment[moment]) if moment in by_moment else None for moment in moments]

    def times(of: Callable[[QueueStep], Sequence[int]]) -> list[ChartSeries]:
        def up_to(share: float) -> list[float | None]:
            return over_time(lambda step: _rounded(quantile(of(step), share)))

        return [
            ChartSeries("50 %", up_to(0.5), "one", is_line=True),
            ChartSeries("95 %", up_to(0.95), "two", is_line=True),
        ]

    well, failed = sum(each.well for each in steps), sum(each.failed for each in steps)
    attempts = [
        ChartSeries("went well", over_time(lambda each: each.well), "good"),
        ChartSeries("failed", over_time(lambda each: each.failed), "bad"),
    ]
    oldest = over_time(lambda each: _rounded(each.oldest_seconds))
    latest = ChartSeries("oldest due", oldest, "bad", is_line=True, is_dashed=True)
    waited = [*(times(lambda each: each.waited) if any(any(each.waited) for each in steps) else ()), latest]
    longest = max((each.oldest_seconds for each in steps), default=0.0)
    total = quantile([sum(counts) for counts in zip(*(each.took for each in steps), strict=True)], 0.95)
    empty = f"None in the last {span.words}."
    return ChartGrid(
        words,
        [
            ChartBlock(
                f"{words}: attempts",
                moments,
                attempts,
                f"In the last {span.words}: {well:,} went well, {failed:,} failed.",
                empty,
            ),
            ChartBlock(
                f"{words}: how long due ones waited",
                moments,
                waited,
                f"The oldest due one had waited {_seconds(longest)} s at most.",
                f"Nothing has waited in the last {span.words}.",
                "s",
            ),
            ChartBlock(
                f"{words}: how long one took",
                moments,
                times(lambda each: each.took),
                "" if total is None else f"19 of 20 took at most {_seconds(total)} s {took}.",
                empty,
                "s",
            ),
        ],
    )


def _seconds(seconds: float) -> str:
    return f"{seconds:,.0f}" if seconds >= 100 else f"{seconds:.3g}"


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
