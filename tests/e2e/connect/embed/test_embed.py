"""Connect inside partners' sites, over https and across sites, with a page that behaves as embedding scripts do."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from playwright.async_api import FrameLocator, Page, Route, expect
from tests.e2e.connect.embed.https import CONNECT, PARTNER
from tests.processes import eventually, until

from gladhand.orgs.embed_keys import queries as embed_keys

pytestmark = [pytest.mark.e2e, pytest.mark.browser]

# A page that must hear nothing does not wait as long for it.
SHORT = {"load": 8000, "answer": 1200}
FRAME = "iframe.frame"


async def launch(page: Page, invitation: Any, key: str | None, **options: Any) -> Any:
    options |= {"inviteUrl": invitation["magic_link"]} | ({"embedKey": key} if key else {})
    return await page.evaluate("options => partner.launch(options)", options)


async def heard(page: Page) -> list[list[Any]]:
    """What a partner's callbacks got, without how often the flow was drawn."""
    return [each for each in await page.evaluate("partner.heard") if each != ["open"]]


async def hears(page: Page, wanted: str) -> list[list[Any]]:
    async def is_heard() -> bool:
        return any(each[0] == wanted for each in await heard(page))

    await eventually(is_heard, wanted)
    return await heard(page)


async def said(page: Page) -> list[Any]:
    """Everything that was posted to the page by the flow."""
    return [each["data"] for each in await page.evaluate("partner.raw") if each["data"].get("event") != "probe"]


async def refuse_probes(page: Page) -> None:
    """As in a browser that keeps no cookie in frames: the round trip fails."""
    await page.route("**/embed/probe/check*", lambda route: route.abort())


async def popup_of(page: Page) -> Page:
    async with page.expect_popup() as opening:
        await page.get_by_role("button", name="Continue").click()
    return await opening.value


async def accept(where: Page | FrameLocator) -> None:
    await where.get_by_role("button", name="Accept and continue").click()


async def connect(where: Page | FrameLocator, account: str) -> None:
    await where.get_by_role("link", name="Groundhog").click()
    await where.get_by_label("API key").fill(account)
    await where.get_by_role("button", name="Connect Groundhog").click()
    await expect(where.get_by_role("heading", level=1)).to_have_text("Groundhog (simulator) is connected")


async def connection_ids(api) -> list[str]:
    return [each["id"] for each in (await api.get("/v2/integrations/connections")).body["items"]]


async def test_the_whole_flow_in_a_frame_of_another_site(site, context, invite, key, account, api, back):
    printed: list[str] = []
    site.on("console", lambda message: printed.append(message.text))
    invitation = await invite(**back)
    found = await launch(site, invitation, key)
    assert found["verdict"] == "yes"
    frame = site.frame_locator(FRAME)
    await accept(frame)
    await expect(frame.get_by_role("heading", name="Which provider do you use?")).to_be_focused()
    await connect(frame, account)
    await expect(frame.get_by_role("heading", level=1)).to_be_focused()
    await hears(site, "connection")
    await frame.get_by_role("button", name="Done").click()
    assert (await hears(site, "close")) == [
        ["connection", (ids := await connection_ids(api))[0]],
        ["success", ids],
        ["close"],
    ]
    assert [text for text in printed if "focus" in text] == []
    messages = await said(site)
    assert all((each["source"], each["version"]) == ("catena-connect", 1) for each in messages)
    assert all("payload" not in each for each in messages)
    assert messages[0]["event"] == "open"
    # A frame leads nowhere, and its cookie is apart for this site.
    assert urlsplit(site.url).path == "/fleets"
    assert "__Host-gladhand_frame" in {each["name"] for each in await context.cookies()}
    names = {each["name"] for each in await context.cookies() if not each.get("partitionKey")}
    assert not {name for name in names if "gladhand" in name}


async def test_a_window_that_claims_to_be_a_frame_posts_nothing(site, invite, key):
    link = f"{(await invite())['magic_link']}&embed_key={key}&embed=iframe"
    async with site.expect_popup() as opening:
        await site.evaluate("link => { open(link); }", link)
    window = await opening.value
    await window.wait_for_load_state("networkidle")
    await expect(window.get_by_role("heading", level=1)).to_contain_text("asks for access")
    assert await said(site) == []


async def test_a_popup_tells_the_page_that_opened_it(site, invite, key, account, api, back):
    await refuse_probes(site)
    found = await launch(site, await invite(**back), key)
    assert found["verdict"] == "no"
    popup = await popup_of(site)
    await accept(popup)
    await connect(popup, account)
    await popup.get_by_role("button", name="Return to Acme Logistics").click()
    ids = await connection_ids(api)
    assert await hears(site, "close") == [["connection", ids[0]], ["success", ids], ["close"]]
    await popup.close()
    assert (await hears(site, "closed"))[-1] == ["closed"]


async def test_a_popup_whose_opener_is_gone_goes_back_by_itself(site, invite, key, account, back):
    await refuse_probes(site)
    invitation = await invite(**back)
    await launch(site, invitation, key)
    popup = await popup_of(site)
    await accept(popup)
    await connect(popup, account)
    await site.close()
    await popup.get_by_role("button", name="Return to Acme Logistics").click()
    await popup.wait_for_url("**/ok?**")
    query = parse_qs(urlsplit(popup.url).query)
    assert (query["from"], query["status"], query["tsp_count"]) == (["email"], ["success"], ["1"])
    assert urlsplit(popup.url).fragment == "fleet"


async def test_where_no_window_opens_the_browser_goes_there_and_comes_back(site, invite, key, account, back, port):
    await refuse_probes(site)
    await launch(site, await invite(**back), key, theme="dark")
    await site.evaluate("window.open = () => null")
    await site.get_by_role("button", name="Continue").click()
    await accept(site)
    assert parse_qs(urlsplit(site.url).query)["embed"] == ["redirect"]
    await connect(site, account)
    await expect(site.locator("html")).to_have_attribute("data-theme", "dark")
    await site.get_by_role("button", name="Return to Acme Logistics").click()
    await site.wait_for_url("**/ok?**")
    assert urlsplit(site.url).netloc == f"{PARTNER}:{port}"
    record = json.loads(await site.evaluate("sessionStorage.getItem('catena-connect.pending')"))
    assert record["schema"] == "catena-connect.pending/1"


async def test_a_site_that_is_not_registered_can_neither_frame_nor_hear(stranger, invite, key, account, back):
    invitation = await invite(**back)
    assert (await launch(stranger, invitation, key, budgets=SHORT))["verdict"] == "silence"
    await stranger.evaluate(
        "options => partner.inFrame(options)", {"inviteUrl": invitation["magic_link"], "embedKey": key}
    )
    await expect(stranger.locator(FRAME)).to_be_attached()
    await until(lambda: any(each.url.startswith("chrome-error:") for each in stranger.frames), "the browser's refusal")
    assert not [each.url for each in stranger.frames if CONNECT in each.url]
    # In a window of its own the flow runs all the same, and says nothing.
    popup = await popup_of(stranger)
    await accept(popup)
    await connect(popup, account)
    await popup.get_by_role("button", name="Return to Acme Logistics").click()
    await expect(popup.get_by_role("heading", level=1)).to_have_text("You are all set")
    assert (await heard(stranger), await said(stranger)) == ([], [])


@pytest.mark.parametrize("kind", ["unknown", "revoked"])
async def test_a_key_that_means_nothing_runs_in_a_popup_and_posts_nothing(
    site, invite, key, database, partner, back, kind
):
    if kind == "revoked":
        async with database.transaction() as db:
            [made] = await embed_keys.list_embed_keys(db, partner.id)
            await embed_keys.revoke_embed_key(db, partner.id, made.id)
    used = key if kind == "revoked" else "ek_unknown"
    assert (await launch(site, await invite(**back), used, budgets=SHORT))["verdict"] == "silence"
    popup = await popup_of(site)
    await accept(popup)
    await popup.get_by_role("button", name="Return to Acme Logistics without connecting").click()
    await popup.wait_for_url("**/no?**")
    assert (await heard(site), await said(site)) == ([], [])


async def test_without_a_key_any_site_may_probe_and_none_may_frame(site, stranger, invite, port):
    for page in (site, stranger):
        found = await page.evaluate("origin => partner.probe(origin)", f"https://{CONNECT}:{port}")
        assert found["verdict"] == "yes"
    await launch(site, await invite(), None)
    frame = await (await site.locator(FRAME).element_handle()).content_frame()

    async def is_refused() -> bool:
        return bool(frame.url.startswith("chrome-error:"))

    await eventually(is_refused, "the browser's refusal of the frame")
    # A further probe is heard, so nothing is still on its way.
    assert (await site.evaluate("origin => partner.probe(origin)", f"https://{CONNECT}:{port}"))["verdict"] == "yes"
    assert await said(site) == []


async def test_a_launch_that_is_torn_down_and_repeated_at_once_changes_nothing_and_works(site, invite, key, events):
    invitation = await invite()
    options = {"inviteUrl": invitation["magic_link"], "embedKey": key}
    await site.evaluate("options => { partner.inFrame(options)(); partner.inFrame(options); }", options)
    frame = site.frame_locator(FRAME)
    await expect(frame.get_by_role("heading", level=1)).to_contain_text("asks for access")
    assert await events() == ["invitation.created"]
    await accept(frame)
    await expect(frame.get_by_role("heading", level=1)).to_have_text("Which provider do you use?")


async def test_declining_in_a_frame_is_an_exit_with_its_reason(site, invite, key, back):
    await launch(site, await invite(**back), key)
    frame = site.frame_locator(FRAME)
    await frame.get_by_role("link", name="Decline").click()
    await frame.get_by_role("button", name="Decline").click()
    assert await hears(site, "close") == [["exit", "consent_declined"], ["close"]]
    await expect(frame.get_by_role("heading", level=1)).to_have_text("This invitation was declined")
    assert await frame.get_by_role("link", name="Return to").count() == 0


async def test_a_missing_provider_is_asked_for_and_ends_the_visit(site, invite, key, back):
    await launch(site, await invite(**back), key)
    frame = site.frame_locator(FRAME)
    await accept(frame)
    await frame.get_by_role("link", name="My provider is not here").click()
    await frame.get_by_label("Name of your provider").fill("Homemade ELD")
    await frame.get_by_role("button", name="Ask for it").click()
    await frame.get_by_role("button", name="Done").click()
    assert await hears(site, "close") == [["exit", "integration_requested"], ["close"]]


async def test_letting_the_only_provider_go_is_told_and_is_an_exit(site, invite, key, account, api, back):
    await launch(site, await invite(**back), key)
    frame = site.frame_locator(FRAME)
    await accept(frame)
    await connect(frame, account)
    [made] = await connection_ids(api)
    await frame.get_by_role("link", name="Disconnect Groundhog").click()
    await frame.get_by_role("button", name="Disconnect").click()
    await hears(site, "connection_deleted")
    await frame.get_by_role("button", name="Finish without connecting").click()
    assert await hears(site, "close") == [
        ["connection", made],
        ["connection_deleted", made],
        ["exit", "disconnected"],
        ["close"],
    ]


async def test_a_sign_in_window_serves_a_frame_that_goes_on_by_itself(site, invite, key, provider, api):
    await launch(site, await invite(), key)
    frame = site.frame_locator(FRAME)
    await accept(frame)
    await frame.locator("a[href^='/providers/signpost?']").click()
    async with site.expect_popup() as opening:
        await frame.get_by_role("link", name="Sign in with OAuthAdapter").click()
    window = await opening.value
    await expect(frame.get_by_role("heading", level=1)).to_have_text("OAuthAdapter is connected")
    found = await hears(site, "connection")
    assert found == [["connection", (await connection_ids(api))[0]]]
    if not window.is_closed():
        await window.wait_for_event("close")


async def test_a_blocked_sign_in_window_keeps_the_form_and_posts_nothing(site, invite, key, provider):
    await launch(site, await invite(), key)
    frame = site.frame_locator(FRAME)
    await accept(frame)
    await frame.locator("a[href^='/providers/signpost-keys?']").click()
    await frame.locator("input[type=password]").first.fill("half a key")
    before = await said(site)
    inner = next(each for each in site.frames if "/providers/signpost-keys" in each.url)
    await inner.evaluate("window.open = () => null")
    await frame.get_by_role("link", name="Sign in with OAuthAdapter").click()
    await expect(frame.get_by_text("Your browser has blocked the window.")).to_be_visible()
    await expect(frame.locator("input[type=password]").first).to_have_value("half a key")
    assert await said(site) == before


@pytest.mark.parametrize("state", ["unknown", "expired", "withdrawn"])
async def test_a_link_that_leads_nowhere_says_in_the_frame_that_it_is_open(
    site, invite, key, api, database, port, state
):
    invitation = await invite()
    if state == "expired":
        async with database.transaction() as db:
            await db.execute(
                "update invitation set expires_at = now() - interval '1 hour' where link_hash = sha256(uuid_send(%s))",
                (UUID(invitation["id"]),),
            )
    elif state == "withdrawn":
        await api.delete(f"/v2/orgs/invitations/{invitation['id']}")
    else:
        invitation["magic_link"] = f"https://{CONNECT}:{port}/?invite={uuid4()}"
    await launch(site, invitation, key)

    async def has_spoken() -> bool:
        return bool(await said(site))

    await eventually(has_spoken, "the first message")
    assert await said(site) == [{"source": "catena-connect", "version": 1, "event": "open"}]


async def serve_client(page: Page, folder: Path) -> None:
    """Let the site have the modules of the built TypeScript client."""

    async def answer(route: Route) -> None:
        file = folder / route.request.url.rpartition("/")[2]
        await route.fulfill(body=file.read_text(), content_type="text/javascript")

    await page.route("**/client/*.js", answer)


_OPEN = """
async (options) => {
  const { canFrame, openConnect } = await import("/client/connect.js");
  const canBeFramed = await canFrame(options.url, options.embedKey);
  const container = options.framed ? document.body.appendChild(document.createElement("main")) : undefined;
  window.heard = [];
  const begin = () => {
    const place = container ? { container } : {};
    const shown = openConnect({ ...options, ...place, onEvent: (event) => heard.push(event) });
    shown.finished.then((outcome) => heard.push({ event: outcome, finished: true }));
  };
  if (container) begin();
  else {
    const button = document.body.appendChild(document.createElement("button"));
    button.textContent = "Open";
    button.onclick = begin;
  }
  return canBeFramed;
}
"""


@pytest.mark.parametrize("framed", [True, False], ids=["frame", "popup"])
async def test_the_typescript_client_shows_connect(site, invite, key, account, api, typescript_client, framed):
    await serve_client(site, typescript_client)
    url = (await invite())["magic_link"]
    assert await site.evaluate(_OPEN, {"url": url, "embedKey": key, "framed": framed, "theme": "dark"}) is True
    where: Page | FrameLocator
    if framed:
        where = site.frame_locator("main iframe")
    else:
        async with site.expect_popup() as opening:
            await site.get_by_role("button", name="Open").click()
        where = await opening.value
    await expect(where.locator("html")).to_have_attribute("data-theme", "dark")
    await accept(where)
    await connect(where, account)
    await where.get_by_role("button", name="Done" if framed else "Return to Acme Logistics").click()
    await site.wait_for_function("window.heard.some((each) => each.finished)")
    ids = await connection_ids(api)
    heard = await site.evaluate("window.heard.filter((each) => each.event !== 'open')")
    assert [each["event"] for each in heard] == ["connection", "success", "close", "success"]
    assert (heard[0]["connectionId"], heard[1]["connectionIds"]) == (ids[0], ids)
    if framed:
        await expect(site.locator("main iframe")).to_have_count(0)
