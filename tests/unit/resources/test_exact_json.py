"""JSON keeps every digit of its whole numbers."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from gladhand.resources.exact_json import dump_each, dump_exact, dump_utc, load_exact

LONG = 89370010000000000001


@pytest.mark.parametrize("number", [2**63 - 1, 2**64, LONG, -LONG, 10**30])
def test_a_long_number_is_read_and_written_with_every_digit(number: int) -> None:
    assert load_exact(b'{"a": [%d], "b": 1.5}' % number) == {"a": [number], "b": 1.5}
    assert load_exact(dump_exact({"a": number})) == {"a": number}


def test_keys_are_sorted_and_dates_are_texts_beside_a_long_number_too() -> None:
    value = {"b": LONG, "a": date(2027, 1, 31), "c": "ü"}
    assert dump_exact(value, sort_keys=True).decode() == f'{{"a":"2027-01-31","b":{LONG},"c":"ü"}}'


@pytest.mark.parametrize("text", [b'{"a": NaN, "b": 89370010000000000001}', b"89370010000000000001 x", b"1" * 5000])
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whichever parser read it
        load_exact(text)


@pytest.mark.parametrize("number", [1, LONG])
def test_what_is_no_number_in_json_is_null_beside_a_long_number_too(number: int) -> None:
    value = [{"n": number}, {"a": [float("inf"), {"b": float("-inf")}], "c": (float("nan"), 0.5)}]
    expected = f'[{{"n":{number}}},{{"a":[null,{{"b":null}}],"c":[null,0.5]}}]'
    assert dump_exact(value).decode() == dump_utc(value).decode() == expected


@pytest.mark.parametrize("sort_keys", [True, False])
@pytest.mark.parametrize(
    "values", [[], [None], [{"b": '1",', "a": [1.5, "ü"]}, "text", ["x"], {}], [{"b": LONG, "a": 1}, {"c": -0.0}, LONG]]
)
def test_many_values_have_the_texts_that_each_has_alone(values: list[Any], *, sort_keys: bool) -> None:
    assert dump_each(values, sort_keys=sort_keys) == [dump_exact(value, sort_keys=sort_keys) for value in values]


@pytest.mark.parametrize("number", [1, LONG])
def test_times_in_utc_end_in_z_and_others_keep_their_zone(number: int) -> None:
    moment = datetime(2026, 1, 6, 9, 29, 28, tzinfo=UTC)
    value = {"n": number, "utc": moment, "east": moment.astimezone(timezone(timedelta(hours=2)))}
    expected = f'{{"n":{number},"utc":"2026-01-06T09:29:28Z","east":"2026-01-06T11:29:28+02:00"}}'
    assert dump_utc(value).decode() == expected
