"""A provider that puts a secret into the place where the next page begins."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from gladhand.core.crypto import Keyring
from gladhand.integrations.executions.sealed_state import StateSeal
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.unreadable import StateUnreadable
from gladhand.sdk.adapter import Adapter


def adapter(key: str) -> Adapter:
    return providers()["catena_simulator"].adapter({"api_key": key}, DryRunTransport())


@pytest.fixture
def seal() -> StateSeal:
    return StateSeal(Keyring.parse(Keyring.new_key()), uuid4())


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("key-of-fleet/1", {"next": "https://provider.example/users?after=7&key=key-of-fleet%2F1"}),
        ("key-of-fleet/1", {"a": {"b": ["key-of-fleet/1"]}, "page": 3}),
        ("1234", {"token": "1234"}),
    ],
)
def test_a_state_with_a_secret_is_stored_sealed_and_given_back_as_it_was(
    key: str, state: dict[str, Any], seal: StateSeal
) -> None:
    stored = seal.seal(adapter(key), state)
    assert key not in str(stored)
    assert "after" not in str(stored)
    assert seal.open(stored) == state


def test_any_other_state_is_stored_as_it_is(seal: StateSeal) -> None:
    state = {"cursor": "1234", "page": 1234}
    assert seal.seal(adapter("1234"), state) is state
    assert seal.open(state) is state


def test_a_state_whose_key_is_gone_is_told_and_never_taken_for_the_beginning(seal: StateSeal) -> None:
    stored = seal.seal(adapter("key-of-fleet"), {"next": "key-of-fleet"})
    with pytest.raises(StateUnreadable):
        replace(seal, keyring=Keyring.parse(Keyring.new_key())).open(stored)


def test_a_state_opens_nothing_in_the_row_of_another_schedule(seal: StateSeal) -> None:
    stored = seal.seal(adapter("key-of-fleet"), {"next": "key-of-fleet"})
    with pytest.raises(StateUnreadable):
        replace(seal, schedule_id=uuid4()).open(stored)


@pytest.mark.parametrize("damaged", ["", "c2VhbGVk", "no base64!", "\0"])
def test_a_damaged_state_is_told(seal: StateSeal, damaged: str) -> None:
    with pytest.raises(StateUnreadable):
        seal.open({"gladhand.sealed": damaged})


def test_a_run_seals_its_state_with_the_newest_key() -> None:
    old, new, schedule_id = Keyring.new_key(), Keyring.new_key(), uuid4()
    newest, both = (StateSeal(Keyring.parse(keys), schedule_id) for keys in (new, f"{new},{old}"))
    stored = StateSeal(Keyring.parse(old), schedule_id).seal(adapter("key-of-fleet"), {"next": "key-of-fleet"})
    assert newest.open(both.seal_again(stored)) == {"next": "key-of-fleet"}
    assert newest.seal_again({"page": 1}) == {"page": 1}
    assert newest.seal_again(stored) == stored, "its key is gone"
