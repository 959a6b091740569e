"""Public ids in JSON: put in for the partner that invited, and for nobody else."""

import json
from uuid import UUID, uuid4

import orjson
import pytest

from gladhand.core.crypto import Keyring
from gladhand.notifications.sealed_links import (
    PLACEHOLDER,
    find_magic_link,
    find_with_link,
    magic_link_json,
    seal_link,
    with_link,
    with_links,
)

PARTNER, LINK = uuid4(), uuid4()
TEXT = f'{{"id":"{PLACEHOLDER}","magic_link":{magic_link_json("https://hub.example")}}}'


@pytest.fixture
def keyring() -> Keyring:
    return Keyring.parse(Keyring.new_key())


def test_the_partner_that_invited_reads_the_id(keyring):
    found = json.loads(with_link(TEXT, seal_link(LINK, keyring, PARTNER), keyring, PARTNER))
    assert found == {"id": str(LINK), "magic_link": f"https://hub.example/?invite={LINK}"}


def test_a_sealed_id_that_was_copied_to_another_partner_shows_zeros(keyring):
    found = json.loads(with_link(TEXT, seal_link(LINK, keyring, PARTNER), keyring, uuid4()))
    assert found["id"] == str(UUID(int=0))


def test_what_is_sent_has_the_right_link_or_is_nothing(keyring):
    sealed, lost = seal_link(LINK, keyring, PARTNER), Keyring.parse(Keyring.new_key())
    assert find_with_link(TEXT, sealed, keyring, PARTNER) == with_link(TEXT, sealed, keyring, PARTNER)
    assert find_with_link('{"a":1}', None, lost, PARTNER) == '{"a":1}'
    assert find_with_link(TEXT, sealed, lost, PARTNER) is None
    assert find_magic_link("https://hub.example", sealed, keyring, PARTNER) == f"https://hub.example/?invite={LINK}"
    assert find_magic_link("https://hub.example", sealed, lost, PARTNER) is None


def test_a_reader_who_may_not_have_the_link_sees_zeros(keyring):
    sealed, zeros = seal_link(LINK, keyring, PARTNER), str(UUID(int=0))
    expected = {"id": zeros, "magic_link": f"https://hub.example/?invite={zeros}"}
    assert json.loads(with_link(TEXT, sealed, None, PARTNER)) == expected
    rows = with_links(f"[{TEXT},{TEXT}]".encode(), [sealed, sealed], None, PARTNER, per_row=2)
    assert json.loads(rows) == [expected, expected]


def test_text_without_an_id_stays_as_it_is(keyring):
    assert with_link('{"a":1}', None, keyring, PARTNER) == '{"a":1}'


@pytest.mark.parametrize("count", [0, 1, 2, 7])
@pytest.mark.parametrize("places", [1, 2])
def test_each_row_of_a_list_gets_its_own(keyring, count, places):
    ids = [uuid4() for _ in range(count)]
    row = json.dumps({"n": 0})[:-1] + "".join(f',"{place}":"{PLACEHOLDER}"' for place in range(places)) + "}"
    sealed = [seal_link(each, keyring, PARTNER) for each in ids]
    found = with_links(f"[{','.join([row] * count)}]".encode(), sealed, keyring, PARTNER, per_row=places)
    assert json.loads(found) == [{"n": 0} | {str(place): str(each) for place in range(places)} for each in ids]


@pytest.mark.parametrize("text", [PLACEHOLDER, json.loads(f'"{PLACEHOLDER}"'), rf"\{PLACEHOLDER}", rf"{PLACEHOLDER}\/"])
def test_no_text_of_a_client_becomes_the_placeholder(keyring, text):
    for rendered in (json.dumps({"name": text}), orjson.dumps({"name": text}).decode()):
        assert PLACEHOLDER not in rendered
