"""The content of the reference lists, and their pages."""

import csv
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gladhand.api.telematics.reference.lists import LISTS, ReferenceList
from gladhand.core.keyset import BadCursor
from gladhand.resources import enums

BY_PATH = {each.path: each for each in LISTS}
SIZES = {
    "ref-hos-rulesets": 134,
    "ref-hos-event-codes": 28,
    "ref-hos-malfunction-codes": 13,
    "ref-hos-record-origins": 4,
    "ref-hos-record-statuses": 4,
    "ref-hos-regions": 101,
    "ref-hos-violation-codes": 38,
    "ref-timezones": 169,
}
each_list = pytest.mark.parametrize("listed", LISTS, ids=lambda listed: listed.path)


def column(path: str, name: str) -> list[Any]:
    return [getattr(row, name) for row in BY_PATH[path].rows.values()]


def page(listed: ReferenceList, cursor: str | None, size: int) -> Any:
    return json.loads(listed.page(cursor, size))


@each_list
def test_a_list_is_complete_and_names_each_code_once(listed: ReferenceList) -> None:
    text = files("gladhand.api.telematics.reference").joinpath("content", f"{listed.content}.csv").read_text("utf-8")
    lines = list(csv.DictReader(text.splitlines()))
    assert len(lines) == len(listed.rows) == SIZES[listed.path]
    assert list(lines[0]) == [*listed.row_model.model_fields, "confidence", "source", "note"]
    assert {line["confidence"] for line in lines} <= {"high", "medium", "low"}
    assert all(line["source"] for line in lines)
    assert all(value == value.strip() for line in lines for value in line.values())


@pytest.mark.parametrize(
    ("path", "field", "codes"),
    [
        ("ref-hos-rulesets", "hos_ruleset_code", enums.HosRulesetCodeEnum),
        ("ref-timezones", "timezone", enums.TimezoneCodeEnum),
        ("ref-hos-event-codes", "event_code", enums.HosEventCodeEnum),
        ("ref-hos-malfunction-codes", "malfunction_code", enums.HosMalfunctionCodeEnum),
        ("ref-hos-record-origins", "record_origin_code", enums.HosRecordOriginCodeEnum),
        ("ref-hos-record-statuses", "record_status_code", enums.HosRecordStatusCodeEnum),
        ("ref-hos-regions", "region_code", enums.HosRegionCodeEnum),
        ("ref-hos-violation-codes", "violation_code", enums.HosViolationCodeEnum),
    ],
)
def test_a_list_explains_exactly_the_codes_of_its_enum(path: str, field: str, codes: Sequence[str]) -> None:
    assert column(path, field) == list(codes)


def test_time_zones_agree_with_the_time_zone_database() -> None:
    days = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(365)]
    rules = ("standard_utc_offset_minutes", "dst_utc_offset_minutes", "observes_dst")
    for row in BY_PATH["ref-timezones"].rows.values():
        fields = row.model_dump()
        zone = ZoneInfo(fields["timezone"])
        offsets = sorted({(day.astimezone(zone).utcoffset() or timedelta()) // timedelta(minutes=1) for day in days})
        summer = offsets[-1] if len(offsets) > 1 else None
        assert [fields[rule] for rule in rules] == [offsets[0], summer, summer is not None], fields
        assert (fields["dst_start_rule"] is None) == (fields["dst_end_rule"] is None) == (summer is None), fields


def test_regions_begin_with_their_country() -> None:
    for row in BY_PATH["ref-hos-regions"].rows.values():
        fields = row.model_dump()
        assert fields["region_code"] == f"{fields['country_code']}-{fields['region_code_iso2']}"


def test_rulesets_are_consistent() -> None:
    for row in BY_PATH["ref-hos-rulesets"].rows.values():
        fields = row.model_dump()
        assert fields["is_break_required"] or fields["break_interval_hours"] is None, fields
        assert fields["is_restart_allowed"] or fields["restart_hours"] is None, fields
        assert fields["region_code"][:2] == fields["hos_ruleset_code"][:2], fields


def test_a_row_has_the_types_of_the_contract() -> None:
    first = page(BY_PATH["ref-hos-rulesets"], None, 1)["items"][0]
    assert (first["cycle_days"], first["is_break_required"]) == (7, True)
    assert (first["restart_frequency_days"], first["issue_authority"]) == (None, "FMCSA")
    assert list(first) == list(BY_PATH["ref-hos-rulesets"].row_model.model_fields)
    # Codes of the device are texts, though most of them look like numbers.
    assert page(BY_PATH["ref-hos-event-codes"], None, 1)["items"][0]["eld_code"] == "1"


@each_list
def test_pages_lead_through_the_whole_list_and_back(listed: ReferenceList) -> None:
    size = 3
    forwards: list[Any] = []
    cursor, last = None, None
    while True:
        last = page(listed, cursor, size)
        assert last["total"] == SIZES[listed.path]
        forwards += last["items"]
        if (cursor := last["next_page"]) is None:
            break
    assert forwards == [row.model_dump() for row in listed.rows.values()]
    backwards: list[Any] = last["items"]
    while last["previous_page"] is not None:
        last = page(listed, last["previous_page"], size)
        backwards = last["items"] + backwards
    assert backwards == forwards


def test_a_cursor_of_another_list_is_refused() -> None:
    cursor = page(BY_PATH["ref-hos-rulesets"], None, 1)["next_page"]
    with pytest.raises(BadCursor):
        BY_PATH["ref-timezones"].page(cursor, 1)
