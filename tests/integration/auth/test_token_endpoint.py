import json
from base64 import b64encode, urlsafe_b64decode
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from tests.integration.auth.conftest import ISSUER, OPENID, AuthServer, Owner, Start

from gladhand.auth import scopes
from gladhand.auth.clients.service import NewClient
from gladhand.auth.metrics import REFUSED
from gladhand.auth.throttle import Throttle
from gladhand.core.db import Database


def read(token: str, part: int = 1) -> dict[str, Any]:
    """As clients do it: without verifying."""
    text = token.split(".")[part]
    assert "=" not in text
    found: dict[str, Any] = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return found


async def test_a_client_gets_a_token_in_the_shape_that_strict_clients_decode(running: AuthServer, owner: Owner):
    answer = await running.ask_for_token(owner.client, scope="organization")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.body.keys() == {
        "access_token", "expires_in", "refresh_expires_in", "token_type", "not-before-policy", "session_state", "scope",
    }  # fmt: skip
    assert (answer.body["expires_in"], answer.body["token_type"]) == (3600, "Bearer")
    # As it was asked for: OAuth libraries take another scope for an error.
    assert answer.body["scope"] == "organization"
    assert set(read(answer.body["access_token"])["scope"].split()) == scopes.PARTNER


async def test_the_claims_name_one_organization_and_the_client(running: AuthServer, owner: Owner):
    token = await running.token(owner.client)
    claims = read(token)
    assert claims["org"] == {owner.slug: {"id": str(owner.id), "org_type": ["partner"]}}
    assert claims["iss"] == ISSUER
    assert claims["azp"] == claims["sub"] == owner.client.client_id
    assert (claims["typ"], claims["acr"]) == ("Bearer", "1")
    assert claims["exp"] - claims["iat"] == 3600
    assert type(claims["exp"]) is int
    assert 0 < claims["exp"] < 2**31
    assert len(claims["jti"].partition(":")[0]) == 2
    assert read(token, 0)["alg"] == "RS256"


async def test_a_token_is_proven_by_the_published_keys(running: AuthServer, owner: Owner):
    token = await running.token(owner.client)
    published = (await running.api.get(f"{OPENID}/certs")).body
    assert read(token, 0)["kid"] in {key["kid"] for key in published["keys"]}
    assert all(key.keys() == {"kty", "n", "e", "use", "alg", "kid"} for key in published["keys"])
    assert jwt.decode(token, KeySet.import_key_set(published), algorithms=["RS256"]).claims == read(token)


async def test_every_token_is_another_text(running: AuthServer, owner: Owner):
    tokens = [await running.token(owner.client) for _ in range(5)]
    assert len(set(tokens)) == 5


async def test_the_scope_may_be_left_out_and_may_narrow(running: AuthServer, owner: Owner):
    assert set(read(await running.token(owner.client))["scope"].split()) == scopes.PARTNER
    assert read(await running.token(owner.client, scope="organization fleet:read openid"))["scope"] == "fleet:read"


async def test_a_scope_that_does_not_exist_is_refused(running: AuthServer, owner: Owner):
    answer = await running.ask_for_token(owner.client, scope="telematics:read,invitation:read")
    assert (answer.status, answer.body["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("?scope=fleet:read", {}),
        ("?scope=fleet:read", {"scope": "organization"}),
        ("", {"Scope": "fleet:read"}),
        ("", {"scopes": "fleet:read"}),
        ("", {"scope[]": "fleet:read"}),
        ("", {"scopes": "fleet:read", "scope": "organization"}),
    ],
)
async def test_a_scope_that_would_be_passed_over_is_refused(
    running: AuthServer, owner: Owner, query: str, fields: dict[str, str]
):
    form = {"client_id": owner.client.client_id, "client_secret": owner.client.secret.reveal(), **fields}
    answer = await running.form(f"token{query}", grant_type="client_credentials", **form)
    assert (answer.status, answer.body["error"]) == (400, "invalid_request")
    assert "scope" in answer.body["error_description"]


@pytest.mark.parametrize(
    ("endpoint", "fields"), [("token", {"grant_type": "client_credentials"}), ("revoke", {"token": "x"})]
)
async def test_refusals_of_one_address_are_limited_and_keep_out_no_good_secret(
    running: AuthServer, owner: Owner, endpoint: str, fields: dict[str, str]
):
    refused = REFUSED.labels("client")
    before = refused._value.get()
    statuses = [
        (await running.form(endpoint, client_id="nobody", client_secret="x", **fields)).status for _ in range(100)
    ]
    assert statuses[:60] == [401] * 60
    assert 429 in statuses[60:]
    assert refused._value.get() >= before + 60
    assert await running.token(owner.client)


async def test_tokens_of_one_client_are_limited(start: Start, owner: Owner):
    running = await start(Throttle(per_second=0.1, burst=3))
    for _ in range(3):
        await running.token(owner.client)
    answer = await running.ask_for_token(owner.client)
    assert answer.status == 429
    assert int(answer.headers["Retry-After"]) > 0


async def test_an_admin_gets_every_scope(running: AuthServer, admin: NewClient):
    assert set(read(await running.token(admin))["scope"].split()) == scopes.ADMIN


async def test_a_client_may_name_itself_by_basic(running: AuthServer, owner: Owner):
    def basic(secret: str) -> dict[str, str]:
        return {"Authorization": "Basic " + b64encode(f"{owner.client.client_id}:{secret}".encode()).decode()}

    good = await running.form("token", basic(owner.client.secret.reveal()), grant_type="client_credentials")
    assert good.status == 200
    bad = await running.form("token", basic("wrong"), grant_type="client_credentials")
    assert (bad.status, bad.body["error"]) == (401, "invalid_client")
    assert bad.headers["WWW-Authenticate"].startswith("Basic")


@pytest.mark.parametrize(
    ("client_id", "secret"),
    [
        ("nobody", "x"),
        ("{id}", "wrong"),
        ("{id}", ""),
        ("", "{secret}"),
        ("\0", "x"),
        ("' or 1=1 --", "x"),
        ("\u00fc", "x"),
    ],
)
async def test_a_client_that_is_not_recognised_gets_one_and_the_same_answer(
    running: AuthServer, owner: Owner, client_id: str, secret: str
):
    answer = await running.form(
        "token",
        {"Accept": "text/html"},
        grant_type="client_credentials",
        client_id=client_id.format(id=owner.client.client_id),
        client_secret=secret.format(secret=owner.client.secret.reveal()),
    )
    assert answer.status == 401
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.body == {"error": "invalid_client", "error_description": "The client or its secret is not valid."}


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "password", "username": "a", "password": "b"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "client_id": "pre-registration-client"}, "invalid_request"),
    ],
)
async def test_a_request_that_makes_no_sense_is_400(running: AuthServer, fields: dict[str, str], error: str):
    answer = await running.form("token", **fields)
    assert (answer.status, answer.body["error"]) == (400, error)
    assert answer.body["error_description"]


async def test_a_body_that_is_no_form_is_400(running: AuthServer):
    answer = await running.api.post(f"{OPENID}/token", {"grant_type": "client_credentials"})
    assert (answer.status, answer.body["error"]) == (400, "invalid_request")


async def test_clients_do_not_refresh(running: AuthServer, owner: Owner):
    answer = await running.form(
        "token",
        grant_type="refresh_token",
        client_id=owner.client.client_id,
        client_secret=owner.client.secret.reveal(),
        refresh_token=await running.token(owner.client),
    )
    assert (answer.status, answer.body["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("path", ["protocol/openid-connect/certs", ".well-known/openid-configuration"])
async def test_another_realm_is_not_there(running: AuthServer, path: str):
    answer = await running.api.get(f"/realms/other/{path}")
    assert (answer.status, answer.body["code"], answer.body["message"]) == (404, 404, "Not Found")
    posted = await running.api.request("POST", "/realms/other/protocol/openid-connect/token", data={"grant_type": "x"})
    assert (posted.status, posted.body["code"]) == (404, 404)


async def test_the_wrong_method_is_told_in_the_envelope(running: AuthServer):
    answer = await running.api.get(f"{OPENID}/token")
    assert (answer.status, answer.body["code"], answer.body["message"]) == (405, 405, "Method Not Allowed")


async def test_the_discovery_document_leads_to_the_endpoints(running: AuthServer):
    answer = await running.api.get("/realms/catena/.well-known/openid-configuration")
    assert answer.status == 200
    assert answer.body["issuer"] == ISSUER
    assert answer.body["token_endpoint"] == f"{ISSUER}/protocol/openid-connect/token"
    assert answer.body["revocation_endpoint"] == f"{ISSUER}/protocol/openid-connect/revoke"
    assert answer.body["jwks_uri"] == f"{ISSUER}/protocol/openid-connect/certs"
    assert "client_credentials" in answer.body["grant_types_supported"]


async def test_a_client_of_a_partner_that_is_gone_is_not_recognised(start: Start, owner: Owner, database: Database):
    async with database.connection() as db:
        await db.execute("update partner set deleted_at = now() where id = %s", (owner.id,))
    running = await start()
    answer = await running.ask_for_token(owner.client)
    assert answer.status == 401


async def test_the_secret_is_nowhere_in_the_database(owner: Owner, database: Database):
    async with database.connection() as db:
        cursor = await db.execute("select api_client::text as row from api_client")
        rows = [row["row"] for row in await cursor.fetchall()]
    secret = owner.client.secret.reveal()
    assert not any(secret in row or secret.encode().hex() in row for row in rows)
    assert secret not in repr(owner.client)
