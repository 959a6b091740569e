import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from fastapi.openapi.utils import get_openapi
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from tests.integration.auth.conftest import OPENID, SETTINGS, AuthServer, Owner, Start
from tests.integration.auth.test_token_endpoint import read

from gladhand.auth.access import allow
from gladhand.auth.clients.service import NewClient
from gladhand.auth.scopes import SCOPES
from gladhand.auth.throttle import Throttle
from gladhand.core import clock

_LATER = 2**33


async def test_a_partner_calls_with_its_token(running: AuthServer, owner: Owner):
    answer = await running.api.with_token(await running.token(owner.client)).get("/invitations")
    assert answer.body == {"partner": str(owner.id), "slug": owner.slug, "client": owner.client.client_id}


async def test_without_a_token_a_call_is_401_and_says_what_is_wanted(running: AuthServer):
    answer = await running.api.get("/invitations")
    assert (answer.status, answer.body["code"], answer.body["message"]) == (401, 401, "Unauthorized")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer a.b.c", "Basic YTpi", "Token x", "Bearer " + "x" * 7000]
)
async def test_what_is_no_token_is_401(running: AuthServer, header: str):
    answer = await running.api.request("GET", "/schemas", headers={"Authorization": header})
    assert (answer.status, answer.body["code"]) == (401, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


async def test_the_scheme_is_read_without_regard_to_case(running: AuthServer, owner: Owner):
    token = await running.token(owner.client)
    answer = await running.api.request("GET", "/schemas", headers={"Authorization": f"bearer {token}"})
    assert answer.status == 200


async def test_a_missing_scope_is_403_and_named(running: AuthServer, owner: Owner):
    token = await running.token(owner.client, scope="fleet:read")
    answer = await running.api.with_token(token).get("/invitations")
    assert (answer.status, answer.body["message"]) == (403, "Forbidden")
    assert "invitation:read" in answer.body["detail"]
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


async def test_the_wrong_kind_of_caller_is_403(running: AuthServer, owner: Owner, admin: NewClient):
    partner, operator = await running.token(owner.client), await running.token(admin)
    assert await running.status("/partners", operator) == 200
    assert await running.status("/partners", partner) == 403
    assert await running.status("/invitations", operator) == 403


async def test_a_token_that_was_changed_or_made_elsewhere_is_401(running: AuthServer, owner: Owner):
    token = await running.token(owner.client)
    header, claims, signature = token.split(".")
    kid = read(token, 0)["kid"]
    foreign = RSAKey.generate_key(2048, {"kid": kid})
    own = running.tokens.signer._keys.verifying[kid]
    public = OctKey.import_key(str(own.pair.as_dict(private=False)["n"]))
    forged = [
        f"{header}.{claims}.{signature[:-4]}AAAA",
        f"{header}.{claims}.",
        jwt.encode({"alg": "RS256", "kid": kid}, read(token), foreign),
        jwt.encode({"alg": "RS256", "kid": "unheard-of"}, read(token), foreign),
        jwt.encode({"alg": "RS256"}, read(token), foreign),
        # The public key used as a shared secret.
        *(jwt.encode({"alg": each, "kid": kid}, read(token), public, algorithms=[each]) for each in ("HS256", "HS512")),
        # The secret of refresh tokens.
        jwt.encode({"alg": "HS512", "kid": kid}, read(token), own.secret, algorithms=["HS512"]),
    ]
    for text in forged:
        assert await running.status("/schemas", text) == 401
    assert await running.status("/schemas", token) == 200


async def test_a_token_of_another_issuer_is_401(start: Start, owner: Owner):
    here, elsewhere = (
        await start(),
        await start(settings=dataclasses.replace(SETTINGS, issuer="http://other/realms/catena")),
    )
    assert await here.status("/schemas", await elsewhere.token(owner.client)) == 401


async def test_a_token_ends_when_it_expires_also_if_it_was_used_before(
    running: AuthServer, owner: Owner, monkeypatch: pytest.MonkeyPatch
):
    token = await running.token(owner.client)
    assert await running.status("/schemas", token) == 200
    later = clock.now() + timedelta(seconds=3601)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert await running.status("/schemas", token) == 401


async def test_a_client_that_calls_too_often_is_told_when_to_come_back(start: Start, owner: Owner):
    running = await start(Throttle(per_second=0.1, burst=3))
    token = await running.token(owner.client)
    assert [await running.status("/schemas", token) for _ in range(3)] == [200] * 3
    answer = await running.api.with_token(token).get("/schemas")
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) == answer.body["detail"]["retry_after_seconds"] > 0
    # Getting a token is counted apart: clients fetch a new one after every 403.
    assert await running.token(owner.client)


@pytest.mark.parametrize(
    "changes",
    [
        *({name: None} for name in ("exp", "iat", "jti", "sid", "azp", "sub", "scope", "iss", "typ", "org")),
        *({"exp": "soon"}, {"exp": 1.5}, {"iat": True}, {"jti": 7}, {"scope": ["fleet:read"]}, {"nbf": "later"}),
        *({"iat": _LATER}, {"nbf": _LATER}),
    ],
)
async def test_a_signed_token_with_odd_claims_is_401(running: AuthServer, owner: Owner, changes: dict[str, Any]):
    good = read(await running.token(owner.client))
    odd = {name: value for name, value in (good | changes).items() if value is not None}
    key = running.tokens.signer._keys.verifying[running.tokens.signer._keys.signing].pair
    header = {"alg": "RS256", "typ": "JWT", "kid": key.kid}
    token = jwt.encode(header, odd, key, algorithms=["RS256"])
    assert await running.status("/schemas", token) == 401
    refused = await running.form(
        "token", grant_type="refresh_token", client_id="pre-registration-client", refresh_token=token
    )
    assert (refused.status, refused.body["error"]) == (401, "invalid_grant")


async def test_the_documents_show_one_scheme_and_the_scopes_of_each_route(running: AuthServer):
    document: dict[str, Any] = get_openapi(title="x", version="1", routes=running.app.routes)
    security = {path: next(iter(item.values())).get("security") for path, item in document["paths"].items()}
    assert security["/invitations"] == [{"Bearer": ["invitation:read"]}]
    assert security["/partners"] == [{"Bearer": ["partner:read", "partner:update"]}]
    assert security["/schemas"] == [{"Bearer": []}]
    assert security["/open"] is None
    [(name, scheme)] = document["components"]["securitySchemes"].items()
    assert (name, scheme["type"]) == ("Bearer", "oauth2")
    assert scheme["flows"]["clientCredentials"]["tokenUrl"] == f"{OPENID}/token"
    assert scheme["flows"]["clientCredentials"]["scopes"] == SCOPES
    assert scheme["flows"]["authorizationCode"]["authorizationUrl"] == f"{OPENID}/auth"
    assert scheme["flows"]["authorizationCode"]["scopes"] == SCOPES


def test_a_scope_that_is_misspelt_stops_the_start():
    with pytest.raises(AssertionError, match="invitations:read"):
        allow("invitations:read")
