import asyncio

from joserfc import jwt
from joserfc.jwk import OctKey
from tests.conftest import HubAnswer, eventually
from tests.integration.auth.conftest import ISSUER, AuthServer, FleetRow, Owner, Start
from tests.integration.auth.test_token_endpoint import read

from gladhand.auth import scopes
from gladhand.auth.tokens.schemas import FleetTokens
from gladhand.core.db import Database


def issue(running: AuthServer, fleet: FleetRow) -> FleetTokens:
    return running.tokens.for_fleet(fleet.id, fleet.slug)


async def refresh(
    running: AuthServer, token: str, client_id: str = "pre-registration-client", **fields: str
) -> HubAnswer:
    form = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": token, **fields}
    return await running.form("token", **form)


async def test_the_access_token_is_that_of_an_invented_administrator_of_the_fleet(running: AuthServer, fleet: FleetRow):
    claims = read(issue(running, fleet).access)
    assert claims["org"] == {fleet.slug: {"id": str(fleet.id), "org_type": ["fleet"]}}
    assert claims["azp"] == "pre-registration-client"
    assert claims["exp"] - claims["iat"] == 7200
    assert claims["roles"] == ["impersonator"]
    assert claims["allowed-origins"] == ["*"]
    assert claims["email"] == claims["preferred_username"] == f"fleet.admin@{fleet.id}.com"
    assert claims["email_verified"] is True
    assert claims["jti"].startswith("pr:")
    assert set(claims["scope"].split()) == scopes.FLEET | {"openid", "organization", "profile", "email"}


async def test_the_refresh_token_lives_for_28_days_and_is_for_the_issuer(running: AuthServer, fleet: FleetRow):
    token = issue(running, fleet).refresh
    claims = read(token)
    assert (claims["typ"], claims["aud"]) == ("Refresh", ISSUER)
    assert claims["exp"] - claims["iat"] == 28 * 86400
    assert read(token, 0) == {"alg": "HS512", "typ": "JWT", "kid": read(issue(running, fleet).access, 0)["kid"]}


async def test_a_refresh_token_that_an_earlier_version_signed_with_rsa_stays_good(running: AuthServer, fleet: FleetRow):
    token = issue(running, fleet).refresh
    key = running.tokens.signer._keys.verifying[read(token, 0)["kid"]].pair
    earlier = jwt.encode({"alg": "RS256", "typ": "JWT", "kid": key.kid}, read(token), key)
    assert (await refresh(running, earlier)).status == 200


async def test_a_refresh_token_that_is_signed_with_the_public_key_is_401(running: AuthServer, fleet: FleetRow):
    token = issue(running, fleet).refresh
    key = running.tokens.signer._keys.verifying[read(token, 0)["kid"]].pair
    public = OctKey.import_key(str(key.as_dict(private=False)["n"]))
    forged = jwt.encode({"alg": "HS512", "typ": "JWT", "kid": key.kid}, read(token), public, algorithms=["HS512"])
    assert (await refresh(running, forged)).status == 401


async def test_a_fleet_calls_with_its_access_token(running: AuthServer, fleet: FleetRow):
    answer = await running.api.with_token(issue(running, fleet).access).get("/connections")
    assert answer.body == {"kind": "FleetCaller", "slug": fleet.slug}


async def test_a_refresh_token_is_no_access_token_and_the_other_way_round(running: AuthServer, fleet: FleetRow):
    tokens = issue(running, fleet)
    assert await running.status("/connections", tokens.refresh) == 401
    answer = await refresh(running, tokens.access)
    assert (answer.status, answer.body["error"]) == (401, "invalid_grant")


async def test_a_fleet_gets_its_next_access_token_by_its_refresh_token(running: AuthServer, fleet: FleetRow):
    tokens = issue(running, fleet)
    answer = await refresh(running, tokens.refresh)
    assert answer.status == 200, answer.body
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.body["access_token"] != tokens.access
    assert answer.body["refresh_token"] != tokens.refresh
    assert read(answer.body["refresh_token"])["exp"] <= read(tokens.refresh)["exp"]
    assert 0 < answer.body["refresh_expires_in"] <= 28 * 86400
    assert answer.body["expires_in"] == 7200
    assert await running.status("/connections", answer.body["access_token"]) == 200


async def test_a_scope_narrows_the_next_access_token_alone(running: AuthServer, fleet: FleetRow):
    neutral = {"openid", "organization", "profile", "email"}
    narrow = (await refresh(running, issue(running, fleet).refresh, scope="fleet:read tsp:create")).body
    assert set(read(narrow["access_token"])["scope"].split()) == {"fleet:read"} | neutral
    assert await running.status("/connections", narrow["access_token"]) == 403
    whole = (await refresh(running, narrow["refresh_token"])).body
    assert set(whole["scope"].split()) == scopes.FLEET | neutral


async def test_a_wrong_scope_does_not_use_up_the_refresh_token(
    running: AuthServer, fleet: FleetRow, database: Database
):
    token = issue(running, fleet).refresh
    for fields, error in (({"scope": "fleet:raed"}, "invalid_scope"), ({"scopes": "fleet:read"}, "invalid_request")):
        answer = await refresh(running, token, **fields)
        assert (answer.status, answer.body["error"]) == (400, error)
    async with database.connection() as db:
        rows = await db.execute("select 1 from used_refresh_token where jti = %s", (read(token)["jti"],))
        assert await rows.fetchone() is None


async def test_only_the_public_client_refreshes(running: AuthServer, fleet: FleetRow):
    answer = await refresh(running, issue(running, fleet).refresh, client_id="somebody")
    assert (answer.status, answer.body["error"]) == (401, "invalid_client")


async def test_a_revoked_refresh_token_takes_what_came_of_it_along(running: AuthServer, fleet: FleetRow):
    tokens, others = issue(running, fleet), issue(running, fleet)
    later = (await refresh(running, tokens.refresh)).body["access_token"]
    assert (await running.form("revoke", client_id="pre-registration-client", token=tokens.refresh)).status == 200
    for token in (tokens.access, later):
        assert await running.status("/connections", token) == 401
    answer = await refresh(running, tokens.refresh)
    assert (answer.status, answer.body["error"]) == (401, "invalid_grant")
    assert await running.status("/connections", others.access) == 200


async def test_a_partner_cannot_revoke_a_fleets_token_as_itself(running: AuthServer, fleet: FleetRow, owner: Owner):
    tokens = issue(running, fleet)
    answer = await running.form(
        "revoke", client_id=owner.client.client_id, client_secret=owner.client.secret.reveal(), token=tokens.access
    )
    assert answer.status == 200
    assert await running.status("/connections", tokens.access) == 200


async def test_a_fleet_that_is_gone_gets_no_more_tokens(running: AuthServer, fleet: FleetRow, database: Database):
    tokens = issue(running, fleet)
    async with database.connection() as db:
        await db.execute("update fleet set deleted_at = now() where id = %s", (fleet.id,))
    answer = await refresh(running, tokens.refresh)
    assert (answer.status, answer.body["error"]) == (401, "invalid_grant")


async def test_an_open_route_sees_the_fleet_and_passes_over_partners(
    running: AuthServer, fleet: FleetRow, owner: Owner
):
    async def seen(token: str | None) -> object:
        return (await running.api.with_token(token).get("/open")).body["fleet"]

    assert await seen(issue(running, fleet).access) == str(fleet.id)
    assert await seen(await running.token(owner.client)) is None
    assert await seen(None) is None
    assert await running.status("/open", "rubbish") == 401


async def test_a_session_of_another_server_process_is_refreshed_here(start: Start, fleet: FleetRow):
    first, second = await start(), await start()
    assert (await refresh(second, issue(first, fleet).refresh)).status == 200


async def test_a_refresh_token_that_comes_again_ends_the_session_for_every_holder(
    running: AuthServer, fleet: FleetRow, database: Database
):
    tokens, others = issue(running, fleet), issue(running, fleet)
    second = (await refresh(running, tokens.refresh)).body
    third = (await refresh(running, second["refresh_token"])).body
    async with database.connection() as db:
        await db.execute("update used_refresh_token set used_at = used_at - interval '1 minute'")
    answer = await refresh(running, tokens.refresh)
    assert (answer.status, answer.body["error"]) == (401, "invalid_grant")
    assert (await refresh(running, third["refresh_token"])).status == 401
    for token in (tokens.access, second["access_token"], third["access_token"]):
        assert await running.status("/connections", token) == 401
    assert await running.status("/connections", others.access) == 200
    assert (await refresh(running, others.refresh)).status == 200


async def test_a_client_whose_answer_was_lost_may_send_its_refresh_token_again_at_once(
    running: AuthServer, fleet: FleetRow
):
    tokens = issue(running, fleet)
    answers = await asyncio.gather(*(refresh(running, tokens.refresh) for _ in range(5)))
    assert {each.status for each in answers} == {200}
    for each in answers:
        assert await running.status("/connections", each.body["access_token"]) == 200


async def test_a_revoked_session_refreshes_nothing(running: AuthServer, fleet: FleetRow, database: Database):
    tokens = issue(running, fleet)
    async with database.transaction() as db:
        await running.tokens.revoke_session(db, tokens.session_id)
    await eventually(lambda: _is_refused(running, tokens.access), what="the revocation")
    assert (await refresh(running, tokens.refresh)).status == 401


async def _is_refused(running: AuthServer, token: str) -> bool:
    return await running.status("/connections", token) == 401
