"""How near the requests to a provider come to its limits."""

from collections.abc import Mapping, Sequence
from typing import Any

from gladhand.console.operator.spans import Span
from gladhand.console.pages.blocks import TableBlock
from gladhand.console.pages.charts import ChartBlock, ChartGrid, ChartSeries, Tone
from gladhand.integrations.budgets.minute_queries import BudgetStep
from gladhand.sdk.budget import ALL, Rates

_LINES: Sequence[Tone] = ("one", "two", "three", "four")
_ABOUT = (
    "A limit is one account's own, so the busiest account of each minute stands against it. A process adds its part at "
    "the end of each minute."
)


def budget_blocks(span: Span, steps: Sequence[BudgetStep], rates: Rates) -> list[Any]:
    """The charts of the requests to one provider, and its limits in numbers."""
    kinds = sorted({each.kind for each in steps if each.kind in rates} | {ALL})
    use = {kind: _use(span, [each for each in steps if each.kind == kind], rates[kind].per_second) for kind in kinds}
    charts = [_requests(span, steps), _busiest(span, steps, rates[ALL].per_second)]
    if len(kinds) > 1:
        charts.append(_kinds(span, use))
    rows = [
        [
            kind or "all",
            f"{round(rates[kind].per_second, 2):g}",
            f"{sum(each.requests for each in steps if each.kind == kind):,}",
            f"{sum(each.throttled for each in steps if each.kind == kind):,}",
            f"{max((share or 0.0 for share in use[kind]), default=0.0):.0f} %",
        ]
        for kind in kinds
    ]
    headers = ["Kind of requests", "Limit per second", "Requests", "Refused (429)", "Most that an account used"]
    title = f"Limits of an account, and the last {span.words}"
    return [ChartGrid("Requests", charts, _ABOUT), TableBlock(title, headers, rows, "")]


def _requests(span: Span, steps: Sequence[BudgetStep]) -> ChartBlock:
    """All requests. Each counts in the kind `ALL`, and its refusal in the kind that the adapter has named."""
    sent = dict.fromkeys(span.moments, 0)
    refused = dict.fromkeys(span.moments, 0)
    for each in steps:
        if each.begins in sent:
            sent[each.begins] += each.requests if each.kind == ALL else 0
            refused[each.begins] += each.throttled
    answered = [max(0, sent[moment] - refused[moment]) for moment in sent]
    return ChartBlock(
        "Requests of all accounts",
        list(sent),
        [ChartSeries("answered", answered, "good"), ChartSeries("refused (429)", list(refused.values()), "bad")],
        f"In the last {span.words}: {sum(sent.values()):,} requests, "
        f"{sum(refused.values()):,} refused as too many (429).",
        f"No request in the last {span.words}.",
    )


def _busiest(span: Span, steps: Sequence[BudgetStep], per_second: float) -> ChartBlock:
    busiest = {each.begins: each.busiest for each in steps if each.kind == ALL}
    values = [busiest.get(moment, 0) for moment in span.moments]
    limit = per_second * 60
    return ChartBlock(
        "Requests of the busiest account in a minute",
        span.moments,
        [
            ChartSeries("busiest account", values, "one", is_line=True),
            ChartSeries("limit", [round(limit, 1)] * len(values), "limit", is_line=True, is_dashed=True),
        ],
        f"The busiest account made {max(values):,} in a minute; the limit is {limit:,g}.",
        f"No request in the last {span.words}.",
    )


def _kinds(span: Span, use: Mapping[str, Sequence[float | None]]) -> ChartBlock:
    """The kinds of which an account has used most."""
    most = {kind: max((share or 0.0 for share in shares), default=0.0) for kind, shares in use.items()}
    shown = sorted(use, key=lambda kind: -most[kind])[: len(_LINES)]
    lines = [
        ChartSeries(kind or "all", use[kind], tone, is_line=True) for kind, tone in zip(shown, _LINES, strict=False)
    ]
    limit = ChartSeries("limit", [100] * len(span.moments), "limit", is_line=True, is_dashed=True)
    return ChartBlock(
        "Use of each kind's limit by the busiest account",
        span.moments,
        [*lines, limit],
        ", ".join(f"{kind or 'all'}: {most[kind]:.0f} % at most" for kind in shown) + ".",
        f"No request in the last {span.words}.",
        "%",
    )


def _use(span: Span, steps: Sequence[BudgetStep], per_second: float) -> Sequence[float | None]:
    """The share of the limit, in percent, that the busiest account has used in a minute of each step."""
    busiest = {each.begins: each.busiest for each in steps}
    return [round(busiest.get(moment, 0) / (per_second * 60) * 100, 1) for moment in span.moments]
