"""An application gets tokens of a person with a code and PKCE, and what must not work with a code."""

import asyncio
import base64
import hashlib
import html
import json
import os
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from tests.conftest import Api, HubAnswer, eventually
from tests.integration.connect.conftest import Visitor
from tests.integration.connect.people.conftest import BACK, LoginApp, returned, sign_in

from gladhand.apidocs import guide
from gladhand.apidocs.documents import ReferenceSettings
from gladhand.auth.grants.applications import create_application
from gladhand.auth.people.roles import PersonRoleEnum, RoleAssignment

VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def request_of(client_id: str, /, **changes: str | None) -> str:
    fields = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": BACK,
        "state": "s p a c e&=",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | changes
    query = urlencode({name: value for name, value in fields.items() if value is not None})
    return f"/realms/catena/protocol/openid-connect/auth?{query}"


async def code_of(visitor: Visitor, client_id: str, email: str, /, **changes: str | None) -> str:
    page = await visitor.open(request_of(client_id, **changes))
    return returned(await sign_in(visitor, page, email))["code"]


async def exchange(anyone: Api, client_id: str, code: str, /, **changes: str) -> Any:
    fields = {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "code": code,
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
    } | changes
    return await anyone.request("POST", "/realms/catena/protocol/openid-connect/token", data=fields)


async def shell(script: str, **variables: str) -> list[str]:
    """The lines that a script prints."""
    process = await asyncio.create_subprocess_exec(
        "bash", "-ceu", script, env={**os.environ, **variables}, stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0
    return printed.decode().splitlines()


async def test_the_calls_of_the_docs_page_sign_a_person_in(server, client_id, visitor, anyone, partner_person):
    page = await visitor.open("/docs")
    issuer = f"{server}/realms/catena"
    calls = guide.signing_in(ReferenceSettings(server, f"{issuer}/protocol/openid-connect"))
    shown = html.unescape(re.sub(r"<[^>]*>", "", page.html))
    for call in calls.values():
        assert call.splitlines()[-1] in shown
    here = {"APPLICATION_ID": client_id, "REDIRECT_URI": BACK}
    *_, url, verifier = await shell(f'{calls["authorize"]}\necho "$VERIFIER"', **here)
    code = returned(await sign_in(visitor, await visitor.open(url), partner_person.email))["code"]
    answer = json.loads("\n".join(await shell(calls["exchange"], CODE=code, VERIFIER=verifier, **here)))
    client = anyone.with_token(answer["access_token"])
    assert (await client.get("/v2/orgs/invitations")).status == 200


async def test_the_library_gets_tokens_that_work_and_can_be_refreshed(
    app: LoginApp, visitor, anyone, partner_person, partner
):
    page = await visitor.open(app.authorization_url(nonce="n-1"))
    assert page.heading == "Sign in"
    page = await sign_in(visitor, page, partner_person.email)
    assert returned(page)["iss"] == f"{app.url}/realms/catena"
    tokens = await app.tokens(page)
    assert tokens["scope"] == ["openid", "organization"]
    listed = await anyone.with_token(tokens["access_token"]).get("/v2/orgs/invitations")
    assert listed.status == 200

    keys = KeySet.import_key_set((await anyone.get("/realms/catena/protocol/openid-connect/certs")).body)
    identity = jwt.decode(tokens["id_token"], keys, algorithms=["RS256"]).claims
    assert (identity["nonce"], identity["aud"], identity["email"]) == ("n-1", app.client_id, partner_person.email)
    access = jwt.decode(tokens["access_token"], keys, algorithms=["RS256"]).claims
    [organization] = access["org"].values()
    assert (organization, access["sub"]) == ({"id": str(partner.id), "org_type": ["partner"]}, str(partner_person.id))
    assert (await anyone.with_token(tokens["id_token"]).get("/v2/orgs/invitations")).status == 401

    refreshed = await asyncio.to_thread(
        app.session.refresh_token, f"{app.endpoint}/token", tokens["refresh_token"], client_id=app.client_id
    )
    assert refreshed["refresh_token"] != tokens["refresh_token"]
    assert (await anyone.with_token(refreshed["access_token"]).get("/v2/orgs/invitations")).status == 200


async def test_who_has_signed_in_is_not_asked_again(app: LoginApp, visitor, partner_person):
    await sign_in(visitor, await visitor.open(app.authorization_url()), partner_person.email)
    again = await visitor.open(app.authorization_url())
    assert "code" in returned(again)
    assert "code" in returned(await visitor.open(app.authorization_url(prompt="none")))


async def test_a_code_that_comes_twice_ends_the_tokens_of_the_first_time(visitor, anyone, client_id, partner_person):
    code = await code_of(visitor, client_id, partner_person.email)
    first = await exchange(anyone, client_id, code)
    assert first.status == 200, first.body
    with_token = anyone.with_token(first.body["access_token"])
    assert (await with_token.get("/v2/orgs/invitations")).status == 200
    again = await exchange(anyone, client_id, code)
    assert (again.status, again.body["error"]) == (401, "invalid_grant")

    async def is_refused() -> bool:
        answer: HubAnswer = await with_token.get("/v2/orgs/invitations")
        return answer.status == 401

    await eventually(is_refused, "the end of the tokens")
    refreshed = await refresh(anyone, client_id, first.body["refresh_token"])
    assert (refreshed.status, refreshed.body["error"]) == (401, "invalid_grant")


async def test_a_used_code_that_comes_late_ends_the_tokens_too(visitor, anyone, client_id, partner_person, database):
    code = await code_of(visitor, client_id, partner_person.email)
    first = await exchange(anyone, client_id, code)
    async with database.transaction() as db:
        # A minute later.
        await db.execute(
            "update person_grant set code_expires_at = clock_timestamp() - interval '1 second' where client_id = %s",
            (client_id,),
        )
    assert (await exchange(anyone, client_id, code)).status == 401
    refreshed = await refresh(anyone, client_id, first.body["refresh_token"])
    assert (refreshed.status, refreshed.body["error"]) == (401, "invalid_grant")


async def refresh(anyone: Api, client_id: str, token: str) -> Any:
    fields = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": token}
    return await anyone.request("POST", "/realms/catena/protocol/openid-connect/token", data=fields)


async def test_of_two_exchanges_at_once_one_gets_tokens_at_most(visitor, anyone, client_id, partner_person):
    code = await code_of(visitor, client_id, partner_person.email)
    answers = await asyncio.gather(*(exchange(anyone, client_id, code) for _ in range(4)))
    assert sorted(answer.status for answer in answers) == [200, 401, 401, 401]


async def test_a_scope_narrows_an_access_token_of_a_code_and_of_a_refresh(visitor, anyone, client_id, partner_person):
    code = await code_of(visitor, client_id, partner_person.email, scope="invitation:read fleet:read")
    first = await exchange(anyone, client_id, code, scope="fleet:read")
    assert first.body["scope"] == "fleet:read"
    assert (await anyone.with_token(first.body["access_token"]).get("/v2/orgs/invitations")).status == 403
    form = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": first.body["refresh_token"]}
    path = "/realms/catena/protocol/openid-connect/token"
    second = await anyone.request("POST", path, data=form | {"scope": "fleet:read webhook:read"})
    assert (await anyone.with_token(second.body["access_token"]).get("/v2/orgs/invitations")).status == 403
    third = await refresh(anyone, client_id, second.body["refresh_token"])
    assert set(third.body["scope"].split()) == {"invitation:read", "fleet:read"}


async def test_a_refresh_token_that_comes_late_a_second_time_ends_the_session(
    visitor, anyone, client_id, partner_person, database
):
    first = await exchange(anyone, client_id, await code_of(visitor, client_id, partner_person.email))
    second = await refresh(anyone, client_id, first.body["refresh_token"])
    assert second.status == 200, second.body
    async with database.connection() as db:
        await db.execute("update used_refresh_token set used_at = used_at - interval '1 minute'")
    assert (await refresh(anyone, client_id, first.body["refresh_token"])).status == 401
    assert (await refresh(anyone, client_id, second.body["refresh_token"])).status == 401
    token = anyone.with_token(second.body["access_token"])
    assert (await token.get("/v2/orgs/invitations")).status == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": "short"},
        {"redirect_uri": "https://app.example/signed-in"},
        {"code": "guessed"},
    ],
    ids=str,
)
async def test_a_code_is_no_good_with_something_else(visitor, anyone, client_id, partner_person, changes):
    code = await code_of(visitor, client_id, partner_person.email)
    answer = await exchange(anyone, client_id, code, **changes)
    assert (answer.status, answer.body["error"]) == (401, "invalid_grant")
    # Who has the code, and not the verifier, has one try.
    assert (await exchange(anyone, client_id, code)).status == (200 if "code" in changes else 401)


async def test_a_code_and_a_refresh_token_are_of_one_application(visitor, anyone, client_id, partner_person, database):
    async with database.transaction() as db:
        other = await create_application(db, "Other", [BACK])
    code = await code_of(visitor, client_id, partner_person.email)
    assert (await exchange(anyone, other, code)).status == 401
    page = await visitor.open(request_of(client_id))
    first = await exchange(anyone, client_id, returned(page)["code"])
    assert (await refresh(anyone, other, first.body["refresh_token"])).status == 401
    assert (await refresh(anyone, client_id, first.body["refresh_token"])).status == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": f"{BACK}&more=1"},
        {"redirect_uri": "https://app.example/signed-in"},
        {"redirect_uri": None},
        {"client_id": "app-unknown"},
        {"client_id": "app\0"},
    ],
    ids=str,
)
@pytest.mark.parametrize(
    "path", ["/realms/catena/protocol/openid-connect/auth", "/account/authorize", "/account/sign-in"]
)
async def test_a_browser_is_never_sent_to_an_address_that_is_not_registered(visitor, client_id, changes, path):
    query = request_of(client_id, **changes).partition("?")[2]
    page = await visitor.open(f"{path}?{query}")
    assert page.status == 400
    assert page.heading == "This application is not known here"
    assert "Location" not in page.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": "invitation:raed"}, "invalid_scope"),
        ({"scopes": "invitation:read"}, "invalid_request"),
        ({"request": "ey"}, "request_not_supported"),
        ({"prompt": "none"}, "login_required"),
    ],
    ids=str,
)
async def test_the_application_is_told_what_is_wrong(visitor, client_id, changes, error):
    back = returned(await visitor.open(request_of(client_id, **changes)))
    assert (back["error"], back["state"]) == (error, "s p a c e&=")
    assert "code" not in back


async def test_a_person_with_several_roles_chooses_and_gets_a_token_for_that_one(
    visitor, anyone, client_id, make_person, partner, make_partner
):
    other = await make_partner()
    person = await make_person(
        RoleAssignment(PersonRoleEnum.PARTNER_ADMIN, partner_id=partner.id),
        RoleAssignment(PersonRoleEnum.PARTNER_READER, partner_id=other.id),
    )
    page = await sign_in(visitor, await visitor.open(request_of(client_id)), person.email)
    assert page.heading == "For which company?"
    role_id = re.findall(r'<option value="([0-9a-f-]{36})"', page.html)[-1]
    answer = await visitor.submit(page, "/account/authorize", role=role_id)
    tokens = await exchange(anyone, client_id, returned(answer)["code"])
    reader = anyone.with_token(tokens.body["access_token"])
    assert (await reader.get("/v2/orgs/invitations")).status == 200
    assert (await reader.post("/v2/orgs/invitations", {"fleet_ref": "x"})).status == 403
