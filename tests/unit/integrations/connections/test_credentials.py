"""The 37 forms of credentials: which fits, and what of them is shown."""

import pytest

from gladhand.core.problems import Invalid
from gladhand.integrations.connections import credential_inputs as inputs
from gladhand.integrations.connections.credentials import FORMS, fitting, masked, taken
from gladhand.resources.enums import ConnectionTypeEnum
from gladhand.sdk.definition import Definition, parse


def test_every_connection_type_has_its_form() -> None:
    assert set(FORMS) == {each.value for each in ConnectionTypeEnum}


@pytest.mark.parametrize("conn_type", sorted(FORMS))
def test_no_form_shows_a_password_key_or_token(conn_type: str) -> None:
    form = FORMS[conn_type]
    given: dict[str, object] = {}
    for name, field in form.model_fields.items():
        given[name] = {"port": 5432, "drivername": "mysql", "carrier_identifier_type": "dot", "expires_in": 60}.get(
            name, f"value-{name}"
        )
        assert field.description is None or field.description
    shown = masked(fitting(conn_type, given))
    assert set(shown) == set(form.model_fields)
    for name, value in shown.items():
        if any(word in name for word in ("password", "secret", "private_key", "_key", "auth_code")) and name not in (
            "access_key",
            "consumer_key",
        ):
            assert value == "*****", name
        if name in ("token", "access_token", "refresh_token", "code", "api_key"):
            assert value == "*****", name


def test_what_was_not_given_stays_null_and_what_is_no_secret_is_shown() -> None:
    shown = masked(fitting("database", {
        "drivername": "mysql", "host": "db", "port": 3306, "username": "u", "password": "p", "database": "fleet",
    }))  # fmt: skip
    assert (shown["drivername"], shown["port"], shown["database"]) == ("mysql", 3306, "fleet")
    assert (shown["host"], shown["username"], shown["password"]) == ("*****", "*****", "*****")
    assert masked(fitting("api_key", {"api_key": "k"})) == {"api_key": "*****", "url": None, "user_id": None}


def test_each_field_that_does_not_fit_is_named_and_its_value_is_not_repeated() -> None:
    with pytest.raises(Invalid) as refused:
        fitting("client_id_secret", {"client_secret": ["very-secret"]})
    assert [fault.path for fault in refused.value.faults] == [
        "body.credentials.client_id",
        "body.credentials.client_secret",
    ]
    assert "very-secret" not in str(refused.value.body())


@pytest.mark.parametrize("value", ["a\0b", "half \ud83d"])
def test_characters_that_cannot_be_stored_are_refused(value: str) -> None:
    with pytest.raises(Invalid):
        fitting("api_key", {"api_key": value})


def test_fields_that_the_form_does_not_have_are_left_out() -> None:
    assert isinstance(fitting("api_key", {"api_key": "k", "other": 1}), inputs.ApiKeyCredsInput)
    assert "other" not in masked(fitting("api_key", {"api_key": "k", "other": 1}))


@pytest.fixture
def both_ways() -> Definition:
    """A provider with keys of two regions, and a sign-in at its own pages."""
    return parse(
        """
        source_name = "samsara"
        conn_type = "api_key"
        base_url = "https://api.provider.example"
        where_to_find = "Under Settings."

        [[brands]]
        slug = "provider"
        name = "Provider"

        [[form]]
        name = "api_key"
        label = "API key"
        kind = "password"
        secret = true

        [[form]]
        name = "user_id"
        label = "Region"
        kind = "select"
        choices = [{ value = "us", label = "USA" }, { value = "eu", label = "Europe" }]

        [oauth2]
        conn_type = "samsara"
        authorize_url = "https://api.provider.example/authorize"
        token_url = "https://api.provider.example/token"
        """,
        place="provider.toml",
    )


@pytest.mark.parametrize(
    ("given", "form"),
    [
        ({"api_key": "k", "user_id": "eu"}, inputs.ApiKeyCredsInput),
        ({"client_id": "i", "client_secret": "s", "auth_code": "c"}, inputs.SamsaraCredsInput),
        ({"api_key": None, "client_id": "i", "client_secret": "s", "auth_code": "c"}, inputs.SamsaraCredsInput),
    ],
)
def test_credentials_are_taken_in_whichever_form_of_the_provider_they_fit(both_ways, given, form):
    assert isinstance(taken(both_ways, given), form)


@pytest.mark.parametrize(
    ("given", "paths"),
    [
        ({}, ["api_key"]),
        ({"something": "else"}, ["api_key"]),
        ({"api_key": " "}, ["api_key", "user_id"]),
        ({"api_key": "k", "user_id": "mars"}, ["user_id"]),
        ({"client_id": "i", "client_secret": "s"}, ["auth_code"]),
        ({"client_id": "i", "client_secret": " ", "auth_code": "c"}, ["client_secret"]),
    ],
)
def test_what_fits_no_form_is_told_by_the_nearest_one(both_ways, given, paths):
    with pytest.raises(Invalid) as refused:
        taken(both_ways, given)
    assert [fault.path for fault in refused.value.faults] == [f"body.credentials.{name}" for name in paths]
