"""Kinds of credentials: which kind fits, what answers show, and how adapters read them."""

from typing import Any

import pytest

from gladhand.core.problems import Invalid
from gladhand.integrations.connections.credential_models import output_model
from gladhand.integrations.connections.credentials import masked, parse_credentials, parse_kind
from gladhand.resources.enums import ConnectionTypeEnum
from gladhand.sdk.credential_kinds import (
    KINDS,
    KINDS_BY_CONN_TYPE,
    ApiKeyCredentials,
    CredentialKind,
    SamsaraCredentials,
)
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition, parse
from gladhand.sdk.errors import Rejected


def test_every_connection_type_has_its_form() -> None:
    assert set(KINDS_BY_CONN_TYPE) == {each.value for each in ConnectionTypeEnum}


@pytest.mark.parametrize("conn_type", sorted(KINDS_BY_CONN_TYPE))
def test_no_form_shows_a_password_key_or_token(conn_type: str) -> None:
    form = KINDS_BY_CONN_TYPE[conn_type]
    given: dict[str, object] = {}
    for name, field in form.model_fields.items():
        given[name] = {"port": 5432, "drivername": "mysql", "carrier_identifier_type": "dot", "expires_in": 60}.get(
            name, f"value-{name}"
        )
        assert field.description is None or field.description
    shown = masked(parse_kind(conn_type, given))
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
    shown = masked(parse_kind("database", {
        "drivername": "mysql", "host": "db", "port": 3306, "username": "u", "password": "p", "database": "fleet",
    }))  # fmt: skip
    assert (shown["drivername"], shown["port"], shown["database"]) == ("mysql", 3306, "fleet")
    assert (shown["host"], shown["username"], shown["password"]) == ("*****", "*****", "*****")
    assert masked(parse_kind("api_key", {"api_key": "k"})) == {"api_key": "*****", "url": None, "user_id": None}


def test_each_field_that_does_not_fit_is_named_and_its_value_is_not_repeated() -> None:
    with pytest.raises(Invalid) as refused:
        parse_kind("client_id_secret", {"client_secret": ["very-secret"]})
    assert [fault.path for fault in refused.value.faults] == [
        "body.credentials.client_id",
        "body.credentials.client_secret",
    ]
    assert "very-secret" not in str(refused.value.body())


@pytest.mark.parametrize("value", ["a\0b", "half \ud83d"])
def test_characters_that_cannot_be_stored_are_refused(value: str) -> None:
    with pytest.raises(Invalid):
        parse_kind("api_key", {"api_key": value})


def test_fields_that_the_form_does_not_have_are_left_out() -> None:
    assert isinstance(parse_kind("api_key", {"api_key": "k", "other": 1}), ApiKeyCredentials)
    assert "other" not in masked(parse_kind("api_key", {"api_key": "k", "other": 1}))


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
        path="provider.toml",
    )


@pytest.mark.parametrize(
    ("given", "form"),
    [
        ({"api_key": "k", "user_id": "eu"}, ApiKeyCredentials),
        ({"client_id": "i", "client_secret": "s", "auth_code": "c"}, SamsaraCredentials),
        ({"api_key": None, "client_id": "i", "client_secret": "s", "auth_code": "c"}, SamsaraCredentials),
    ],
)
def test_credentials_are_taken_in_whichever_form_of_the_provider_they_fit(both_ways, given, form):
    assert isinstance(parse_credentials(both_ways, given), form)


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
        parse_credentials(both_ways, given)
    assert [fault.path for fault in refused.value.faults] == [f"body.credentials.{name}" for name in paths]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_masks_the_same_fields_in_its_models_and_in_its_text(kind: type[CredentialKind]) -> None:
    hidden = {name for name in kind.model_fields if kind.secrecy(name) is not None}
    assert hidden == {name for name, field in kind.model_fields.items() if not field.repr}
    if not kind.has_one_wire_model:
        fields = output_model(kind).model_fields
        assert hidden == {name for name, field in fields.items() if field.annotation is Any}
        assert kind.required_fields() == [name for name, field in fields.items() if field.is_required()]


def test_an_adapter_reads_its_credentials_as_a_kind() -> None:
    credentials = Credentials({"client_id": "i", "client_secret": "s", "auth_code": "c"})
    assert credentials.of_kind(SamsaraCredentials).auth_code == "c"
    assert credentials.find_kind(ApiKeyCredentials) is None
    with pytest.raises(Rejected, match="api_key"):
        credentials.of_kind(ApiKeyCredentials)
    assert "secret-key" not in repr(Credentials({"api_key": "secret-key"}).of_kind(ApiKeyCredentials))


@pytest.mark.parametrize("conn_type", sorted(KINDS_BY_CONN_TYPE))
def test_what_copying_brings_along_is_taken_out_of_every_field(conn_type: str) -> None:
    kind = KINDS_BY_CONN_TYPE[conn_type]
    usual: dict[str, Any] = {"port": 5432, "drivername": "mysql", "carrier_identifier_type": "dot", "expires_in": 60}
    texts = {name: f"value-{name}" for name in kind.model_fields if name not in usual}
    pasted = {name: f"\u202a {value}\u200b\u00a0\r\n" for name, value in texts.items()}
    held = parse_kind(conn_type, {name: usual[name] for name in kind.model_fields if name in usual} | pasted)
    assert {name: getattr(held, name) for name in texts} == texts


@pytest.mark.parametrize("wrong", ["abc\ndef-ghi", "abc\tdef", "abc\u2013def", "абвгд"])
def test_a_key_that_cannot_stand_in_a_header_is_refused_at_its_field(wrong: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_kind("token", {"token": wrong})
    (fault,) = caught.value.faults
    assert (fault.path, fault.error_type) == ("body.credentials.token", "credential_character")
    assert "abc" not in fault.message


def test_a_password_may_hold_any_letter_and_a_key_file_several_lines() -> None:
    held = parse_kind("api_basic", {"username": "jürgen", "password": "pässwörd geheim"})
    assert held.model_dump()["password"] == "pässwörd geheim"
    key = "-----BEGIN KEY-----\nabc\n-----END KEY-----"
    given = {"client_id": "a", "private_key": f"{key}\n", "token_url": "https://a.example", "url": "https://b.example"}
    assert parse_kind("oauth2_private_key", given).model_dump()["private_key"] == key
    with pytest.raises(Invalid):
        parse_kind("api_basic", {"username": "a", "password": "pass\nword"})
