from datetime import timedelta

import pytest
from fastapi import Response

from gladhand.connect import session as module
from gladhand.connect.session import FormCheck, Session, vouched_for
from gladhand.core.clock import now
from gladhand.core.crypto import Keyring

PLAIN, SECURE = "http://127.0.0.1:8080", "https://connect.example"


@pytest.fixture(scope="module")
def keyring() -> Keyring:
    return Keyring.parse(Keyring.new_key())


def cookie_of(session: Session) -> str:
    response = Response()
    session.keep(response)
    return response.headers.get("set-cookie", "")


def returned(session: Session) -> Session:
    name = "__Host-gladhand_connect" if session.secure else "gladhand_connect"
    return Session.of({name: session.value}, SECURE if session.secure else PLAIN)


def test_a_cookie_over_https_is_bound_to_its_host() -> None:
    cookie = cookie_of(Session.of({}, SECURE))
    assert cookie.startswith("__Host-gladhand_connect=")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"))


def test_a_cookie_over_http_is_not_secure_and_still_hidden_from_scripts() -> None:
    cookie = cookie_of(Session.of({}, PLAIN))
    assert "Secure" not in cookie
    assert "HttpOnly" in cookie


def test_a_cookie_that_came_back_is_left_alone_so_that_open_tabs_stay_good(keyring: Keyring) -> None:
    first = Session.of({}, PLAIN)
    assert cookie_of(returned(first)) == ""
    assert returned(first).check(keyring, "invitation", first.token(keyring, "invitation")) is FormCheck.GOOD


def test_a_form_without_the_cookie_is_told_from_one_that_is_out_of_date(keyring: Keyring) -> None:
    session = Session.of({}, PLAIN)
    assert session.check(keyring, "i", session.token(keyring, "i")) is FormCheck.NO_COOKIE
    assert returned(session).check(keyring, "i", "something else") is FormCheck.STALE
    assert returned(session).check(keyring, "i", "") is FormCheck.STALE


def test_a_token_is_good_for_one_browser_and_one_invitation(keyring: Keyring) -> None:
    mine, other = returned(Session.of({}, PLAIN)), returned(Session.of({}, PLAIN))
    assert mine.check(keyring, "a", mine.token(keyring, "b")) is FormCheck.STALE
    assert mine.check(keyring, "a", other.token(keyring, "a")) is FormCheck.STALE


def test_of_two_pages_opened_at_once_either_may_stay_if_the_browser_vouches_for_the_form(keyring: Keyring) -> None:
    kept, other = returned(Session.of({}, PLAIN)), Session.of({}, PLAIN)
    token = other.token(keyring, "i")
    assert kept.check(keyring, "i", token) is FormCheck.STALE
    assert kept.check(keyring, "i", token, is_vouched_for=True) is FormCheck.GOOD
    for forged in ("", "forged", token + "x", "x" + token, token.partition(".")[2]):
        assert kept.check(keyring, "i", forged, is_vouched_for=True) is FormCheck.STALE
    assert kept.check(keyring, "another", token, is_vouched_for=True) is FormCheck.STALE


def test_a_form_ends_after_a_day_or_two(keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    session = returned(Session.of({}, PLAIN))
    token = session.token(keyring, "i")
    opened = now()
    for days, found in ((0, FormCheck.GOOD), (1, FormCheck.GOOD), (2, FormCheck.STALE), (30, FormCheck.STALE)):
        monkeypatch.setattr(module, "now", lambda days=days: opened + timedelta(days=days))
        assert session.check(keyring, "i", token) is found


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-site", "Referer": f"{SECURE}/"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Referer": f"{SECURE}/"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Referer": f"{SECURE}/?invite=1"}, True),
        ({"Referer": f"{SECURE}.evil.example/"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_browsers_vouch_for_what_our_own_pages_lead_to(headers: dict[str, str], found: bool) -> None:
    assert vouched_for(headers, SECURE) is found


@pytest.mark.parametrize("value", ["short", "with space" * 4, "ü" * 32, "x" * 65])
def test_a_cookie_of_another_form_is_replaced(value: str) -> None:
    assert Session.of({"gladhand_connect": value}, PLAIN).fresh
