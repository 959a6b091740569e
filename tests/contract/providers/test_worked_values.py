"""Values of the providers' rows that were worked out by hand, held against what the adapters make of the samples.

The result of a sample may have been written by the adapter itself, and its author may have read it too fast. The values
here come from the units and codes of the providers, and from no adapter.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.sample_player import outcome
from gladhand.integrations.hosting.samples import Sample, load_samples

# Far below what any of the values is worth, and above what they are rounded to.
_EXACT: Final = 0.0001


#: Of each row: where it stands, and what it becomes.
ROWS: Final = [
    pytest.param(worked, id=name)
    for name, worked in tomllib.loads(Path(__file__).with_name("worked_values.toml").read_text("utf-8")).items()
]

#: What a sample shows in whole: the ids of its records, and those of the rows that are skipped or removed.
WHOLE: Final = (
    pytest.param(
        "samsara/list_vehicle_locations_late",
        ["494123|2025-12-30T16:02:11.000Z", "494123|2026-01-06T09:31:00.000Z"],
        [],
        id="samsara vehicle_location.feed.late: two rows, and none at 0/0",
    ),
    pytest.param(
        "samsara/list_hos_violations",
        [
            "88668|shiftDrivingHours|2026-01-06T22:45:00.000Z",
            "88668|unsubmittedLogs|2026-01-06T06:00:00.000Z",
            "88669|restbreakMissed|2026-01-06T19:45:00.000Z",
        ],
        [],
        id="samsara hos_violation, fourth: the type NONE is none",
    ),
    pytest.param(
        "samsara/list_driver_safety_events",
        ["3f2b0000-0000-4000-8000-000000000001", "3f2b0000-0000-4000-8000-000000000003"],
        ["3f2b0000-0000-4000-8000-000000000002"],
        id="samsara driver_safety_event.stream, third: skipped and counted",
    ),
    pytest.param(
        "geotab/list_fuel_transactions",
        ["fueltransaction:aFT0001", "fillup:aFU0001"],
        [],
        id="geotab fuel_transaction.feed, second: no fuel",
    ),
    pytest.param(
        "motive/list_driver_vehicle_associations",
        ["800001|700001|2026-01-06T11:45:00.000Z"],
        [],
        id="motive driver_vehicle_association.driving_periods, second: nobody's",
    ),
    pytest.param(
        "traccar/list_vehicle_locations",
        ["90070", "90071", "90075"],
        [],
        id="traccar vehicle_location.window: 90076 has no fix, 90075 repeats one",
    ),
    pytest.param(
        "traccar/list_driver_safety_events",
        ["5503", "5504", "5505"],
        ["5509"],
        id="traccar events: a power cut is no safety event",
    ),
    pytest.param(
        "webfleet/list_vehicle_locations",
        ["1-00000-000000001|2026-01-06T08:29:58.000Z"],
        [],
        id="webfleet vehicle_location.now, second: no fix, no row",
    ),
)

#: Of two samples of the same window: the ids that the second one lacks, and those that it has in addition.
EDITED: Final = (
    pytest.param(
        "samsara/list_hos_events_logs",
        "samsara/list_hos_events_edited",
        {"88668|2026-01-06T11:45:00.000Z|driving"},
        {"88668|2026-01-06T12:00:00.000Z|yardMove", "88668|2026-01-06T12:20:00.000Z|driving"},
        id="samsara hos_event.logs, then .edited",
    ),
    pytest.param(
        "motive/list_hos_events",
        "motive/list_hos_events_edited",
        {"620002", "620003"},
        {"620012", "620013", "620014"},
        id="motive hos_event.logs, then .edited",
    ),
)


@cache
def _samples(source_name: str) -> Mapping[str, Sample]:
    return {each.name.removesuffix(".json"): each for each in load_samples(providers()[source_name])}


async def _result(sample: str) -> Mapping[str, Any]:
    """What the adapter makes of a sample, `provider/name`, when it is played."""
    source_name, _, name = sample.partition("/")
    found = await outcome(providers()[source_name], _samples(source_name)[name])
    result: Mapping[str, Any] = found["result"]
    return result


def _ids(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return [row["source_id"] for row in rows]


def _close(value: Any) -> Any:
    """The value, to be compared as far as it is worked out."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {name: _close(each) for name, each in value.items()}
    return pytest.approx(value, abs=_EXACT, rel=1e-9)


@pytest.mark.parametrize("worked", ROWS)
async def test_a_row_becomes_the_values_that_were_worked_out(worked: dict[str, Any]) -> None:
    assert worked.keys() <= {"sample", "source_id", "occurred_at", "fields", "empty", "extras", "none"}
    [record] = [
        each for each in (await _result(worked["sample"]))["records"] if each["source_id"] == worked["source_id"]
    ]
    assert record.get("occurred_at") == worked.get("occurred_at", record.get("occurred_at"))
    for place, empty in (("fields", "empty"), ("extras", "none")):
        values, expected = record.get(place, {}), worked.get(place, {})
        assert {name: values.get(name) for name in expected} == {name: _close(each) for name, each in expected.items()}
        assert not values.keys() & set(worked.get(empty, ()))


@pytest.mark.parametrize(("sample", "ids", "skipped"), WHOLE)
async def test_a_page_has_the_rows_that_count_and_no_others(sample: str, ids: list[str], skipped: list[str]) -> None:
    result = await _result(sample)
    assert _ids(result["records"]) == ids
    assert _ids(result.get("skipped", ())) == skipped


@pytest.mark.parametrize(("before", "after", "gone", "new"), EDITED)
async def test_an_edit_takes_the_place_of_what_was_there(
    before: str, after: str, gone: set[str], new: set[str]
) -> None:
    first, second = [set(_ids((await _result(sample))["records"])) for sample in (before, after)]
    assert (first - second, second - first) == (gone, new)
    source_name, _, name = before.partition("/")
    resource = _samples(source_name)[name].resource
    assert resource is not None
    # Rows of such a read that do not come again are removed.
    assert providers()[source_name].registration.reads[resource].replaces is not None


async def test_a_day_of_statuses_is_a_whole_day() -> None:
    for record in (await _result("samsara/list_hos_daily_snapshots"))["records"]:
        assert sum(value for name, value in record["fields"].items() if name.startswith("duration_")) == 86400


async def test_what_a_cooled_trailer_measures_is_in_kelvin() -> None:
    first, second = (await _result("samsara/list_trailer_statuses"))["records"]
    [zone], [other] = first["fields"]["zones"], second["fields"]["zones"]
    assert (zone["return_air_temperature"], zone["setpoint_temperature"]) == (_close(254.65), _close(255.15))
    assert other["return_air_temperature"] == _close(277.25)
    assert [len(each["fields"]["active_alarms"]) for each in (first, second)] == [1, 0]


async def test_only_wanted_diagnostics_are_kept() -> None:
    known = (await _result("geotab/list_vehicle_locations"))["state"]["known"]["b1"]
    wanted = {"odometer", "engine_hours", "fuel_level", "coolant_temperature", "fuel_value", "oil_pressure", "driver"}
    assert known.keys() == wanted
