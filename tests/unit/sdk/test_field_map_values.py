"""Values that a provider has no place for: some are left out, some speak against the whole write."""

import pytest

from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Choices, Convert, FieldMap, FieldOutcome, LeftOut, Takes, Verb


def digits(value: str) -> int:
    if not value.isdigit():
        raise LeftOut("Acme takes numbers only.")
    return int(value)


FIELD_MAP = FieldMap(
    "Acme",
    {
        "name": Takes("name"),
        "country": Takes(
            "locale", value=Choices({"USA": "us"}, leave_out_others=True), reason="Acme knows few countries."
        ),
        "ruleset": Takes("rules", value=Choices({"A": 1}, refusals={"B": "Acme cannot set B."})),
        "number": Takes("number", value=Convert(digits)),
    },
)


def test_a_value_without_a_place_is_left_out_and_the_rest_is_written() -> None:
    made = FIELD_MAP.prepare({"name": "x", "country": "JPN", "number": "MC-1"}, Verb.UPDATE)
    assert made.body == {"name": "x"}
    assert made.outcomes == {
        "name": FieldOutcome.APPLIED,
        "country": FieldOutcome.NOT_SUPPORTED,
        "number": FieldOutcome.NOT_SUPPORTED,
    }
    assert made.details == {"country": "Acme knows few countries.", "number": "Acme takes numbers only."}


def test_a_value_that_would_mislead_is_refused_with_its_own_reason_where_there_is_one() -> None:
    for value, reason in (("B", "Acme cannot set B."), ("C", "Acme has nothing that means C.")):
        with pytest.raises(Rejected) as caught:
            FIELD_MAP.prepare({"ruleset": value}, Verb.UPDATE)
        assert caught.value.fields == {"ruleset": reason}
