"""Charts of a day: what each bar stands for."""

from datetime import UTC, datetime, timedelta

import pytest

from gladhand.console.pages import charts
from gladhand.console.pages.charts import day_chart
from gladhand.core.quarters import QuarterFigures

NOW = datetime(2026, 3, 1, 12, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "now", lambda: NOW)


def test_bars_stand_in_their_quarter_and_failures_above_the_rest():
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    quarters = [QuarterFigures(noon - timedelta(hours=12), 10, 0), QuarterFigures(noon, 40, 30)]
    chart = day_chart("Requests", quarters, good="answered", bad="failed", empty="None.")
    night, well, failed = chart.bars
    assert (night.tone, well.tone, failed.tone) == ("good", "good", "bad")
    width, height = chart.size
    assert night.x == pytest.approx(width * 47 / 96)
    assert well.x == failed.x == pytest.approx(width * 95 / 96)
    assert failed.y + failed.height == pytest.approx(well.y)
    assert well.y + well.height == pytest.approx(height)
    assert failed.height == pytest.approx(3 * well.height)
    assert failed.y >= 0
    assert failed.text == "12:00 UTC: 30 failed"
    assert chart.most == 40
    assert chart.summary == "In the last 24 hours: 20 answered, 30 failed."
    assert [row[1:] for row in chart.table.rows] == [[10, 30], [10, 0]]


def test_what_is_older_than_a_day_is_left_out():
    chart = day_chart("", [QuarterFigures(NOW - timedelta(days=2), 5, 5)], good="g", bad="b", empty="None.")
    assert chart.bars == []
    assert chart.most == 0
