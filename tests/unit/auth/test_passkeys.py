"""Passkeys without a server: for which addresses browsers have them, and how long a challenge is valid."""

from datetime import timedelta
from uuid import uuid4

import pytest

from gladhand.auth.passkeys.challenges import ChallengeOwner
from gladhand.auth.passkeys.problems import ChallengeUnusable
from gladhand.auth.passkeys.relying_party import RelyingParty
from gladhand.core import clock
from gladhand.core.crypto import Keyring


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://hub.example.com", RelyingParty("https://hub.example.com", "hub.example.com")),
        ("https://Hub.Example.com:443/", RelyingParty("https://hub.example.com", "hub.example.com")),
        ("https://hub.example.com:8443", RelyingParty("https://hub.example.com:8443", "hub.example.com")),
        ("https://faß.example", RelyingParty("https://xn--fa-hia.example", "xn--fa-hia.example")),
        ("https://bücher.example", RelyingParty("https://xn--bcher-kva.example", "xn--bcher-kva.example")),
        ("http://localhost:8080", RelyingParty("http://localhost:8080", "localhost")),
        ("http://hub.example.com", None),
        ("https://192.0.2.7", None),
        ("https://[2001:db8::1]:8443", None),
        ("http://127.0.0.1:8080", None),
    ],
)
def test_the_site_of_an_address(url: str, expected: RelyingParty | None):
    assert RelyingParty.of(url) == expected


def test_a_challenge_is_for_its_owner_and_for_minutes(monkeypatch: pytest.MonkeyPatch):
    keyring, session, now = Keyring.parse(Keyring.new_key()), uuid4(), clock.now()
    owner = ChallengeOwner(b"browser", session)
    challenge = owner.challenge(keyring)
    assert owner.check(keyring, challenge) > now
    for other in (ChallengeOwner(b"browser"), ChallengeOwner(b"other", session), ChallengeOwner(b"browser", uuid4())):
        with pytest.raises(ChallengeUnusable):
            other.check(keyring, challenge)
    with pytest.raises(ChallengeUnusable):
        owner.check(Keyring.parse(Keyring.new_key()), challenge)
    later = str(int((now + timedelta(days=1)).timestamp())).encode()
    mark, _, mac = challenge.split(b".")
    with pytest.raises(ChallengeUnusable):
        owner.check(keyring, b".".join((mark, later, mac)))
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=6))
    with pytest.raises(ChallengeUnusable):
        owner.check(keyring, challenge)
