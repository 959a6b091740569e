"""Secrets that a page carries along after a failed try."""

from dataclasses import replace

from gladhand.connect.pages.forms import Field, PageForm
from gladhand.connect.session import BrowserSession
from gladhand.connect.signin.kept_secrets import FIELD, read_kept, with_kept
from gladhand.connect.signin.provider_form import refused
from gladhand.core.crypto import Keyring

KEYRING = Keyring.parse(Keyring.new_key())
SESSION = BrowserSession.from_cookies({}, "https://connect.example")
FORM = PageForm(fields=[Field("user", "User"), Field("password", "Password", type="password")])


def kept() -> dict[str, str]:
    form = with_kept(FORM, {"user": "me", "password": "s3cret"}, keyring=KEYRING, session=SESSION, slug="acme")
    assert "s3cret" not in form.kept
    return {FIELD: form.kept, "user": "me", "password": ""}


def test_a_field_that_is_left_empty_gets_the_kept_secret() -> None:
    form, values = read_kept(FORM, kept(), keyring=KEYRING, session=SESSION, slug="acme")
    assert values["password"] == "s3cret"
    assert [each.is_kept for each in form.fields] == [False, True]
    assert form.errors({"user": "me", "password": ""}) == {}


def test_what_is_typed_replaces_it() -> None:
    _form, values = read_kept(FORM, kept() | {"password": "new"}, keyring=KEYRING, session=SESSION, slug="acme")
    assert values["password"] == "new"


def test_what_was_refused_stays_marked_until_something_else_is_typed() -> None:
    entered = {"user": "me", "password": "s3cret"}
    form = with_kept(refused(FORM, "Acme", ""), entered, keyring=KEYRING, session=SESSION, slug="acme")
    assert [(each.is_kept, each.is_refused) for each in form.fields] == [(False, False), (True, True)]
    for typed, marks in (("", (True, True)), ("s3cret", (False, True)), ("new", (False, False))):
        values = {FIELD: form.kept, "user": "", "password": typed}
        again, _values = read_kept(FORM, values, keyring=KEYRING, session=SESSION, slug="acme")
        assert (again.fields[1].is_kept, again.fields[1].is_refused) == marks


def test_a_secret_that_can_never_be_right_is_asked_for_anew() -> None:
    form = FORM.with_errors({"password": "At most 8192 characters, please."})
    form = with_kept(form, {"password": "long"}, keyring=KEYRING, session=SESSION, slug="acme")
    assert not form.kept
    assert not form.fields[1].is_kept


def test_another_browser_and_another_provider_get_nothing() -> None:
    other = replace(SESSION, value="another-browser-0123456789")
    for session, slug in ((other, "acme"), (SESSION, "zonar")):
        form, values = read_kept(FORM, kept(), keyring=KEYRING, session=session, slug=slug)
        assert values["password"] == ""
        assert not any(each.is_kept for each in form.fields)


def test_what_is_no_kept_secret_is_ignored() -> None:
    for text in ("", "é", "x", "AAAA"):
        assert read_kept(FORM, {FIELD: text}, keyring=KEYRING, session=SESSION, slug="acme") == (FORM, {FIELD: text})
