"""The gateway opens adapters: with the right credentials, or with an error that says why not."""

import json
from typing import Any
from uuid import uuid4

import pytest

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.gateway import (
    AttemptSettings,
    NotInstalled,
    ProviderGateway,
    StoredConnection,
)
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.unreadable import CredentialsUnreadable
from gladhand.sdk.errors import Rejected
from gladhand.sdk.oauth2 import Application

KEYRING = Keyring.parse(Keyring.new_key())


def gateway(**settings: Any) -> ProviderGateway:
    return ProviderGateway(
        Database("postgresql://nobody@127.0.0.1:1/none"),
        KEYRING,
        DryRunTransport(),
        AttemptSettings(waits=(), provider_timeout=2, sync_timeout=5, **settings),
    )


def stored(source_name: str, credentials: dict[str, str], *, keyring: Keyring = KEYRING) -> StoredConnection:
    sealed = keyring.seal(json.dumps(credentials), purpose="connection.credentials")
    return StoredConnection(uuid4(), uuid4(), source_name, "account", sealed)


def test_a_stored_connection_is_opened_with_its_credentials() -> None:
    adapter = gateway().open(stored("catena_simulator", {"api_key": "secret-key"}))
    assert adapter.credentials["api_key"] == "secret-key"


def test_a_provider_that_is_not_installed_has_its_own_error() -> None:
    with pytest.raises(NotInstalled, match="x-nobody"):
        gateway().open(stored("x-nobody", {"api_key": "secret-key"}))


def test_credentials_of_an_unknown_key_can_be_tried_again_and_show_nothing() -> None:
    with pytest.raises(CredentialsUnreadable) as caught:
        gateway().open(stored("catena_simulator", {"api_key": "secret-key"}, keyring=Keyring.parse(Keyring.new_key())))
    assert caught.value.retryable
    assert not caught.value.may_have_arrived


def test_credentials_that_lack_a_field_are_rejected() -> None:
    with pytest.raises(Rejected):
        gateway().open(stored("catena_simulator", {}))


def test_the_current_secret_of_the_application_replaces_the_stored_one() -> None:
    login = {"client_id": "app", "client_secret": "old", "auth_code": "code"}
    applications = {"samsara": Application(client_id="app", client_secret="new")}
    adapter = gateway(applications=applications).open(stored("samsara", login))
    assert adapter.credentials["client_secret"] == "new"
    other = gateway(applications=applications).open(stored("samsara", login | {"client_id": "former"}))
    assert other.credentials["client_secret"] == "old"
