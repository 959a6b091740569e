"""The verifier for receivers."""

import ast
import gzip
import sys
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.signed_deliveries import signed_delivery

from gladhand import webhooks
from gladhand.webhooks import NotGenuine, Verifier

SECRET, OLD = "wX9kLmP2nQrT4vYz", "the-one-before-it"
STANDARD = ("webhook-id", "webhook-timestamp", "webhook-signature")


def _delivery(*secrets: str, age: timedelta = timedelta()) -> tuple[dict[str, str], bytes]:
    return signed_delivery(*(secrets or (SECRET,)), age=age)


def _only(headers: dict[str, str], scheme: str) -> dict[str, str]:
    return {name: value for name, value in headers.items() if (name in STANDARD) == (scheme == "standard")}


@pytest.fixture(params=["standard", "catena"])
def scheme(request) -> str:
    return str(request.param)


def test_a_genuine_delivery_is_taken_packed_and_unpacked(scheme):
    headers, body = _delivery()
    verifier = Verifier(SECRET)
    assert verifier.verify(_only(headers, scheme), body) == body
    assert verifier.event(_only(headers, scheme), gzip.compress(body))["data"] == [{"n": "Zoë"}]


def test_names_of_headers_come_in_any_case(scheme):
    headers, body = _delivery()
    Verifier(SECRET).verify({name.upper(): value for name, value in _only(headers, scheme).items()}, body)


def test_a_changed_body_or_another_secret_is_refused(scheme):
    headers, body = _delivery()
    with pytest.raises(NotGenuine):
        Verifier(SECRET).verify(_only(headers, scheme), body + b" ")
    with pytest.raises(NotGenuine):
        Verifier("another secret").verify(_only(headers, scheme), body)


@pytest.mark.parametrize("age", [timedelta(minutes=6), timedelta(minutes=-6)])
def test_what_is_too_old_or_from_the_future_is_refused(scheme, age):
    headers, body = _delivery(age=age)
    with pytest.raises(NotGenuine):
        Verifier(SECRET).verify(_only(headers, scheme), body)
    Verifier(SECRET, max_age=timedelta(hours=1)).verify(_only(headers, scheme), body)


def test_the_time_is_part_of_what_is_signed(scheme):
    headers, body = _delivery()
    later = datetime.now(UTC) + timedelta(seconds=30)
    headers |= {"webhook-timestamp": str(int(later.timestamp())), "X-Catena-Timestamp": later.isoformat()}
    with pytest.raises(NotGenuine):
        Verifier(SECRET).verify(_only(headers, scheme), body)


def test_while_a_secret_is_replaced_either_side_may_be_first(scheme):
    headers, body = _delivery(SECRET, OLD)
    for known in ((SECRET,), (OLD,), (OLD, SECRET)):
        Verifier(*known).verify(_only(headers, scheme), body)
    headers, body = _delivery(OLD)
    Verifier(SECRET, OLD).verify(_only(headers, scheme), body)


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v2,AAAA"},
        {"webhook-signature": "v1,é" * 40},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "9" * 400},
        {"webhook-timestamp": ""},
        {"webhook-id": ""},
    ],
)
def test_nonsense_is_refused_and_crashes_nothing(change):
    headers, body = _delivery()
    with pytest.raises(NotGenuine):
        Verifier(SECRET).verify(headers | change, body)


@pytest.mark.parametrize("timestamp", ["", "yesterday", "2026-11-21T10:00:00", "9999-12-31T23:59:59+00:00"])
def test_a_time_that_cannot_be_is_refused(timestamp):
    headers, body = _delivery()
    with pytest.raises(NotGenuine):
        Verifier(SECRET).verify(_only(headers, "catena") | {"X-Catena-Timestamp": timestamp}, body)


def test_without_a_signature_or_with_a_broken_body_nothing_is_genuine():
    headers, body = _delivery()
    with pytest.raises(NotGenuine):
        Verifier(SECRET).verify({}, body)
    with pytest.raises(NotGenuine):
        Verifier(SECRET).verify(headers, gzip.compress(body)[:-9])


def test_secrets_in_the_form_of_standard_webhooks_are_taken():
    headers, body = _delivery()
    Verifier("whsec_" + b64encode(SECRET.encode()).decode()).verify(headers, body)
    with pytest.raises(NotGenuine):
        Verifier("whsec_").verify(*_delivery(" "))
    with pytest.raises(ValueError, match="at least one"):
        Verifier()
    assert SECRET not in repr(Verifier(SECRET))


@pytest.mark.parametrize("secret", ["whsec_" + b64encode(b"0123456789abcdef").decode(), "whsec_not Base64 at all"])
def test_a_secret_given_to_the_api_that_begins_like_those_is_taken_as_it_is(secret):
    headers, body = _delivery(secret)
    assert Verifier(secret).verify(headers, body) == body


def test_it_needs_nothing_but_the_standard_library():
    tree = ast.parse(Path(webhooks.__file__).read_text())
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
