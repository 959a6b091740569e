"""Connect inside a partner's site: who may frame it, what the site hears, how the cookie is kept, how it ends."""

import json
import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from tests.integration.connect.embed.conftest import MakeKey, ancestors

from gladhand.orgs.branding import queries as branding
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.embed_keys import queries
from gladhand.orgs.embed_keys.queries import EmbedKey

ORIGINS = ["https://partner.example", "https://www.partner.example"]
BACK = {
    "success_redirect_url": "https://partner.example/ok?a=1#x",
    "failure_redirect_url": "https://partner.example/no",
}


@pytest.fixture
async def key(make_key: MakeKey) -> EmbedKey:
    return await make_key(ORIGINS)


def launched(invitation: Any, key: EmbedKey | None, embed: str = "iframe", **more: str) -> str:
    parts = [f"{name}={value}" for name, value in more.items()]
    if key is not None:
        parts.append(f"embed_key={key.key}")
    return "&".join([invitation["magic_link"], *parts, f"embed={embed}"])


def told(page: Any) -> list[dict[str, Any]]:
    found = re.search(r'data-tell="([^"]*)"', page.html)
    return json.loads(unescape(found[1])) if found else []


def audience(page: Any) -> list[str]:
    found = re.search(r'data-audience="([^"]*)"', page.html)
    return json.loads(unescape(found[1])) if found else []


async def test_every_page_of_a_keyed_flow_may_be_framed_by_the_keys_sites_alone(invite, visitor, key):
    invitation = await invite()
    query = launched(invitation, key).partition("?")[2]
    for path in ("/", "/providers", "/decline", "/nowhere-at-all", "/providers/none", "/requested", "/accept"):
        page = await visitor.open(f"{path}?{query}")
        assert ancestors(page) == " ".join(ORIGINS), path
        assert told(page) == [{"event": "open"}], path
        assert {"X-Frame-Options", "Cross-Origin-Opener-Policy"}.isdisjoint(page.headers), path
        assert page.headers["Referrer-Policy"] == "same-origin"
    crashed = await visitor.request("POST", f"/accept?{query}")
    assert (crashed.status, ancestors(crashed)) == (403, " ".join(ORIGINS))


@pytest.mark.parametrize("variant", ["full", "card"])
async def test_no_page_in_a_frame_asks_for_the_focus_and_each_has_help(invite, visitor, key, variant):
    page = await visitor.open(launched(await invite(), key, variant=variant))
    page = await visitor.submit(page, "/accept")
    query = page.url.query_string
    for path in ("/providers", "/providers/groundhog", "/nowhere-at-all", "/requested"):
        page = await visitor.open(f"{path}?{query}")
        assert "autofocus" not in page.html, path
        assert page.html.count('href="/help?') == 1, path
    # A site may frame the link without saying so.
    assert "autofocus" not in (await visitor.open("/providers?" + query.replace("&embed=iframe", ""))).html
    help_page = await visitor.open(f"/help?{query}")
    assert (help_page.status, help_page.heading) == (200, "Help")
    assert "Any questions? Please ask" in help_page.text


async def test_a_page_in_a_tab_asks_for_the_focus(invite, visitor):
    page = await visitor.submit(await visitor.open((await invite())["magic_link"]), "/accept")
    assert "autofocus" in page.html
    assert 'href="/help?' in page.html


async def test_without_a_living_key_nobody_may_frame_and_nobody_hears(invite, visitor, key, database):
    invitation = await invite()
    ordinary = await visitor.open(invitation["magic_link"])
    unknown = await visitor.open(launched(invitation, None, embed_key="ek_unknown"))
    async with database.transaction() as db:
        await queries.revoke_embed_key(db, key.partner_id, key.id)
    revoked = await visitor.open(launched(invitation, key))
    for page in (ordinary, unknown, revoked):
        assert (page.status, ancestors(page), told(page), audience(page)) == (200, "'none'", [], [])


async def test_another_partners_key_has_no_part_in_an_invitation(invite, visitor, database, make_partner):
    other = await make_partner()
    async with database.transaction() as db:
        foreign = await queries.insert_embed_key(
            db,
            other.id,
            key=f"ek_{uuid4().hex}",
            name="s",
            origins=["https://evil.example"],
            branding=PartnerBranding(),
        )
    page = await visitor.open(launched(await invite(), foreign))
    assert (ancestors(page), told(page)) == ("'none'", [])


async def test_the_cookie_is_partitioned_in_a_frame_and_nowhere_else(invite, visitor, key):
    invitation = await invite()
    framed = await visitor.open(launched(invitation, key))
    crumbs = {part.strip() for part in framed.headers["Set-Cookie"].split(";")}
    assert {"SameSite=None", "Secure", "Partitioned", "HttpOnly", "Path=/"} <= crumbs
    for embed in ("popup", "redirect", "else"):
        cookie = (await visitor.open(launched(invitation, key, embed))).headers.get("Set-Cookie", "")
        assert "Partitioned" not in cookie
        assert "gladhand_frame" not in cookie


async def test_the_whole_flow_is_told_to_the_registered_sites(invite, visitor, key, account):
    invitation = await invite(**BACK)
    page = await visitor.open(launched(invitation, key, "popup"))
    assert told(page) == [{"event": "open"}]
    assert audience(page) == ORIGINS
    page = await visitor.submit(page, "/accept")
    assert told(page) == [{"event": "open"}]
    page = await visitor.follow(page, "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key="wrong")
    assert told(page) == [{"event": "open"}]
    page = await visitor.submit(page, "/providers/groundhog", api_key=account)
    [_, connection] = told(page)
    assert connection["event"] == "connection"
    assert isinstance(connection["connectionId"], str)
    assert "Return to" in page.text
    page = await visitor.submit(page, "/done")
    assert told(page)[1:] == [
        {"event": "success", "connectionIds": [connection["connectionId"]]},
        {"event": "close"},
    ]
    # A popup whose opener is gone goes back by itself.
    assert 'data-otherwise="https://partner.example/ok?a=1&amp;status=success&amp;tsp_count=1' in page.html


async def test_in_a_frame_the_last_button_says_done_and_leads_nowhere(invite, visitor, key, account):
    invitation = await invite(**BACK)
    page = await visitor.open(launched(invitation, key, "popup"))
    page = await visitor.submit(page, "/accept")
    framed = await visitor.open(launched(invitation, key))
    framed = await visitor.follow(framed, "/providers/groundhog")
    assert "Return to" not in framed.text
    done = await visitor.open(str(framed.url).replace("/providers/groundhog", "/done"))
    assert told(done)[1:] == [{"event": "exit", "reason": "nothing_connected"}, {"event": "close"}]
    assert "data-otherwise" not in done.html
    assert "partner.example/no" not in done.html


async def test_declining_is_an_exit_with_its_reason(invite, visitor, key):
    invitation = await invite(**BACK)
    page = await visitor.open(launched(invitation, key, "popup"))
    page = await visitor.follow(page, "/decline")
    page = await visitor.submit(page, "/decline", decline_reason="not now")
    assert told(page)[1:] == [{"event": "exit", "reason": "consent_declined"}, {"event": "close"}]
    assert "skip_reason=not%20now" in page.html


async def test_in_redirect_mode_nothing_is_posted_and_the_browser_goes_back(invite, visitor, key, account):
    invitation = await invite(**BACK)
    page = await visitor.open(launched(invitation, key, "redirect"))
    page = await visitor.submit(page, "/accept")
    page = await visitor.follow(page, "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=account)
    assert told(page) == []
    answer = await visitor.submit(page, "/done")
    assert answer.headers["Location"].startswith("https://partner.example/ok?a=1&status=success&tsp_count=1")
    assert answer.headers["Location"].endswith("#x")


async def test_a_link_that_is_over_goes_back_at_once_in_redirect_mode_alone(invite, visitor, key, api):
    invitation = await invite(**BACK)
    await api.delete(f"/v2/orgs/invitations/{invitation['id']}")
    answer = await visitor.open(launched(invitation, key, "redirect"))
    assert answer.headers["Location"].startswith("https://partner.example/no?status=failure&tsp_count=0")
    # A form that was open meanwhile may lead there, too.
    other = await invite(**BACK)
    page = await visitor.open(launched(other, key, "redirect"))
    await api.delete(f"/v2/orgs/invitations/{other['id']}")
    assert "form-action 'self' https://partner.example;" in page.headers["Content-Security-Policy"]
    answer = await visitor.submit(page, "/accept")
    assert answer.headers["Location"].startswith("https://partner.example/no?")
    for page in (
        await visitor.open(launched(invitation, key, "popup")),
        await visitor.open(launched(invitation, None, "redirect")),
    ):
        assert (page.status, page.heading) == (200, "This invitation was withdrawn")


async def test_a_card_has_neither_the_switch_of_colours_nor_a_way_to_disconnect(invite, visitor, key, account):
    page = await visitor.open(launched(await invite(), key, "popup", variant="card"))
    page = await visitor.submit(page, "/accept")
    page = await visitor.follow(page, "/providers/groundhog")
    assert "steps-good" not in page.html
    page = await visitor.submit(page, "/providers/groundhog", api_key=account)
    assert "steps-3 steps-good" in page.html
    page = await visitor.follow(page, "/providers")
    assert "steps-good" not in page.html
    assert "Disconnect" not in page.text
    assert "data-theme-toggle" not in page.html
    full = await visitor.open(str(page.url).replace("variant=card", "variant=full"))
    assert "Disconnect" in full.text
    assert "data-theme-toggle" in full.html


async def test_a_card_leads_to_what_is_shared_where_everything_can_be_taken_back(invite, visitor, key, account):
    page = await visitor.open(launched(await invite(), key, "popup", variant="card"))
    page = await visitor.submit(page, "/accept")
    page = await visitor.follow(page, "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=account)
    page = await visitor.follow(page, "/sharing")
    assert page.heading == "What you share with Acme Logistics"
    assert 'class="page-card"' in page.html
    assert "Disconnect" in page.text
    page = await visitor.submit(page, "/sharing/pause")
    assert "Paused." in page.text
    page = await visitor.follow(page, "/sharing/end")
    page = await visitor.submit(page, "/sharing/end")
    assert "Ended. Acme Logistics has no access any more." in page.text


async def test_a_first_screen_of_any_kind_says_that_it_is_open(visitor, key, server):
    for query in ("", "invite=nonsense&", f"invite={uuid4()}&"):
        page = await visitor.open(f"{server}/?{query}embed_key={key.key}&embed=iframe")
        assert told(page) == [{"event": "open"}]


async def test_branding_is_the_querys_then_the_keys_then_the_partners(invite, visitor, key, database, partner):
    invitation = await invite()
    async with database.transaction() as db:
        await branding.upsert_branding(db, partner.id, PartnerBranding(color="113355"))
    page = await visitor.open(launched(invitation, key))
    assert "/static/connect/color-113355." in page.html
    page = await visitor.open(launched(invitation, key, brand_color="%23D1004B"))
    [sheet] = re.findall(r"/static/connect/color-d1004b\.[0-9a-f]{8}\.css", page.html)
    served = await visitor.open(sheet)
    assert "--brand:#d1004b" in served.html
    assert served.headers["Content-Type"].startswith("text/css")
    assert (await visitor.open("/static/connect/color-zzzzzz.00000000.css")).status == 404


async def test_a_theme_is_forced_and_a_variant_is_chosen(invite, visitor):
    page = await visitor.open((await invite())["magic_link"] + "&theme=dark&variant=card")
    assert 'data-theme="dark"' in page.html
    assert '<body class="page-card"' in page.html


async def test_the_pages_speak_the_readers_language(invite, visitor):
    link = (await invite())["magic_link"]
    page = await visitor.request("GET", link + "&lang=ar")
    assert '<html lang="ar" dir="rtl">' in page.html
    page = await visitor.request("GET", link, headers={"Accept-Language": "uk-UA,uk;q=0.9"})
    assert '<html lang="uk" dir="ltr">' in page.html


async def test_a_preview_shows_the_look_of_a_key_and_changes_nothing(visitor, key, events):
    page = await visitor.open(f"/preview?embed_key={key.key}&brand_color=d1004b&variant=card")
    assert (page.status, page.heading) == (200, "Acme Logistics asks for access to your fleet data")
    assert "color-d1004b" in page.html
    assert "This is a preview" in page.text
    assert (await visitor.open("/preview")).status == 404
    assert (await visitor.open("/preview?embed_key=ek_unknown")).status == 404
    assert await events() == []
