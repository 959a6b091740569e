import pytest

from gladhand.auth import scopes
from gladhand.auth.problems import InvalidScope
from gladhand.auth.scopes import find_lost_limit, granted, narrowed


def test_without_a_scope_a_token_has_all_of_the_clients():
    assert granted({"fleet:read", "telematics:read"}, None) == {"fleet:read", "telematics:read"}
    assert granted({"fleet:read"}, "") == {"fleet:read"}


def test_organization_asks_for_all_of_the_clients():
    assert granted(scopes.PARTNER, "organization") == scopes.PARTNER


def test_named_scopes_narrow_a_token():
    assert granted(scopes.PARTNER, "telematics:read fleet:read") == {"telematics:read", "fleet:read"}
    assert granted(scopes.PARTNER, "organization telematics:read") == {"telematics:read"}


def test_names_of_openid_connect_neither_add_nor_narrow():
    assert granted({"fleet:read"}, "openid email") == {"fleet:read"}
    assert granted({"fleet:read", "tsp:create"}, "openid fleet:read") == {"fleet:read"}


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("telematics:raed", "There is no scope 'telematics:raed'. Did you mean telematics:read?"),
        (
            "telematics:read,invitation:read",
            "There is no scope 'telematics:read,invitation:read'. Separate scopes with spaces.",
        ),
        ("organization bogus", "There is no scope 'bogus'."),
        ("Telematics:Read", "There is no scope 'Telematics:Read'. Did you mean telematics:read?"),
        ("*", "There is no scope '*'."),
        ("x" * 5000, f"There is no scope '{'x' * 100}'."),
    ],
)
def test_a_name_that_is_no_scope_is_refused_and_never_widens(asked: str, hint: str):
    with pytest.raises(InvalidScope) as refused:
        granted(scopes.PARTNER, asked)
    assert refused.value.body() == {"error": "invalid_scope", "error_description": hint}


def test_a_client_cannot_ask_for_what_it_does_not_have():
    assert granted({"fleet:read"}, "tsp:create") == frozenset()
    assert granted({"fleet:read"}, "tsp:create fleet:read") == {"fleet:read"}


def test_a_partner_gets_what_partners_need_and_nothing_of_the_operators():
    assert {"invitation:create", "share-agreement:update", "telematics:write", "webhook:delete"} <= scopes.PARTNER
    assert scopes.PARTNER.isdisjoint(
        {"partner:create", "tsp:update", "schedule:create", "fleet:create", "connection:create"}
    )
    assert scopes.PARTNER < scopes.ADMIN
    assert scopes.FLEET < scopes.ADMIN


@pytest.mark.parametrize(
    "name", ["Scope", "SCOPE", "scopes", "scope[]", "scope[0]", "scop", "socpe", "requested_scopes"]
)
def test_a_misspelt_scope_is_told_and_never_passed_over(name: str):
    assert find_lost_limit(["grant_type", name]) == f"There is no parameter '{name}'. Did you mean scope?"
    assert find_lost_limit(["grant_type"], [name]) == "scope must be in the form, not in the address."


def test_a_scope_in_the_address_is_told_even_beside_one_in_the_form():
    assert find_lost_limit(["scope"], ["scope"]) == "scope must be in the form, not in the address."


def test_a_limit_of_another_standard_is_told():
    for form, query in ((["authorization_details"], []), ([], ["authorization_details"])):
        assert find_lost_limit(form, query) == "authorization_details is not supported; scope narrows a token."


def test_parameters_that_limit_nothing_are_passed_over():
    names = ["grant_type", "client_id", "client_secret", "scope", "code", "code_verifier", "redirect_uri", "resource"]
    names += ["include_granted_scopes"]
    assert find_lost_limit([*names, "audience", "state", "token", "x"], ["client_id", "tenant", "code"]) is None


def test_a_refresh_narrows_and_keeps_the_names_of_openid_connect():
    held = "openid organization connection:read fleet:read"
    assert narrowed(held, None) == narrowed(held, "organization") == held
    assert narrowed(held, "fleet:read partner:read") == "openid organization fleet:read"
    with pytest.raises(InvalidScope):
        narrowed(held, "fleet:raed")
