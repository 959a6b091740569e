"""The scope that the token endpoint answers."""

import pytest

from gladhand.auth.scopes import answered_scope

HELD = {"fleet:read", "invitation:read"}


@pytest.mark.parametrize("asked", ["organization", "organization openid", "fleet:read", "invitation:read fleet:read"])
def test_a_scope_that_is_granted_is_repeated_as_it_was_asked_for(asked: str) -> None:
    assert answered_scope(asked, HELD) == asked


@pytest.mark.parametrize("asked", [None, "", "fleet:read webhook:read"])
def test_otherwise_the_granted_scopes_are_named(asked: str | None) -> None:
    assert answered_scope(asked, HELD) == "fleet:read invitation:read"
