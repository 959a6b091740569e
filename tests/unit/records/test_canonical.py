"""The text that a record's hash is made from."""

import hashlib

from gladhand.records.canonical import canonical
from gladhand.records.sort_queries import sort_key, sort_names
from gladhand.resources.user import USER


def test_equal_values_have_equal_texts_whatever_their_order() -> None:
    assert (
        canonical({"b": 1, "a": {"d": 2, "c": 3}})
        == canonical({"a": {"c": 3, "d": 2}, "b": 1})
        == b'{"a":{"c":3,"d":2},"b":1}'
    )


def test_nothing_hashes_like_an_empty_object() -> None:
    assert hashlib.sha256(canonical({})).hexdigest() == hashlib.sha256(b"{}").hexdigest()


def test_a_character_that_cannot_be_stored_is_left_out_and_its_spelling_is_kept() -> None:
    assert canonical({"a": "x\0y", "b": ["\0"], "c": "\\u0000"}) == b'{"a":"xy","b":[""],"c":"\\\\u0000"}'


def test_every_field_of_an_answer_can_be_sorted_by_and_nothing_else() -> None:
    assert all(sort_key(USER, name) for name in USER.record_model.model_fields)
    assert sort_names(USER) == list(USER.record_model.model_fields)
