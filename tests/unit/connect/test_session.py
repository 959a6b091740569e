from datetime import timedelta

import pytest
from fastapi import Response

from gladhand.connect.session import BrowserSession
from gladhand.core import posted_forms as module
from gladhand.core.clock import now
from gladhand.core.crypto import Keyring
from gladhand.core.posted_forms import Cause, FormFlaw, cause_of, find_flaw

PLAIN, SECURE = "http://127.0.0.1:8080", "https://connect.example"


@pytest.fixture(scope="module")
def keyring() -> Keyring:
    return Keyring.parse(Keyring.new_key())


def cookie_of(session: BrowserSession) -> str:
    response = Response()
    session.set_cookie(response)
    return response.headers.get("set-cookie", "")


def returned(session: BrowserSession) -> BrowserSession:
    return BrowserSession.from_cookies({session.cookie.name: session.value}, session.cookie.own_url)


def flaw_of(
    keyring: Keyring, session: BrowserSession, subject: str, token: str, cause: Cause = Cause.UNKNOWN
) -> FormFlaw | None:
    return find_flaw(keyring, session.sent, subject, token, cause)


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
    assert flaw_of(keyring, returned(first), "invitation", first.form_token(keyring, "invitation")) is None


def test_a_form_without_the_cookie_is_told_from_one_that_is_out_of_date(keyring: Keyring) -> None:
    session = BrowserSession.from_cookies({}, PLAIN)
    assert flaw_of(keyring, session, "i", session.form_token(keyring, "i")) is FormFlaw.NO_COOKIE
    assert flaw_of(keyring, returned(session), "i", "something else") is FormFlaw.EXPIRED
    assert flaw_of(keyring, returned(session), "i", "") is FormFlaw.EXPIRED


def test_a_token_is_good_for_one_browser_and_one_invitation(keyring: Keyring) -> None:
    mine, other = returned(BrowserSession.from_cookies({}, PLAIN)), returned(BrowserSession.from_cookies({}, PLAIN))
    assert flaw_of(keyring, mine, "a", mine.form_token(keyring, "b")) is FormFlaw.EXPIRED
    assert flaw_of(keyring, mine, "a", other.form_token(keyring, "a")) is FormFlaw.EXPIRED


def test_of_two_pages_opened_at_once_either_may_stay_if_the_browser_vouches_for_the_form(keyring: Keyring) -> None:
    kept, other = returned(BrowserSession.from_cookies({}, PLAIN)), BrowserSession.from_cookies({}, PLAIN)
    token = other.form_token(keyring, "i")
    assert flaw_of(keyring, kept, "i", token) is FormFlaw.EXPIRED
    assert flaw_of(keyring, kept, "i", token, Cause.OUR_PAGE) is None
    for forged in ("", "forged", token + "x", "x" + token, token.partition(".")[2]):
        assert flaw_of(keyring, kept, "i", forged, Cause.OUR_PAGE) is FormFlaw.EXPIRED
    assert flaw_of(keyring, kept, "another", token, Cause.OUR_PAGE) is FormFlaw.EXPIRED


def test_a_form_ends_after_a_day_or_two(keyring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    session = returned(BrowserSession.from_cookies({}, PLAIN))
    token = session.form_token(keyring, "i")
    opened = now()
    for days, found in ((0, None), (1, None), (2, FormFlaw.EXPIRED), (30, FormFlaw.EXPIRED)):
        monkeypatch.setattr(module, "now", lambda days=days: opened + timedelta(days=days))
        assert flaw_of(keyring, session, "i", token) is found


def test_a_form_of_another_site_is_refused_whatever_it_holds(keyring: Keyring) -> None:
    session = returned(BrowserSession.from_cookies({}, PLAIN))
    token = session.form_token(keyring, "i")
    assert flaw_of(keyring, session, "i", token, Cause.ANOTHER_SITE) is FormFlaw.FOREIGN


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, Cause.OUR_PAGE),
        ({"Sec-Fetch-Site": "same-site", "Referer": f"{SECURE}/"}, Cause.ANOTHER_SITE),
        ({"Sec-Fetch-Site": "cross-site", "Origin": SECURE}, Cause.ANOTHER_SITE),
        ({"Sec-Fetch-Site": "none"}, Cause.UNKNOWN),
        ({"Origin": SECURE}, Cause.OUR_PAGE),
        ({"Origin": f"{SECURE}.evil.example", "Referer": f"{SECURE}/"}, Cause.ANOTHER_SITE),
        ({"Origin": "null"}, Cause.ANOTHER_SITE),
        ({"Referer": f"{SECURE}/?invite=1"}, Cause.OUR_PAGE),
        ({"Referer": f"{SECURE}.evil.example/"}, Cause.UNKNOWN),
        ({}, Cause.UNKNOWN),
    ],
)
def test_browsers_say_what_has_caused_a_request(headers: dict[str, str], found: Cause) -> None:
    assert cause_of(headers, SECURE) is found


@pytest.mark.parametrize("value", ["short", "with space" * 4, "ü" * 32, "x" * 65])
def test_a_cookie_of_another_form_is_replaced(value: str) -> None:
    assert BrowserSession.from_cookies({"gladhand_connect": value}, PLAIN).is_new
