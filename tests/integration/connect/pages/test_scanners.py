"""Whatever looks at an invitation's link before the fleet does: mail filters, chat previews, eager browsers."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.integration.connect.conftest import Visitor, status_of

Scan = Callable[[Visitor, str], Awaitable[Any]]
_FORMS = ("/accept", "/decline", "/viewed", "/ask-again", "/done", "/request", "/providers/groundhog")


async def _get(scanner: Visitor, link: str) -> None:
    await scanner.open(link)


async def _head(scanner: Visitor, link: str) -> None:
    assert (await scanner.request("HEAD", link)).status == 200


async def _several_at_once(scanner: Visitor, link: str) -> None:
    await asyncio.gather(*(scanner.open(link) for _ in range(5)))


async def _head_then_get_later(scanner: Visitor, link: str) -> None:
    await scanner.request("HEAD", link)
    for _ in range(3):
        await scanner.open(link)


async def _fetched_ahead(scanner: Visitor, link: str) -> None:
    for headers in ({"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}):
        await scanner.request("GET", link, headers=headers)


async def _preview_of_a_chat(scanner: Visitor, link: str) -> None:
    await scanner.request("GET", link, headers={"User-Agent": "Slackbot-LinkExpanding 1.0", "Range": "bytes=0-32768"})


async def _every_link(scanner: Visitor, link: str) -> None:
    """With cookies and all, from page to page."""
    waiting = [link]
    seen: set[str] = set()
    while waiting and len(seen) < 40:
        target = waiting.pop()
        seen.add(target)
        page = await scanner.open(target)
        waiting += [each for each in page.read.links.values() if each.startswith("/") and each not in seen]


async def _every_action_read(scanner: Visitor, link: str) -> None:
    """Takes the addresses of forms for links."""
    page = await scanner.open(link)
    for form in page.read.forms:
        await scanner.open(form.action)
    for path in _FORMS:
        await scanner.open(f"{path}?{urlsplit(link).query}")


async def _posted_without_a_session(scanner: Visitor, link: str) -> None:
    for target in (link, *(f"{path}?{urlsplit(link).query}" for path in _FORMS)):
        answer = await scanner.request("POST", target, data={"fleet_name": "x", "form_token": "x"})
        assert answer.status in (403, 405)


async def _odd_methods(scanner: Visitor, link: str) -> None:
    for method in ("OPTIONS", "PUT", "DELETE", "PATCH"):
        for path in ("/", *_FORMS):
            await scanner.request(method, f"{path}?{urlsplit(link).query}")


async def _rewritten(scanner: Visitor, link: str) -> None:
    """As through a mail filter's own redirect: the id in capitals, more parameters, another method first."""
    invitation = urlsplit(link).query.partition("=")[2]
    for query in (
        f"invite={invitation.upper()}",
        f"x=1&invite={invitation}&utm_source=mail",
        f"invite={invitation}%20",
    ):
        await scanner.request("HEAD", f"/?{query}")
        await scanner.open(f"/?{query}")


@pytest.mark.parametrize(
    "scan",
    [
        _get,
        _head,
        _several_at_once,
        _head_then_get_later,
        _fetched_ahead,
        _preview_of_a_chat,
        _every_link,
        _every_action_read,
        _posted_without_a_session,
        _odd_methods,
        _rewritten,
    ],
    ids=lambda scan: scan.__name__.strip("_").replace("_", " "),
)
async def test_a_scanner_leaves_the_invitation_as_it_was(invite, make_visitor, visitor, api, events, scan: Scan):
    invitation = await invite()
    scanner = make_visitor()
    await scan(scanner, invitation["magic_link"])
    await scanner.session.close()
    assert await events() == ["invitation.created"]
    assert await status_of(api, invitation) == "active"
    steps = (await api.get(f"/v2/orgs/invitation-funnel/{invitation['id']}")).body["steps"]
    assert steps == []
    page = await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
    assert page.heading == "Which provider do you use?"


@pytest.mark.parametrize("scan", [_every_link, _every_action_read, _posted_without_a_session, _odd_methods])
async def test_a_scanner_leaves_what_is_connected_as_it_was(
    invite, make_visitor, visitor, connected_to, api, events, scan: Scan
):
    invitation = await invite()
    await connected_to(invitation)
    before = await events()
    scanner = make_visitor()
    await scan(scanner, invitation["magic_link"])
    await scanner.session.close()
    assert await events() == before
    assert [each["status"] for each in (await api.get("/v2/integrations/connections")).body["items"]] == ["active"]
