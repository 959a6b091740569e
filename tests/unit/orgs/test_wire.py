from uuid import UUID, uuid4

import pytest

from gladhand.core.crypto import Keyring
from gladhand.core.paging import Cursor
from gladhand.orgs.invitations import wire

ID = UUID("01234567-89ab-4def-8123-456789abcdef")
START = f'{{"id":"{ID}","created_at":"2025-12-11T10:30:00.000001Z","fleet_name":"x"'
NONE = START + ',"pre_registration_access_token":null,"pre_registration_refresh_token":null}'


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.parse(Keyring.new_key())


def sealed(keyring: Keyring, invitation: UUID = ID) -> str:
    access, refresh = (
        keyring.seal(f"the.{token}.token", purpose=wire.purpose(token, invitation)).hex()
        for token in ("access", "refresh")
    )
    return START + f',"pre_registration_access_token":"{access}","pre_registration_refresh_token":"{refresh}"}}'


def test_tokens_are_unsealed_in_place(keyring):
    ends = ',"pre_registration_access_token":"the.access.token","pre_registration_refresh_token":"the.refresh.token"}'
    assert wire.with_tokens(sealed(keyring), keyring) == START + ends


def test_a_record_without_tokens_is_passed_through(keyring):
    assert wire.with_tokens(NONE, keyring) is NONE
    assert wire.without_tokens(NONE) is NONE


def test_tokens_can_be_left_out(keyring):
    assert wire.without_tokens(sealed(keyring)) == NONE


def test_tokens_of_another_invitation_or_key_are_not_shown(keyring):
    assert wire.with_tokens(sealed(keyring, uuid4()), keyring) == NONE
    assert wire.with_tokens(sealed(keyring), Keyring.parse(Keyring.new_key())) == NONE


def test_the_place_in_a_list_survives_a_cursor():
    created_at, invitation = Cursor.decode(Cursor(wire.key(NONE)).encode()).after or ()
    assert (created_at.isoformat(), invitation) == ("2025-12-11T10:30:00.000001+00:00", ID)
