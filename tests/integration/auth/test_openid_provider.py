"""What the server accepts from an OpenID provider: a peer that answers anything, over HTTP."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from gladhand.auth.openid.problems import NotConfigured, OpenIdFailed
from gladhand.auth.openid.provider import OpenIdProvider
from gladhand.auth.openid.settings import OpenIdSettings
from gladhand.auth.openid.sign_in_state import SignInState
from gladhand.core.http import ANYWHERE, new_session

CLIENT = "gladhand hub"
SECRET = "s3:cret/ä"


class Peer:
    """An OpenID provider of which a test changes whatever it likes."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, parameters={"kid": "first"})
        self.published: list[Any] = [self.key.as_dict(private=False)]
        self.discovery: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.answer: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "first"}
        self.redeemed: list[tuple[dict[str, str], str]] = []
        self.raw: bytes | None = None
        self.url = ""
        self.discovered = 0

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._discover)
        app.router.add_get("/keys", self._keys)
        app.router.add_post("/token", self._token)
        app.router.add_get("/userinfo", self._userinfo)
        return app

    async def _discover(self, _: web.Request) -> web.Response:
        self.discovered += 1
        paths = {"authorization_endpoint": "authorize?tenant=1", "token_endpoint": "token", "jwks_uri": "keys"}
        found = {"issuer": self.url} | {name: f"{self.url}/{path}" for name, path in paths.items()}
        return web.json_response(found | self.discovery)

    async def _keys(self, _: web.Request) -> web.Response:
        return web.json_response({"keys": self.published})

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.redeemed.append((form, request.headers.get("Authorization", "")))
        if self.raw is not None:
            return web.Response(body=self.raw)
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "sub": "17", "iat": now, "exp": now + 60, "nonce": "the nonce"}
        claims |= {"email": "maria@example.com", "email_verified": True}
        claims = {name: value for name, value in (claims | self.claims).items() if value is not None}
        token = jwt.encode(self.header, claims, self.key, algorithms=[self.header["alg"]])
        return web.json_response({"access_token": "the access token", "id_token": token} | self.answer)

    async def _userinfo(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer the access token"
        return web.json_response(self.userinfo)


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    made = Peer()
    async with TestServer(made.app()) as server:
        made.url = str(server.make_url("")).rstrip("/")
        yield made


@pytest.fixture
async def provider(peer: Peer) -> AsyncIterator[OpenIdProvider]:
    settings = OpenIdSettings(peer.url, CLIENT, SECRET, "Acme", "https://connect.example.com")
    async with new_session(ANYWHERE) as session:
        yield OpenIdProvider(settings, session)


STATE = SignInState([], nonce="the nonce", verifier="v" * 64)


async def test_the_browser_is_sent_with_a_challenge_a_nonce_and_the_providers_own_parameters(
    provider: OpenIdProvider,
) -> None:
    address = urlsplit(await provider.sign_in_address(STATE, "the state"))
    asked = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert asked.pop("code_challenge") == STATE.challenge
    assert len(STATE.challenge) == 43
    assert asked == {
        "tenant": "1",
        "response_type": "code",
        "client_id": CLIENT,
        "redirect_uri": "https://connect.example.com/account/openid/callback",
        "scope": "openid email",
        "state": "the state",
        "nonce": "the nonce",
        "code_challenge_method": "S256",
    }


async def test_a_code_is_redeemed_with_the_verifier_and_the_client_s_secret(
    peer: Peer, provider: OpenIdProvider
) -> None:
    found = await provider.identity(STATE, "the code", issuer=None)
    assert (found.issuer, found.subject, found.email, found.is_email_proved) == (
        *(peer.url, "17"),
        *("maria@example.com", True),
    )
    [(form, authorization)] = peer.redeemed
    assert (form["code"], form["code_verifier"], form["grant_type"]) == ("the code", "v" * 64, "authorization_code")
    assert "client_secret" not in form
    assert authorization == "Basic Z2xhZGhhbmQlMjBodWI6czMlM0FjcmV0JTJGJUMzJUE0"


async def test_the_secret_is_in_the_form_where_the_provider_takes_it_there(
    peer: Peer, provider: OpenIdProvider
) -> None:
    peer.discovery = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    await provider.identity(STATE, "the code", issuer=peer.url)
    [(form, authorization)] = peer.redeemed
    assert (form["client_secret"], authorization) == (SECRET, "")


async def test_an_address_that_only_the_user_information_has_is_found_there(
    peer: Peer, provider: OpenIdProvider
) -> None:
    peer.claims = {"email": None, "email_verified": None}
    peer.discovery = {"userinfo_endpoint": f"{peer.url}/userinfo"}
    peer.userinfo = {"sub": "17", "email": "maria@example.com", "email_verified": "true"}
    found = await provider.identity(STATE, "the code", issuer=None)
    assert (found.email, found.is_email_proved) == ("maria@example.com", True)

    peer.userinfo["sub"] = "18"
    with pytest.raises(OpenIdFailed, match="somebody else"):
        await provider.identity(STATE, "the code", issuer=None)


@pytest.mark.parametrize("value", [False, None, "false", 1, "yes"])
async def test_an_address_counts_as_proved_only_where_the_provider_says_so(
    peer: Peer, provider: OpenIdProvider, value: object
) -> None:
    peer.claims = {"email_verified": value}
    assert not (await provider.identity(STATE, "the code", issuer=None)).is_email_proved


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example.com"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"aud": [CLIENT, "another client"]},
        {"aud": [CLIENT, "another client"], "azp": "another client"},
        {"azp": "another client"},
        {"nonce": "another nonce"},
        {"nonce": None},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"exp": "soon"},
        {"nbf": 4_000_000_000},
        {"iat": 4_000_000_000},
        {"sub": None},
        {"sub": ""},
    ],
    ids=str,
)
async def test_a_token_for_somebody_or_something_else_is_refused(
    peer: Peer, provider: OpenIdProvider, claims: dict[str, Any]
) -> None:
    peer.claims = claims
    with pytest.raises(OpenIdFailed):
        await provider.identity(STATE, "the code", issuer=None)


async def test_a_token_for_several_clients_counts_where_it_was_made_for_this_one(
    peer: Peer, provider: OpenIdProvider
) -> None:
    peer.claims = {"aud": [CLIENT, "another client"], "azp": CLIENT}
    assert (await provider.identity(STATE, "the code", issuer=None)).subject == "17"


async def test_a_token_that_is_signed_otherwise_is_refused(peer: Peer, provider: OpenIdProvider) -> None:
    for header, key in (
        ({"alg": "RS256", "kid": "first"}, RSAKey.generate_key(2048)),
        ({"alg": "HS256", "kid": "first"}, OctKey.generate_key(256)),
    ):
        peer.answer = {"id_token": jwt.encode(header, _claims(peer), key, algorithms=[header["alg"]])}
        with pytest.raises(OpenIdFailed, match="cannot be verified"):
            await provider.identity(STATE, "the code", issuer=None)


async def test_a_token_that_nobody_has_signed_is_refused(peer: Peer, provider: OpenIdProvider) -> None:
    parts = [urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=") for each in ({"alg": "none"}, _claims(peer))]
    peer.answer = {"id_token": f"{parts[0].decode()}.{parts[1].decode()}."}
    with pytest.raises(OpenIdFailed, match="cannot be verified"):
        await provider.identity(STATE, "the code", issuer=None)


def _claims(peer: Peer) -> dict[str, Any]:
    return {"iss": peer.url, "aud": CLIENT, "sub": "17", "exp": int(time.time()) + 60, "nonce": "the nonce"}


async def test_keys_that_the_server_does_not_know_are_left_out(peer: Peer, provider: OpenIdProvider) -> None:
    strange = [{"kty": "QUANTUM", "kid": "q"}, "no key", {"kty": "RSA"}, {"kty": "oct", "k": "AAAA", "use": "enc"}]
    peer.published = [*strange, *peer.published]
    assert (await provider.identity(STATE, "the code", issuer=None)).subject == "17"


async def test_a_new_key_of_the_provider_is_fetched(
    peer: Peer, provider: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    await provider.identity(STATE, "the code", issuer=None)
    peer.key = RSAKey.generate_key(2048, parameters={"kid": "second"})
    peer.published, peer.header = [peer.key.as_dict(private=False)], {"alg": "RS256", "kid": "second"}
    with pytest.raises(OpenIdFailed):
        await provider.identity(STATE, "the code", issuer=None)
    monkeypatch.setattr("gladhand.auth.openid.provider._KEYS_AGAIN_SECONDS", 0.0)
    assert (await provider.identity(STATE, "the code", issuer=None)).subject == "17"


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[]", b"{}", b'{"id_token": 5}', b'{"id_token": "a.b.c"}', b"{" + b" " * 600_000], ids=len
)
async def test_an_answer_that_is_none_is_refused(peer: Peer, provider: OpenIdProvider, raw: bytes) -> None:
    peer.raw = raw
    with pytest.raises(OpenIdFailed):
        await provider.identity(STATE, "the code", issuer=None)


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://other.example.com"},
        {"issuer": None},
        {"jwks_uri": None},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
async def test_a_document_of_another_issuer_or_without_addresses_is_refused(
    peer: Peer, provider: OpenIdProvider, discovery: dict[str, Any]
) -> None:
    peer.discovery = discovery
    with pytest.raises(OpenIdFailed):
        await provider.sign_in_address(STATE, "the state")


async def test_an_answer_of_another_issuer_is_refused(provider: OpenIdProvider) -> None:
    with pytest.raises(OpenIdFailed, match="another issuer"):
        await provider.identity(STATE, "the code", issuer="https://other.example.com")


async def test_a_provider_that_is_away_is_said_to_be(provider: OpenIdProvider) -> None:
    settings = OpenIdSettings("http://127.0.0.1:9", CLIENT, None, "Acme", "https://connect.example.com")
    async with new_session(ANYWHERE) as session:
        with pytest.raises(OpenIdFailed, match="No answer"):
            await OpenIdProvider(settings, session).sign_in_address(STATE, "the state")


async def test_an_outage_of_the_provider_is_noticed_once_and_what_was_read_before_still_does(
    peer: Peer, provider: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gladhand.auth.openid.provider._KEPT_SECONDS", -1.0)
    peer.discovery = {"issuer": "https://other.example.com"}
    for _ in range(3):
        with pytest.raises(OpenIdFailed, match="another issuer"):
            await provider.sign_in_address(STATE, "the state")
    assert peer.discovered == 1

    monkeypatch.setattr("gladhand.auth.openid.metadata._FAILED_SECONDS", -1.0)
    peer.discovery = {}
    await provider.sign_in_address(STATE, "the state")
    peer.discovery = {"issuer": "https://other.example.com"}
    await provider.sign_in_address(STATE, "the state")
    assert peer.discovered == 3


async def test_without_a_provider_nobody_is_sent_anywhere() -> None:
    async with new_session(ANYWHERE) as session:
        provider = OpenIdProvider(None, session)
        assert provider.name == ""
        with pytest.raises(NotConfigured):
            await provider.sign_in_address(STATE, "the state")
