"""Tokens for codes and refresh tokens, from a real little token endpoint that takes each of them once."""

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import web

from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ConnectionTypeEnum
from gladhand.sdk.client import ProviderClient
from gladhand.sdk.errors import AuthFailed, Malformed, NoAnswer, ProviderError, RateLimited, Rejected, ServerFailed
from gladhand.sdk.oauth2 import Application, Proof, authorize_address, exchange, refresh
from gladhand.sdk.sign_in import OAuth2

APPLICATION = Application(client_id="hub", client_secret="s3cret/with spaces")


def oauth2_at(url: str, scopes: tuple[str, ...] = ()) -> OAuth2:
    return OAuth2(
        conn_type=ConnectionTypeEnum.SAMSARA,
        authorize_url=f"{url}/oauth2/authorize",
        token_url=f"{url}/oauth2/token",
        scopes=scopes,
    )


class TokenEndpoint:
    """Gives `access-2` and `refresh-2` for `refresh-1` or `code-1`, and so on; what has been used is refused."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[tuple[dict[str, str], str | None]] = []
        self.used: set[str] = set()
        self.grace = False
        self.cut = 0
        self.answer: tuple[int, dict[str, Any] | None] | None = None
        self.given: dict[str, Any] = {"expires_in": 3600}
        self.rotates = True

    async def token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.requests.append((form, request.headers.get("Authorization")))
        if self.answer is not None:
            status, body = self.answer
            return web.Response(status=status) if body is None else web.json_response(body, status=status)
        token = form.get("refresh_token") or form["code"]
        if token in self.used and not self.grace:
            return web.json_response({"error": "invalid_grant", "error_description": f"{token} was used"}, status=400)
        self.used.add(token)
        if self.cut:
            self.cut -= 1
            assert request.transport is not None
            request.transport.abort()
        number = int(token.rsplit("-", 1)[1]) + 1
        successor = {"refresh_token": f"refresh-{number}"} if self.rotates else {}
        return web.json_response({"access_token": f"access-{number}", **successor, **self.given})


@pytest.fixture
async def endpoint() -> AsyncIterator[TokenEndpoint]:
    endpoint = TokenEndpoint()
    app = web.Application()
    app.router.add_post("/oauth2/token", endpoint.token)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    endpoint.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield endpoint
    await runner.cleanup()


@asynccontextmanager
async def client_of(endpoint: TokenEndpoint) -> AsyncIterator[ProviderClient]:
    async with aiohttp.ClientSession() as session:
        client = ProviderClient(AiohttpTransport(session), endpoint.url, timeout=2)
        client.headers["Authorization"] = "Bearer of the account"
        yield client


def test_the_address_carries_what_comes_back_and_asks_for_the_scopes() -> None:
    address = authorize_address(
        oauth2_at("https://provider.example", ("drivers.read", "users.read")),
        client_id="hub",
        redirect_uri="https://hub.example/connect/back?x=1",
        state="a b/c",
    )
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://provider.example/oauth2/authorize"
    assert parse_qs(parts.query) == {
        "response_type": ["code"],
        "client_id": ["hub"],
        "redirect_uri": ["https://hub.example/connect/back?x=1"],
        "state": ["a b/c"],
        "scope": ["drivers.read users.read"],
    }


def test_an_address_that_has_a_query_already_keeps_it_and_names_no_empty_scope() -> None:
    oauth2 = oauth2_at("https://provider.example").model_copy(update={"authorize_url": "https://p.example/a?tenant=7"})
    query = parse_qs(urlsplit(authorize_address(oauth2, client_id="hub", redirect_uri="https://h", state="s")).query)
    assert query["tenant"] == ["7"]
    assert "scope" not in query


def test_another_host_keeps_the_paths() -> None:
    moved = oauth2_at("https://provider.example").at("http://127.0.0.1:4711/api/v1")
    assert moved.authorize_url == "http://127.0.0.1:4711/oauth2/authorize"
    assert moved.token_url == "http://127.0.0.1:4711/oauth2/token"


async def test_a_code_becomes_a_session(endpoint: TokenEndpoint) -> None:
    before = time()
    async with client_of(endpoint) as client:
        session = await exchange(client, oauth2_at(endpoint.url), APPLICATION, "code-1")
    assert session["access_token"] == "access-2"
    assert session["refresh_token"] == "refresh-2"
    assert before <= session["expires_at"] - 3600 <= time()
    form, authorization = endpoint.requests[0]
    assert form == {"grant_type": "authorization_code", "code": "code-1"}
    assert authorization is not None
    assert base64.b64decode(authorization.removeprefix("Basic ")) == b"hub:s3cret%2Fwith+spaces"


async def test_the_application_can_prove_itself_in_the_form(endpoint: TokenEndpoint) -> None:
    application = Application(client_id="hub", client_secret="s3cret", proof=Proof.FORM)
    async with client_of(endpoint) as client:
        client.headers.pop("Authorization")
        await exchange(client, oauth2_at(endpoint.url), application, "code-1", redirect_uri="https://h/back")
    form, authorization = endpoint.requests[0]
    assert authorization is None
    assert form == {
        "grant_type": "authorization_code",
        "code": "code-1",
        "redirect_uri": "https://h/back",
        "client_id": "hub",
        "client_secret": "s3cret",
    }


async def test_a_refresh_gives_the_next_pair(endpoint: TokenEndpoint) -> None:
    async with client_of(endpoint) as client:
        session = await refresh(client, oauth2_at(endpoint.url), APPLICATION, {"refresh_token": "refresh-6"})
    assert (session["access_token"], session["refresh_token"]) == ("access-7", "refresh-7")


async def test_a_refresh_token_without_a_successor_is_kept(endpoint: TokenEndpoint) -> None:
    endpoint.rotates = False
    async with client_of(endpoint) as client:
        session = await refresh(client, oauth2_at(endpoint.url), APPLICATION, {"refresh_token": "refresh-1"})
    assert session["refresh_token"] == "refresh-1"


@pytest.mark.parametrize(
    ("given", "ends"),
    [({"expires_in": "3600"}, True), ({}, False), ({"expires_in": None}, False), ({"expires_in": "soon"}, False)],
)
async def test_a_session_ends_when_the_provider_says_so(
    endpoint: TokenEndpoint, given: dict[str, Any], ends: bool
) -> None:
    endpoint.given = given
    async with client_of(endpoint) as client:
        session = await refresh(client, oauth2_at(endpoint.url), APPLICATION, {"refresh_token": "refresh-1"})
    assert ("expires_at" in session) is ends


async def test_a_lost_answer_is_asked_for_once_more_with_the_same_token(endpoint: TokenEndpoint) -> None:
    endpoint.cut, endpoint.grace = 1, True
    async with client_of(endpoint) as client:
        session = await refresh(client, oauth2_at(endpoint.url), APPLICATION, {"refresh_token": "refresh-1"})
    assert session["access_token"] == "access-2"
    assert [form["refresh_token"] for form, _ in endpoint.requests] == ["refresh-1", "refresh-1"]


async def test_a_token_that_was_used_up_by_a_lost_answer_means_signing_in_again(endpoint: TokenEndpoint) -> None:
    endpoint.cut = 1
    async with client_of(endpoint) as client:
        with pytest.raises(AuthFailed) as caught:
            await refresh(client, oauth2_at(endpoint.url), APPLICATION, {"refresh_token": "refresh-1"})
    assert caught.value.makes_stale
    assert "sign in" in caught.value.detail
    assert "refresh-1" not in caught.value.detail


async def test_two_lost_answers_are_left_to_a_later_try(endpoint: TokenEndpoint) -> None:
    endpoint.cut, endpoint.grace = 2, True
    async with client_of(endpoint) as client:
        with pytest.raises(NoAnswer):
            await refresh(client, oauth2_at(endpoint.url), APPLICATION, {"refresh_token": "refresh-1"})


@pytest.mark.parametrize("session", [{}, {"access_token": "a"}, {"refresh_token": ""}, {"refresh_token": None}])
async def test_without_a_refresh_token_nothing_is_sent(endpoint: TokenEndpoint, session: dict[str, Any]) -> None:
    async with client_of(endpoint) as client:
        with pytest.raises(AuthFailed):
            await refresh(client, oauth2_at(endpoint.url), APPLICATION, session)
    assert endpoint.requests == []


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, {"error": "invalid_grant"}, AuthFailed),
        (401, {"error": "invalid_client"}, AuthFailed),
        (400, {"message": "no"}, AuthFailed),
        (403, None, AuthFailed),
        (400, {"error": "invalid_request"}, Rejected),
        (400, {"error": "temporarily_unavailable"}, ServerFailed),
        (404, None, Rejected),
        (429, None, RateLimited),
        (500, None, ServerFailed),
        (200, {"token": "x"}, Malformed),
        (200, {"access_token": 7}, Malformed),
        (200, None, Malformed),
    ],
)
async def test_each_refusal_is_the_error_that_makes_the_hub_do_the_right_thing(
    endpoint: TokenEndpoint, status: int, body: dict[str, Any] | None, expected: type[ProviderError]
) -> None:
    endpoint.answer = (status, body)
    async with client_of(endpoint) as client:
        with pytest.raises(expected) as caught:
            await refresh(client, oauth2_at(endpoint.url), APPLICATION, {"refresh_token": "refresh-1"})
    assert type(caught.value) is expected
    assert caught.value.status_code == status


async def test_no_error_and_no_dry_run_shows_a_token_or_the_secret() -> None:
    client = ProviderClient(DryRunTransport(), "https://provider.example")
    session = await refresh(
        client, oauth2_at("https://provider.example"), APPLICATION, {"refresh_token": "refresh/token 1"}
    )
    transport = client.transport
    assert isinstance(transport, DryRunTransport)
    request = transport.requests[0]
    assert request.body is not None
    shown = client.redact(f"{request.body.decode()} {dict(request.headers)} {session}")
    for secret in ("refresh/token 1", "refresh%2Ftoken+1", "s3cret", session["access_token"]):
        assert secret not in shown
    assert "s3cret" not in repr(APPLICATION)
