import json
from uuid import UUID, uuid4

import pytest

from gladhand.auth.tokens.schemas import FleetTokens
from gladhand.core.crypto import Keyring
from gladhand.orgs.invitations.rendering_queries import TOKEN_PLACEHOLDER
from gladhand.orgs.invitations.tokens import SealedTokens, seal, with_tokens

ID = UUID("01234567-89ab-4def-8123-456789abcdef")
FIELDS = {"id": str(ID), "fleet_name": r'a "quoted" name, "invitation\/token"'}
TOKENS = "pre_registration_access_token", "pre_registration_refresh_token"
# As PostgreSQL renders it: a backslash and a quote of a client have a backslash in front.
_PLACEHOLDERS = ", ".join(f'"{name}":{TOKEN_PLACEHOLDER}' for name in TOKENS)
TEXT = f"{json.dumps(FIELDS)[:-1]}, {_PLACEHOLDERS}}}".encode()
UNREADABLE = FIELDS | dict.fromkeys(TOKENS)


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.parse(Keyring.new_key())


def sealed(keyring: Keyring, invitation: UUID = ID) -> SealedTokens:
    return seal(FleetTokens("the.access.token", "the.refresh.token", uuid4()), keyring, invitation)


def test_tokens_are_unsealed_into_the_json(keyring):
    filled = FIELDS | dict(zip(TOKENS, ("the.access.token", "the.refresh.token"), strict=True))
    assert json.loads(with_tokens(TEXT, [(ID, sealed(keyring))], keyring)) == filled


def test_the_tokens_of_several_invitations_keep_their_order(keyring):
    other = uuid4()
    tokens = [(ID, sealed(keyring)), (other, seal(FleetTokens("second", "third", uuid4()), keyring, other))]
    first, second = json.loads(with_tokens(b"[%b,%b]" % (TEXT, TEXT), tokens, keyring))
    assert [first[name] for name in TOKENS] == ["the.access.token", "the.refresh.token"]
    assert [second[name] for name in TOKENS] == ["second", "third"]


def test_withheld_tokens_are_null(keyring):
    assert json.loads(with_tokens(TEXT, [(ID, SealedTokens(None, None))], keyring)) == UNREADABLE


def test_json_without_tokens_stays_as_it_is(keyring):
    text = json.dumps(FIELDS).encode()
    assert with_tokens(text, [], keyring) == text


def test_tokens_of_another_invitation_or_key_are_not_shown(keyring):
    assert json.loads(with_tokens(TEXT, [(ID, sealed(keyring, uuid4()))], keyring)) == UNREADABLE
    assert json.loads(with_tokens(TEXT, [(ID, sealed(keyring))], Keyring.parse(Keyring.new_key()))) == UNREADABLE
