"""Rules that the users of several providers share."""

from typing import Any

import pytest

from gladhand.resources.enums import UserStatusEnum
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Absent, FieldMap, Verb
from gladhand.sdk.user_rules import active_or_not, always_active, no_hours, only_drivers, status_of

ALWAYS = FieldMap("Acme", {**only_drivers("No others."), **always_active("Delete it."), **no_hours("No logs.")})
EITHER = FieldMap(
    "Acme",
    active_or_not("blocked", active=0, inactive=1, reason="One of two.") | no_hours("No logs.", "Set it there."),
    others=Absent("No place."),
)


def test_what_is_always_so_is_taken_and_sends_nothing() -> None:
    change = {"is_driver": True, "is_active": True, "status": UserStatusEnum.ACTIVE, "allow_yard_move": True}
    prepared = ALWAYS.prepare(change, Verb.CREATE)
    assert prepared.body == {}
    assert prepared.outcomes["allow_yard_move"] == "not_supported"


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("is_driver", False, "No others."),
        ("is_active", False, "Delete it."),
        ("status", UserStatusEnum.INACTIVE, "Delete it."),
        ("hos_ruleset_code", "US_INT_PROP_70_8", "No logs."),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(field: str, value: Any, why: str) -> None:
    with pytest.raises(Rejected) as caught:
        ALWAYS.prepare({field: value}, Verb.UPDATE)
    assert why in caught.value.fields[field]


@pytest.mark.parametrize("change", [{"is_active": False}, {"status": UserStatusEnum.INACTIVE}])
def test_both_fields_of_a_state_have_one_place(change: dict[str, Any]) -> None:
    assert EITHER.prepare(change, Verb.UPDATE).body == {"blocked": 1}


def test_a_ruleset_may_be_refused_with_a_reason_of_its_own() -> None:
    with pytest.raises(Rejected, match="Set it there"):
        EITHER.prepare({"hos_ruleset_code": "US_INT_PROP_70_8"}, Verb.UPDATE)


def test_a_state_has_its_word() -> None:
    assert [status_of(each) for each in (True, False, None)] == ["ACTIVE", "INACTIVE", None]
