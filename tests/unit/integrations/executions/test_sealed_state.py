"""A provider that puts a secret into the place where the next page begins."""

from typing import Any

import pytest

from gladhand.core.crypto import Keyring
from gladhand.integrations.executions.sealed_state import open_state, seal_again, seal_state
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.registry import providers
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.reading import NO_STATE


def adapter(key: str) -> Adapter:
    return providers()["catena_simulator"].adapter({"api_key": key}, DryRunTransport())


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.parse(Keyring.new_key())


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("key-of-fleet/1", {"next": "https://provider.example/users?after=7&key=key-of-fleet%2F1"}),
        ("key-of-fleet/1", {"a": {"b": ["key-of-fleet/1"]}, "page": 3}),
        ("1234", {"token": "1234"}),
    ],
)
def test_a_state_with_a_secret_is_stored_sealed_and_given_back_as_it_was(
    key: str, state: dict[str, Any], keyring: Keyring
) -> None:
    stored = seal_state(keyring, adapter(key), state)
    assert key not in str(stored)
    assert "after" not in str(stored)
    assert open_state(keyring, stored) == state


def test_any_other_state_is_stored_as_it_is(keyring: Keyring) -> None:
    state = {"cursor": "1234", "page": 1234}
    assert seal_state(keyring, adapter("1234"), state) is state
    assert open_state(keyring, state) is state


def test_a_state_whose_key_is_gone_begins_anew(keyring: Keyring) -> None:
    stored = seal_state(keyring, adapter("key-of-fleet"), {"next": "key-of-fleet"})
    assert open_state(Keyring.parse(Keyring.new_key()), stored) == NO_STATE


def test_a_run_seals_its_state_with_the_newest_key() -> None:
    old, new = Keyring.new_key(), Keyring.new_key()
    stored = seal_state(Keyring.parse(old), adapter("key-of-fleet"), {"next": "key-of-fleet"})
    again = seal_again(Keyring.parse(f"{new},{old}"), stored)
    assert open_state(Keyring.parse(new), again) == {"next": "key-of-fleet"}
    assert seal_again(Keyring.parse(new), {"page": 1}) == {"page": 1}
    assert seal_again(Keyring.parse(new), stored) == stored, "its key is gone"
