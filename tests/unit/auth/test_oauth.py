from base64 import b64encode

import pytest
from fastapi import Request

from gladhand.auth import oauth
from gladhand.auth.problems import InvalidClient, InvalidRequest


def request(body: bytes = b"", **headers: str) -> Request:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "headers": sent}, receive)


def basic(text: str) -> str:
    return "Basic " + b64encode(text.encode()).decode()


async def test_a_form_is_read_with_blanks_and_encodings():
    form = await oauth.form_of(request(b"a=1&b=&c=x%20y+z%C3%A9"))
    assert form == {"a": "1", "b": "", "c": "x y z\u00e9"}


async def test_a_form_may_say_its_charset_or_nothing_at_all():
    for headers in ({"content_type": "Application/X-WWW-Form-Urlencoded; charset=UTF-8"}, {}):
        assert await oauth.form_of(request(b"a=1", **headers)) == {"a": "1"}


@pytest.mark.parametrize("body", [b"a=1&a=2", b"a=\xff", b"&".join(b"f%d=1" % number for number in range(50))])
async def test_a_form_that_is_unclear_is_refused(body: bytes):
    with pytest.raises(InvalidRequest):
        await oauth.form_of(request(body))


async def test_a_body_that_is_no_form_is_refused():
    with pytest.raises(InvalidRequest, match="must be a form"):
        await oauth.form_of(request(b"{}", content_type="application/json"))


def test_a_client_may_name_itself_in_the_form():
    found = oauth.claimant(request(), {"client_id": "c", "client_secret": "s"})
    assert (found.client_id, found.secret, found.by_header) == ("c", "s", False)


def test_a_client_may_name_itself_by_basic_with_encoded_parts():
    found = oauth.claimant(request(authorization=basic("c%2B1:s%3A2:3")), {})
    assert (found.client_id, found.secret, found.by_header) == ("c+1", "s:2:3", True)


def test_what_copying_brings_along_belongs_to_no_id_and_no_secret():
    found = oauth.claimant(request(), {"client_id": "\ufeffc\n", "client_secret": " s\r\n"})
    assert (found.client_id, found.secret) == ("c", "s")
    found = oauth.claimant(request(authorization=basic("c:s\n")), {"client_id": "c\n"})
    assert (found.client_id, found.secret) == ("c", "s")
    assert oauth.claimant(request(authorization=basic("c%0A:s%0A")), {}).client_id == "c"
    # Within an id or a secret, a blank stays and makes another one.
    assert oauth.claimant(request(), {"client_id": "c", "client_secret": "s s"}).secret == "s s"
    with pytest.raises(InvalidClient):
        oauth.claimant(request(), {"client_id": "\n", "client_secret": "s"})


def test_a_bearer_token_on_the_call_is_passed_over():
    found = oauth.claimant(request(authorization="Bearer abc"), {"client_id": "c", "client_secret": "s"})
    assert found.client_id == "c"


@pytest.mark.parametrize("header", ["Basic", "Basic !!!", basic("no colon"), "Basic " + b64encode(b"\xff:x").decode()])
def test_a_basic_header_that_cannot_be_read_names_no_client(header: str):
    with pytest.raises(InvalidClient) as caught:
        oauth.claimant(request(authorization=header), {})
    assert caught.value.headers["WWW-Authenticate"].startswith("Basic")


def test_two_different_clients_in_one_call_are_refused():
    with pytest.raises(InvalidRequest):
        oauth.claimant(request(authorization=basic("a:s")), {"client_id": "b"})


def test_secrets_are_not_printed():
    assert "s3cret" not in repr(oauth.claimant(request(), {"client_id": "c", "client_secret": "s3cret"}))
