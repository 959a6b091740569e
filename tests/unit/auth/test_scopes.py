from gladhand.auth import scopes
from gladhand.auth.scopes import granted


def test_without_a_scope_a_token_has_all_of_the_clients():
    assert granted({"fleet:read", "telematics:read"}, None) == {"fleet:read", "telematics:read"}
    assert granted({"fleet:read"}, "") == {"fleet:read"}


def test_organization_asks_for_all_of_the_clients():
    assert granted(scopes.PARTNER, "organization") == scopes.PARTNER


def test_named_scopes_narrow_a_token():
    assert granted(scopes.PARTNER, "telematics:read fleet:read") == {"telematics:read", "fleet:read"}
    assert granted(scopes.PARTNER, "organization telematics:read") == {"telematics:read"}


def test_scopes_that_do_not_exist_are_passed_over():
    assert granted({"fleet:read"}, "openid email nonsense") == {"fleet:read"}
    assert granted({"fleet:read", "tsp:create"}, "nonsense fleet:read") == {"fleet:read"}


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
