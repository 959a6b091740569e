from datetime import timedelta

import pytest
from fastapi import Response

from gladhand.connect import session as module
from gladhand.connect.session import BrowserSession, FormCheck, is_same_origin
from gladhand.core.clock import now
from gladhand.core.crypto import Keyring

PLAIN, SECURE = "http://127.0.0.1:8080", "https://connect.example"


@pytest.fixture(scope="module")
def keyring() -> Keyring:
    return Keyring.parse(Keyring.new_key())


def cookie_of(session: BrowserSession) -> str:
    response = Response()
    session.set_cookie(response)
    return response.headers.get("set-cookie", "")


def returned(session: BrowserSession) -> BrowserSession:
    name = "__Host-gladhand_connect" if session.is_secure else "gladhand_connect"
    return BrowserSession.from_cookies({name: session.value}, SECURE if session.is_secure else PLAIN)


def test_a_cookie_over_https_is_bound_to_its_host() -> None:
    cookie = cookie_of(BrowserSession.from_cookies({}, SECURE))
    assert cookie.startswith("__Host-gladhand_connect=")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Secure", "Path=/"))


def test_a_cookie_over_http_is_not_secure_and_still_hidden_from_scripts() -> None:
    cookie = cookie_of(BrowserSession.from_cookies({}, PLAIN))
    assert "Secure" not in cookie
    assert "HttpOnly" in cookie


def test_a_cookie_that_came_back_is_left_alone_so_that_open_tabs_stay_good(keyring: Keyring) -> None:
    first = BrowserSession.from_cookies({}, PLAIN)
    assert cookie_of(returned(first)) == ""
    assert (
        returned(first).check_form_token(keyring, "invitation", first.form_token(keyring, "invitation"))
        is FormCheck.VALID
    )


def test_a_form_without_the_cookie_is_told_from_one_that_is_out_of_date(keyring: Keyring) -> None:
    session = BrowserSession.from_cookies({}, PLAIN)
    assert session.check_form_token(keyring, "i", session.form_token(keyring, "i")) is FormCheck.NO_COOKIE
    assert returned(session).check_form_token(keyring, "i", "something else") is FormCheck.EXPIRED
    assert returned(session).check_form_token(keyring, "i", "") is FormCheck.EXPIRED


def test_a_token_is_good_for_one_browser_and_one_invitation(keyring: Keyring) -> None:
    mine, other = returned(BrowserSession.from_cookies({}, PLAIN)), returned(BrowserSession.from_cookies({}, PLAIN))
    assert mine.check_form_token(keyring, "a", mine.form_token(keyring, "b")) is FormCheck.EXPIRED
    assert mine.check_form_token(keyring, "a", other.form_token(keyring, "a")) is FormCheck.EXPIRED


def test_of_two_pages_opened_at_once_either_may_stay_if_the_browser_vouches_for_the_form(keyring: Keyring) -> None:
    kept, other = returned(BrowserSession.from_cookies({}, PLAIN)), BrowserSession.from_cookies({}, PLAIN)
    token = other.form_token(keyring, "i")
    assert kept.check_form_token(keyring, "i", token) is FormCheck.EXPIRED
    assert kept.check_form_token(keyring, "i", token, is_same_origin=True) is FormCheck.VALID
    for forged in ("", "forged", token + "x", "x" + token, token.partition(".")[2]):
        assert kept.check_form_token(keyring, "i", forged, is_same_origin=True) is FormCheck.EXPIRED
    assert kept.check_form_token(keyring, "another", token, is_same_origin=True) is FormCheck.EXPIRED


def test_a_form_ends_after_a_day_or_two(keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    session = returned(BrowserSession.from_cookies({}, PLAIN))
    token = session.form_token(keyring, "i")
    opened = now()
    for days, found in ((0, FormCheck.VALID), (1, FormCheck.VALID), (2, FormCheck.EXPIRED), (30, FormCheck.EXPIRED)):
        monkeypatch.setattr(module, "now", lambda days=days: opened + timedelta(days=days))
        assert session.check_form_token(keyring, "i", token) is found


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
    assert is_same_origin(headers, SECURE) is found


@pytest.mark.parametrize("value", ["short", "with space" * 4, "ü" * 32, "x" * 65])
def test_a_cookie_of_another_form_is_replaced(value: str) -> None:
    assert BrowserSession.from_cookies({"gladhand_connect": value}, PLAIN).is_new
