"""Charts: the numbers that are drawn, and the same as a table."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest

from gladhand.console.pages import charts
from gladhand.console.pages.charts import ChartBlock, ChartSeries, day_chart
from gladhand.core.quarters import QuarterFigures

NOW = datetime(2026, 3, 1, 12, 7, tzinfo=UTC)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "now", lambda: NOW)


def test_figures_stand_at_their_quarter_and_the_table_has_the_same():
    midnight = NOON - timedelta(hours=12)
    quarters = [QuarterFigures(midnight, 10, 0), QuarterFigures(NOON, 40, 30)]
    chart = day_chart("Requests", quarters, good="answered", bad="failed", empty="None.")
    drawn = orjson.loads(chart.data)
    assert len(drawn["moments"]) == 96
    assert drawn["moments"][-1] == NOON.timestamp()
    assert drawn["moments"][47] == midnight.timestamp()
    answered, failed = drawn["series"]
    assert (answered["name"], answered["tone"], failed["name"], failed["tone"]) == ("answered", "good", "failed", "bad")
    assert (answered["values"][47], answered["values"][95], sum(answered["values"])) == (10, 10, 20)
    assert (failed["values"][95], sum(failed["values"])) == (30, 30)
    assert chart.summary == "In the last 24 hours: 20 answered, 30 failed."
    assert chart.headers == ["From", "answered", "failed"]
    assert chart.rows == [(NOON, (10, 30)), (midnight, (10, 0))]


def test_what_is_older_than_a_day_is_left_out():
    chart = day_chart("", [QuarterFigures(NOW - timedelta(days=2), 5, 5)], good="g", bad="b", empty="None.")
    assert not chart.has_values
    assert chart.rows == []


def test_a_limit_alone_is_no_value():
    limit = ChartSeries("limit", [60.0, 60.0], "limit", is_line=True)
    moments = [NOON - timedelta(minutes=1), NOON]
    assert not ChartBlock("", moments, [ChartSeries("used", [0, None], "one"), limit], "", "").has_values
    used = ChartSeries("used", [None, 30], "one", is_line=True)
    chart = ChartBlock("Budget", moments, [used, limit], "", "", "%")
    assert chart.has_values
    assert chart.headers == ["From", "used (%)", "limit (%)"]
    assert chart.rows == [(NOON, (30, 60.0))]
