"""JSON keeps every digit of its whole numbers."""

from datetime import date

import pytest

from gladhand.resources.exact_json import dump_exact, load_exact

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
