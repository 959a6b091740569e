"""Credentials can be used and cannot be shown."""

import copy
import pickle

import pytest

from gladhand.sdk.credentials import Credentials

HELD = Credentials({"api_key": "hunter22", "url": "https://example.com", "user_id": None}, public=["url"])


def test_fields_are_read_by_name() -> None:
    assert HELD["api_key"] == "hunter22"
    assert HELD.get("user_id") is None
    assert set(HELD) == {"api_key", "url", "user_id"}


def test_no_way_of_printing_shows_a_secret() -> None:
    for shown in (repr(HELD), str(HELD), f"{HELD}", f"{HELD!r}", f"{[HELD]}"):
        assert "hunter22" not in shown
        assert "https://example.com" in shown


def test_they_are_neither_pickled_nor_copied_into_something_that_is() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(HELD)
    with pytest.raises(TypeError):
        copy.deepcopy(HELD)


def test_a_field_is_secret_unless_it_is_said_to_be_public() -> None:
    assert "x" * 9 not in repr(Credentials({"anything": "x" * 9}))


def test_secrets_are_taken_out_of_texts_the_longest_first() -> None:
    held = Credentials({"a": "abcd", "b": "abcdefgh", "c": "of", "d": "public"}, public=["d"])
    assert held.redact("key abcdefgh of abcd is public") == "key ***** of ***** is public"


@pytest.mark.parametrize("spelled", ['p"w d/ü+&', "p%22w%20d%2F%C3%BC%2B%26", "p%22w+d%2F%C3%BC%2B%26", 'p\\"w d/ü+&'])
def test_a_secret_is_found_as_addresses_forms_and_json_spell_it(spelled: str) -> None:
    held = Credentials({"password": 'p"w d/ü+&'})
    assert held.redact(f"?password={spelled}&x=1") == "?password=*****&x=1"
