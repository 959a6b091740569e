import json
from uuid import UUID, uuid4

import pytest

from gladhand.auth.tokens.schemas import FleetTokens
from gladhand.core.crypto import Keyring
from gladhand.orgs.invitations.tokens import SealedTokens, seal, with_tokens

ID = UUID("01234567-89ab-4def-8123-456789abcdef")
FIELDS = {
    "id": str(ID),
    "fleet_name": 'a "quoted" name, "pre_registration_access_token":null}',
    "pre_registration_access_token": None,
    "pre_registration_refresh_token": None,
}
TEXT = json.dumps(FIELDS)


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.parse(Keyring.new_key())


def sealed(keyring: Keyring, invitation: UUID = ID) -> SealedTokens:
    return seal(FleetTokens("the.access.token", "the.refresh.token", uuid4()), keyring, invitation)


def test_tokens_are_unsealed_into_the_json(keyring):
    assert json.loads(with_tokens(TEXT, sealed(keyring), keyring, ID)) == FIELDS | {
        "pre_registration_access_token": "the.access.token",
        "pre_registration_refresh_token": "the.refresh.token",
    }


def test_json_without_tokens_is_passed_through(keyring):
    assert with_tokens(TEXT, SealedTokens(None, None), keyring, ID) is TEXT


def test_tokens_of_another_invitation_or_key_are_not_shown(keyring):
    assert json.loads(with_tokens(TEXT, sealed(keyring, uuid4()), keyring, ID)) == FIELDS
    assert json.loads(with_tokens(TEXT, sealed(keyring), Keyring.parse(Keyring.new_key()), ID)) == FIELDS
