"""A fleet protects where its drivers are while they do not work, and only the fleet shows it again."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Api
from tests.integration.connect.conftest import ConnectPage, Visitor
from tests.integration.connect.people.conftest import PASSWORD

Invite = Callable[..., Awaitable[Any]]
ConnectedTo = Callable[[Any], Awaitable[ConnectPage]]
_FULL = {"PC": "full", "OFF": "full", "SB": "full"}
_PATH = "/sharing/movement"


@pytest.fixture
async def stranger(make_visitor: Callable[[], Visitor]) -> AsyncIterator[Visitor]:
    """Another browser than the one that has accepted, such as the partner's."""
    made = make_visitor()
    yield made
    await made.session.close()


async def protected(api: Api, invitation: Any) -> Any:
    listed = await api.get(f"/v2/orgs/share-agreements?fleet_ref={invitation['fleet_ref']}")
    return listed.body["items"][0]["movement_privacy"]


async def test_the_fleet_chooses_when_it_accepts_and_later(
    visitor: Visitor, invite: Invite, api: Api, stranger: Visitor
) -> None:
    invitation = await invite(permissions={"vehicle_locations": "read"})
    page = await visitor.open(invitation["magic_link"])
    assert "Privacy of your drivers" in page.text
    await visitor.submit(page, "/accept", movement_PC="withheld", movement_SB="coarse")
    assert await protected(api, invitation) == _FULL | {"PC": "withheld", "SB": "coarse"}

    page = await visitor.open(invitation["magic_link"].replace("/?", "/sharing?"))
    assert "No positions" in page.text
    assert "Only the area" in page.text
    page = await visitor.submit(await visitor.follow(page, _PATH), _PATH, movement_PC="coarse", movement_SB="full")
    assert await protected(api, invitation) == _FULL | {"PC": "coarse"}

    # The partner knows the invitation's link as well, and has what it shows: it may hide from itself, and no more.
    link = invitation["magic_link"].replace("/?", f"{_PATH}?")
    page = await stranger.submit(await stranger.open(link), _PATH, movement_PC="withheld")
    assert await protected(api, invitation) == _FULL | {"PC": "withheld"}
    for less in ("coarse", "full"):
        page = await stranger.submit(await stranger.open(link), _PATH, movement_PC=less)
        assert (page.status, page.heading) == (403, "Please use your own link")
    assert await protected(api, invitation) == _FULL | {"PC": "withheld"}
    # What is no level protects more, not less.
    await stranger.submit(await stranger.open(link), _PATH, movement_OFF="none")
    assert await protected(api, invitation) == _FULL | {"PC": "withheld", "OFF": "withheld"}


async def test_an_account_by_the_link_alone_protects_and_does_not_show_again(
    visitor: Visitor, invite: Invite, connected_to: ConnectedTo, api: Api, stranger: Visitor
) -> None:
    invitation = await invite(permissions={"vehicle_location": "read", "user": "read"})
    form = await visitor.follow(await connected_to(invitation), "/account/register")
    email = f"{uuid4().hex[:12]}@fleet.example"
    page = await visitor.submit(form, "/account/register", email=email, password=PASSWORD)
    path = next(path for path in page.read.links if "/movement/" in path)
    page = await visitor.submit(await visitor.follow(page, path), path, movement_OFF="coarse")
    assert (page.url.path, "While a driver is off duty" in page.text) == ("/my-data", True)
    assert await protected(api, invitation) == _FULL | {"OFF": "coarse"}
    page = await visitor.submit(await visitor.follow(page, path), path, movement_OFF="withheld")

    # The partner may register with the link, too. An account that was made in the fleet's browser shows it again.
    form = await stranger.open(invitation["magic_link"].replace("/?", "/account/register?"))
    email = f"{uuid4().hex[:12]}@partner.example"
    theirs = await stranger.submit(form, "/account/register", email=email, password=PASSWORD)
    assert theirs.url.path == "/my-data"
    theirs = await stranger.submit(await stranger.open(path), path, movement_OFF="full")
    assert (theirs.status, theirs.heading) == (403, "Please use your own link")
    assert await protected(api, invitation) == _FULL | {"OFF": "withheld"}
    page = await visitor.submit(await visitor.follow(page, path), path, movement_OFF="full")
    assert await protected(api, invitation) == _FULL


async def test_who_sees_no_positions_is_not_asked_about_them(visitor: Visitor, invite: Invite, api: Api) -> None:
    invitation = await invite(permissions={"user": "read"})
    page = await visitor.open(invitation["magic_link"])
    assert "Privacy of your drivers" not in page.text
    await visitor.submit(page, "/accept")
    page = await visitor.open(invitation["magic_link"].replace("/?", "/sharing?"))
    assert _PATH not in page.read.links
    assert await protected(api, invitation) == _FULL
