import copy
import json
import logging
import pickle
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gladhand.core.crypto import Keyring, Secret, Unsealable, hash_secret, new_secret, secret_matches

# Fixed, so that the names of the tests are; both alphabets of base64 differ in them.
OLD, NEW = (urlsafe_b64encode(bytes([start, *range(225, 256)])).decode() for start in (1, 251))
RING = Keyring.parse(NEW)

# Surrogates are half a character: no text that came over a wire holds one.
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts, st.text("abc.", min_size=1))
def test_what_is_sealed_comes_back(value, purpose):
    assert RING.unseal(RING.seal(value, purpose=purpose), purpose=purpose) == value


def test_the_same_value_sealed_twice_looks_different():
    assert RING.seal("a", purpose="p") != RING.seal("a", purpose="p")


def test_the_sealed_bytes_do_not_hold_the_value():
    assert b"hunter2" not in RING.seal("hunter2", purpose="p")


def test_a_value_sealed_for_one_purpose_does_not_unseal_for_another():
    with pytest.raises(Unsealable):
        RING.unseal(RING.seal("a", purpose="connection.credentials"), purpose="webhook.secret")


@given(st.integers(min_value=0), st.integers(1, 255))
def test_no_changed_byte_goes_unnoticed(place, change):
    sealed = bytearray(RING.seal("a value", purpose="p"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(Unsealable):
        RING.unseal(bytes(sealed), purpose="p")


@pytest.mark.parametrize("length", range(40))
def test_a_value_that_was_cut_short_does_not_unseal(length):
    sealed = RING.seal("a value that is long enough", purpose="p")
    with pytest.raises(Unsealable):
        RING.unseal(sealed[:length], purpose="p")


def test_after_a_rotation_old_values_can_be_read_and_new_ones_use_the_new_key():
    before, after = Keyring.parse(OLD), Keyring.parse(f"{NEW}, {OLD}")
    old = before.seal("a", purpose="p")
    assert after.unseal(old, purpose="p") == "a"
    new = after.seal("b", purpose="p")
    assert RING.unseal(new, purpose="p") == "b"
    with pytest.raises(Unsealable):
        before.unseal(new, purpose="p")


def test_a_value_of_a_key_that_left_the_ring_is_told_as_such():
    with pytest.raises(Unsealable, match="not on the ring"):
        RING.unseal(Keyring.parse(OLD).seal("a", purpose="p"), purpose="p")


def test_an_error_of_unsealing_says_nothing_of_the_value():
    sealed = RING.seal("hunter2", purpose="p")
    with pytest.raises(Unsealable) as caught:
        RING.unseal(sealed, purpose="q")
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("text", ["", ",", "abc", "AAAA", "!" * 44, NEW[:-4], f"{NEW},AAAA", NEW + NEW])
def test_a_key_of_the_wrong_kind_is_refused_without_repeating_it(text):
    with pytest.raises(ValueError, match=r"encryption key|key ring") as caught:
        Keyring.parse(text)
    assert NEW[:20] not in str(caught.value)


def test_keys_may_be_written_in_either_alphabet_of_base64():
    plain = NEW.replace("-", "+").replace("_", "/")
    assert Keyring.parse(plain).unseal(RING.seal("a", purpose="p"), purpose="p") == "a"


def test_a_key_ring_shows_no_key():
    assert repr(Keyring.parse(f"{NEW},{OLD}")) == "Keyring(2 keys)"


def test_a_mac_depends_on_message_purpose_and_key():
    assert RING.mac("m", purpose="p") == RING.mac("m", purpose="p")
    assert RING.mac("m", purpose="p") != RING.mac("n", purpose="p")
    assert RING.mac("m", purpose="p") != RING.mac("m", purpose="q")
    assert RING.mac("m", purpose="p") != Keyring.parse(OLD).mac("m", purpose="p")


def test_a_mac_matches_while_its_key_is_on_the_ring():
    mac = Keyring.parse(OLD).mac("m", purpose="p")
    assert Keyring.parse(f"{NEW},{OLD}").mac_matches(mac, "m", purpose="p")
    assert not Keyring.parse(f"{NEW},{OLD}").mac_matches(mac, "n", purpose="p")
    assert not RING.mac_matches(mac, "m", purpose="p")
    assert not RING.mac_matches("é", "m", purpose="p")


def test_purpose_and_message_of_a_mac_do_not_run_together():
    assert RING.mac("bc", purpose="a") != RING.mac("c", purpose="ab")


VALUE = "hunter2"


@pytest.mark.parametrize(
    "shown",
    [
        repr,
        str,
        lambda secret: f"{secret}",
        lambda secret: f"{secret!s} {secret!r} {secret!a}",
        "{}".format,
        lambda secret: "%s %r" % (secret, secret),  # noqa: UP031 - likewise
        lambda secret: str([secret]),
        lambda secret: str({"key": secret}),
        lambda secret: str(ValueError(secret)),
        lambda secret: json.dumps({"key": secret}, default=str),
        lambda secret: logging.LogRecord("n", 20, "f", 1, "%s", (secret,), None).getMessage(),
    ],
)
def test_a_secret_is_shown_as_stars(shown):
    text = shown(Secret(VALUE))
    assert VALUE not in text
    assert "*****" in text


@pytest.mark.parametrize(
    "taken", [pickle.dumps, copy.copy, copy.deepcopy, vars, json.dumps, lambda secret: f"{secret:>20}", iter, len]
)
def test_a_secret_cannot_be_taken_apart_or_copied_by_accident(taken):
    with pytest.raises(TypeError) as caught:
        taken(Secret(VALUE))
    assert VALUE not in str(caught.value)


def test_secrets_are_equal_by_value_to_secrets_only():
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("ä") == Secret("ä")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a"), Secret("b")}) == 2
    assert Secret("a").reveal() == "a"


def test_a_hashed_secret_is_known_again_and_no_other():
    secret = new_secret()
    assert secret_matches(secret, hash_secret(secret))
    assert not secret_matches(secret + "x", hash_secret(secret))
    assert not secret_matches("", hash_secret(secret))


def test_new_secrets_and_keys_never_repeat():
    assert len({new_secret() for _ in range(100)} | {Keyring.new_key() for _ in range(100)}) == 200
