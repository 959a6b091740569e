"""Signing in at the provider's own pages, with a server that knows two providers which have some."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from tests.conftest import Api, serving, settings
from tests.fakes import oauth_providers
from tests.fakes.oauth_providers.server import CLIENT_ID, CLIENT_SECRET, OAuthFake
from tests.fakes.serving import serve
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.own_installation import database_url, server

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.local.stack import free_port

# Other servers do not know these providers.
__all__ = ["database_url", "server"]

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def provider_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def environment(
    database_url: str, encryption_keys: str, provider_port: int, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    address = f"http://127.0.0.1:{provider_port}"
    application = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    installed = oauth_providers.install(tmp_path_factory.mktemp("installed"))
    return settings(
        database_url,
        encryption_keys,
        PYTHONPATH=os.pathsep.join([str(ROOT), str(ROOT / "src"), str(installed)]),
        GLADHAND_PROVIDER_URLS=json.dumps({oauth_providers.ONLY: address, oauth_providers.ALSO: address}),
        GLADHAND_PROVIDER_OPTIONS=json.dumps({oauth_providers.ONLY: {"uncertain_values": True}}),
        GLADHAND_OAUTH_APPS=json.dumps({oauth_providers.ONLY: application, oauth_providers.ALSO: application}),
    )


@pytest.fixture
async def provider(provider_port: int) -> AsyncIterator[OAuthFake]:
    async with serve(OAuthFake(), port=provider_port) as fake:
        yield fake


Invite = Callable[..., Awaitable[Any]]


async def at_sign_in(visitor: Visitor, invitation: Any, slug: str = "signpost") -> ConnectPage:
    page = await visitor.open(invitation["magic_link"])
    if page.read.forms and any(urlsplit(each.action).path == "/accept" for each in page.read.forms):
        page = await visitor.submit(page, "/accept")
    return await visitor.open(page.read.links[f"/providers/{slug}"])


async def way_out(visitor: Visitor, page: ConnectPage, slug: str = "signpost") -> str:
    """The provider's address that the button leads to."""
    answer = await visitor.submit(page, f"/providers/{slug}/sign-in")
    assert answer.status == 303
    return str(answer.headers["Location"])


async def way_back(visitor: Visitor, address: str) -> str:
    """Signs in at the provider, which sends the browser back to this address."""
    async with visitor.session.get(address, allow_redirects=False) as answer:
        return str(answer.headers["Location"])


async def connections(api: Api) -> list[Any]:
    return list((await api.get("/v2/integrations/connections")).body["items"])


async def test_a_fleet_signs_in_at_the_provider_and_comes_back_connected(
    invite: Invite,
    visitor: Visitor,
    provider: OAuthFake,
    api: Api,
    database: Database,
    keyring: Keyring,
    server: str,
) -> None:
    page = await at_sign_in(visitor, await invite())
    assert "Sign in with OAuthAdapter" in page.text
    assert "api_key" not in page.read.inputs
    assert f"form-action 'self' {provider.url}" in page.headers["Content-Security-Policy"]
    address = await way_out(visitor, page)
    query = parse_qs(urlsplit(address).query)
    assert address.startswith(f"{provider.url}/authorize?")
    assert query["redirect_uri"] == [f"{server}/oauth/callback"]
    assert CLIENT_SECRET not in address

    page = await visitor.open(await way_back(visitor, address))
    assert page.heading == "OAuthAdapter is connected"
    assert "Fleet of account-1" in page.text

    (made,) = await connections(api)
    assert made["credentials"] == {"client_id": CLIENT_ID, "client_secret": "*****", "auth_code": "*****"}
    async with database.connection() as db:
        rows = await db.execute(
            "select s.sealed, c.credentials from connection c join connection_session s on s.connection_id = c.id"
            " where c.id = %s",
            (made["id"],),
        )
        row = await rows.fetchone()
    assert row is not None
    held = json.loads(keyring.unseal(row["sealed"], purpose="connection.session"))
    assert provider.refresh_tokens[held["refresh_token"]] == "account-1"
    assert CLIENT_SECRET in keyring.unseal(row["credentials"], purpose="connection.credentials")


async def test_a_provider_with_a_form_too_offers_both_ways(
    invite: Invite, visitor: Visitor, provider: OAuthFake, api: Api
) -> None:
    invitation = await invite()
    page = await at_sign_in(visitor, invitation, "signpost-keys")
    assert "Sign in with OAuthAdapter with keys" in page.text
    page = await visitor.submit(page, "/providers/signpost-keys", api_key="good-key")
    assert page.heading == "OAuthAdapter with keys is connected"
    assert "Fleet of account-k" in page.text

    page = await at_sign_in(visitor, invitation, "signpost-keys")
    address = await way_out(visitor, page, "signpost-keys")
    assert parse_qs(urlsplit(address).query)["scope"] == ["companies.read users.manage"]
    page = await visitor.open(await way_back(visitor, address))
    assert "Fleet of account-1" in page.text
    shown = [each["credentials"] for each in await connections(api)]
    assert shown[0]["api_key"] == "*****"
    assert shown[1]["redirect_uri"].endswith("/oauth/callback")


async def test_an_in_house_system_has_its_own_name_in_answers_filters_limits_and_documents(
    invite: Invite, visitor: Visitor, provider: OAuthFake, api: Api, anyone: Api
) -> None:
    name = oauth_providers.ALSO
    invitation = await invite(limit_tsps=["X-Signpost"])
    assert invitation["limit_tsps"] == [name]
    page = await at_sign_in(visitor, invitation, "signpost-keys")
    page = await visitor.submit(page, "/providers/signpost-keys", api_key="good-key")
    assert [each["source_name"] for each in await connections(api)] == [name]

    refused = await api.post("/v2/orgs/invitations", {"fleet_ref": "F", "limit_tsps": ["x-signpots"]})
    assert (refused.status, f"Did you mean {name}?" in str(refused.body)) == (422, True)
    (brand,) = (await anyone.get(f"/v2/orgs/tsps?source_name={name}")).body
    assert (brand["slug"], brand["source_name"]) == ("signpost-keys", name)
    support = (await anyone.get(f"/v2/integrations/tsps/{brand['id']}")).body
    assert support["source_name"] == name
    assert (await api.get(f"/v2/integrations/capabilities/{name}")).body["source_name"] == name
    of_source = f"/v2/integrations/connections/resource-operations?source_name={name}"
    assert (await api.get(of_source)).body["items"] == []
    assert (await api.get(of_source.replace(name, "x_signpost"))).status == 422

    published = (await anyone.get("/v2/integrations/openapi.json")).body["components"]
    assert name in published["schemas"]["TspEnum"]["enum"]
    schema = (await api.get("/v2/notifications/schemas/connection.created")).body["openapi_schema"]
    assert name in json.loads(schema)["components"]["schemas"]["TspEnum"]["enum"]


async def test_not_allowing_the_access_is_told_in_a_plain_sentence_where_one_can_try_again(
    invite: Invite, visitor: Visitor, provider: OAuthFake, api: Api
) -> None:
    page = await at_sign_in(visitor, await invite())
    (state,) = parse_qs(urlsplit(await way_out(visitor, page)).query)["state"]
    page = await visitor.open(f"/oauth/callback?error=access_denied&error_description=%3Cb%3EX&state={state}")
    assert page.status == 422
    assert "You did not allow the access at OAuthAdapter" in page.text
    assert await connections(api) == []
    page = await visitor.open(await way_back(visitor, await way_out(visitor, page)))
    assert page.heading == "OAuthAdapter is connected"


@pytest.mark.parametrize("query", ["", "error=invalid_scope", "code=", "error=temporarily_unavailable"])
async def test_whatever_else_comes_back_instead_of_a_code_leaves_a_page_to_go_on_from(
    invite: Invite, visitor: Visitor, provider: OAuthFake, query: str
) -> None:
    page = await at_sign_in(visitor, await invite())
    (state,) = parse_qs(urlsplit(await way_out(visitor, page)).query)["state"]
    page = await visitor.open(f"/oauth/callback?state={state}&{query}")
    assert page.status == 422
    assert "Please" in page.text
    assert page.form("/providers/signpost/sign-in").method == "post"


async def test_a_code_that_the_provider_refuses_makes_nothing(
    invite: Invite, visitor: Visitor, provider: OAuthFake, api: Api
) -> None:
    page = await at_sign_in(visitor, await invite())
    (state,) = parse_qs(urlsplit(await way_out(visitor, page)).query)["state"]
    page = await visitor.open(f"/oauth/callback?state={state}&code=made-up-by-somebody")
    assert page.status == 422
    assert "OAuthAdapter did not accept this sign-in" in page.text
    assert "made-up-by-somebody" not in page.html
    assert await connections(api) == []


async def test_coming_back_twice_uses_the_code_once_and_shows_what_is_connected(
    invite: Invite, visitor: Visitor, provider: OAuthFake, api: Api
) -> None:
    page = await at_sign_in(visitor, await invite())
    back = await way_back(visitor, await way_out(visitor, page))
    await visitor.open(back)
    again = await visitor.open(back)
    assert again.status == 200
    assert "Your providers" in again.text
    assert provider.refused == 0
    assert len(await connections(api)) == 1


async def test_a_browser_that_loads_the_page_twice_at_once_connects_once(
    invite: Invite, visitor: Visitor, provider: OAuthFake, api: Api
) -> None:
    page = await at_sign_in(visitor, await invite())
    back = await way_back(visitor, await way_out(visitor, page))
    pages = await asyncio.gather(*(visitor.open(back) for _ in range(4)))
    assert {each.status for each in pages} == {200}
    assert provider.refused == 0
    assert len(await connections(api)) == 1


async def test_a_state_is_good_in_the_browser_that_began_and_stays_good_for_it(
    invite: Invite, visitor: Visitor, make_visitor: Callable[[], Visitor], provider: OAuthFake, api: Api
) -> None:
    page = await at_sign_in(visitor, await invite())
    back = await way_back(visitor, await way_out(visitor, page))
    stranger = make_visitor()
    await at_sign_in(stranger, await invite())
    tricked = await stranger.open(back)
    await stranger.session.close()
    assert tricked.status == 400
    assert tricked.heading == "This sign-in was not started here"
    assert await connections(api) == []
    assert (await visitor.open(back)).heading == "OAuthAdapter is connected"


async def test_two_tabs_can_be_at_the_provider_at_once(
    invite: Invite, visitor: Visitor, provider: OAuthFake, api: Api
) -> None:
    page = await at_sign_in(visitor, await invite())
    first, second = await way_out(visitor, page), await way_out(visitor, page)
    provider.account = "account-2"
    late = await way_back(visitor, second)
    provider.account = "account-1"
    assert "account-1" in (await visitor.open(await way_back(visitor, first))).text
    assert "account-2" in (await visitor.open(late)).text
    assert len(await connections(api)) == 2


async def test_the_same_account_signed_in_to_twice_is_one_connection(
    invite: Invite, visitor: Visitor, provider: OAuthFake, api: Api
) -> None:
    page = await at_sign_in(visitor, await invite())
    first, second = [await way_back(visitor, await way_out(visitor, page)) for _ in range(2)]
    await asyncio.gather(visitor.open(first), visitor.open(second))
    assert len(await connections(api)) == 1


async def test_after_ten_minutes_the_fleet_is_led_back_to_its_providers(
    invite: Invite, visitor: Visitor, provider: OAuthFake, database: Database, api: Api
) -> None:
    page = await at_sign_in(visitor, await invite())
    back = await way_back(visitor, await way_out(visitor, page))
    async with database.connection() as db:
        rows = await db.execute("select max(expires_at) - max(created_at) as life from sign_in where ended_at is null")
        row = await rows.fetchone()
        assert row is not None
        assert row["life"].total_seconds() == 600
        await db.execute("update sign_in set expires_at = now() where ended_at is null")
    page = await visitor.open(back)
    assert page.heading == "Which provider do you use?"
    assert await connections(api) == []


async def test_states_are_stored_hashed_and_links_sealed(
    invite: Invite, visitor: Visitor, provider: OAuthFake, database: Database
) -> None:
    invitation = await invite()
    page = await at_sign_in(visitor, invitation)
    ((_, state),) = [each for each in parse_qsl(urlsplit(await way_out(visitor, page)).query) if each[0] == "state"]
    async with database.connection() as db:
        rows = await db.execute("select s::text as row, s.state as state from sign_in s")
        found = await rows.fetchall()
    assert found
    assert not any(state in each["row"] or state.encode() in each["state"] for each in found)
    link = invitation["id"]
    assert not any(link in each["row"] or link.encode().hex() in each["row"] for each in found)


async def test_an_unknown_state_is_a_page_and_not_a_mistake(visitor: Visitor, provider: OAuthFake) -> None:
    for query in ("", "?state=x&code=y", "?state=%00&code=%00"):
        page = await visitor.open(f"/oauth/callback{query}")
        assert page.status == 400
        assert page.heading == "This sign-in was not started here"


async def test_looking_with_head_does_not_use_the_state_up(
    invite: Invite, visitor: Visitor, provider: OAuthFake
) -> None:
    page = await at_sign_in(visitor, await invite())
    back = await way_back(visitor, await way_out(visitor, page))
    async with visitor.session.head(back) as answer:
        assert answer.status in (404, 405)
    assert (await visitor.open(back)).heading == "OAuthAdapter is connected"


async def test_a_link_that_has_run_out_meanwhile_connects_nothing(
    invite: Invite, visitor: Visitor, provider: OAuthFake, api: Api, database: Database
) -> None:
    invitation = await invite()
    page = await at_sign_in(visitor, invitation)
    back = await way_back(visitor, await way_out(visitor, page))
    async with database.connection() as db:
        await db.execute(
            "update invitation set expires_at = now() where link_hash = sha256(uuid_send(%s))",
            (invitation["id"],),
        )
    assert (await visitor.open(back)).heading == "This invitation has expired"
    assert await connections(api) == []


async def test_without_an_application_there_is_the_form_only_and_no_provider_that_has_none(
    invite: Invite, environment: dict[str, str], visitor: Visitor
) -> None:
    with serving(environment | {"GLADHAND_OAUTH_APPS": "{}"}) as url:
        visitor.url = url
        invitation = await invite()
        link = f"{visitor.url}/?{urlsplit(invitation['magic_link']).query}"
        page = await visitor.submit(await visitor.open(link), "/accept")
        assert "/providers/signpost" not in page.read.links
        page = await visitor.open(page.read.links["/providers/signpost-keys"])
        assert "Sign in with" not in page.text
        assert "api_key" in page.read.inputs
        posted = page.form("/providers/signpost-keys")
        answer = await visitor.request(
            "POST", posted.action.replace("signpost-keys", "signpost-keys/sign-in"), data=posted.values
        )
        assert answer.status == 404


async def in_popup(visitor: Visitor, invitation: Any) -> tuple[ConnectPage, str, str]:
    """The sign-in page of a popup, what its button opens, and where it asks what came of it."""
    await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
    page = await visitor.open(f"{invitation['magic_link']}&embed=popup".replace("/?", "/providers/signpost?"))
    (waits,) = re.findall(r'data-waits="([^"]+)"', page.html)
    return page, page.read.links["/providers/signpost/sign-in/window"], unescape(waits)


OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}


async def test_from_a_popup_the_provider_opens_in_a_second_window_and_the_popup_hears_of_it(
    invite: Invite, visitor: Visitor, make_visitor: Callable[[], Visitor], provider: OAuthFake, api: Api
) -> None:
    page, opens, waits = await in_popup(visitor, await invite())
    assert "/providers/signpost/sign-in" not in {urlsplit(each.action).path for each in page.read.forms}
    # A frame's cookie does not reach the window, so the window is as good as another browser.
    window = make_visitor()
    leaving = await window.request("GET", opens, headers=OUR_PAGE)
    assert leaving.status == 303
    assert json.loads((await visitor.open(waits)).html) == {"target": None}
    done = await window.open(await way_back(window, leaving.headers["Location"]))
    assert done.heading == "OAuthAdapter is connected"
    assert "You can close this window" in done.text
    await window.session.close()
    (made,) = await connections(api)
    target = json.loads((await visitor.open(waits)).html)["target"]
    assert f"connection={made['id']}" in target
    assert (await visitor.open(target)).heading == "OAuthAdapter is connected"


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"}])
async def test_the_window_opens_from_our_own_page_and_from_nobodys_message(
    invite: Invite, visitor: Visitor, provider: OAuthFake, headers: dict[str, str]
) -> None:
    _, opens, _ = await in_popup(visitor, await invite())
    answer = await visitor.request("GET", opens, headers=headers)
    assert (answer.status, answer.heading) == (403, "This sign-in was not started here")


async def test_a_ticket_is_good_for_its_invitation_and_provider_alone(
    invite: Invite, visitor: Visitor, provider: OAuthFake
) -> None:
    mine, other = await invite(), await invite()
    await visitor.submit(await visitor.open(other["magic_link"]), "/accept")
    _, opens, _ = await in_popup(visitor, mine)
    for wrong in (
        opens.replace(mine["id"], other["id"]),
        opens.replace("/signpost/", "/signpost-keys/"),
        re.sub(r"ticket=\d", "ticket=9", opens),
        re.sub(r"ticket=[^&]+", "ticket=nonsense", opens),
        re.sub(r"ticket=[^&]+", "ticket=1.zz.x", opens),
    ):
        assert (await visitor.request("GET", wrong, headers=OUR_PAGE)).status == 403


async def test_what_goes_wrong_in_the_window_is_told_there(
    invite: Invite, visitor: Visitor, provider: OAuthFake, api: Api
) -> None:
    _, opens, waits = await in_popup(visitor, await invite())
    leaving = await visitor.request("GET", opens, headers=OUR_PAGE)
    (state,) = parse_qs(urlsplit(str(leaving.headers["Location"])).query)["state"]
    page = await visitor.open(f"/oauth/callback?error=access_denied&state={state}")
    assert page.heading == "You did not allow the access at OAuthAdapter"
    assert "close this window and try again" in page.text
    assert json.loads((await visitor.open(waits)).html) == {"target": None}
    assert await connections(api) == []
