"""The list of providers: search without script, what is asked for, and test providers."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from tests.conftest import Api, PartnerFixture
from tests.integration.connect.conftest import ConnectPage, Visitor

from gladhand.connect.pages.pictures import provider_picture_path
from gladhand.core.db import Database
from gladhand.integrations.hosting.brands import brands_of
from gladhand.integrations.hosting.registry import offered
from gladhand.orgs.tsps.service import install_brands

Invite = Callable[..., Awaitable[Any]]


@pytest.fixture(autouse=True)
async def _installed_brands(database: Database, server: str) -> None:
    """Other tests put other brands in the place of the installed ones."""
    async with database.transaction() as db:
        await install_brands(db, brands_of(offered(()).values(), provider_picture_path))


async def searched(visitor: Visitor, invitation: Any, text: str) -> ConnectPage:
    await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
    return await visitor.open(invitation["magic_link"].replace("/?", f"/providers?q={text}&"))


async def test_a_former_name_finds_the_provider_without_script(visitor: Visitor, invite: Invite) -> None:
    page = await searched(visitor, await invite(), "KeepTruckin")
    assert [path for path in page.read.links if path.startswith("/providers/")] == ["/providers/motive"]


async def test_a_name_that_nobody_knows_can_be_asked_for_at_once(visitor: Visitor, invite: Invite) -> None:
    page = await searched(visitor, await invite(), "Homemade ELD")
    assert "Ask for “Homemade ELD”" in page.text
    page = await visitor.follow(page, "/request")
    assert page.form("/request").values["provider_name"] == "Homemade ELD"


async def test_the_most_used_come_first_under_a_label(visitor: Visitor, invite: Invite) -> None:
    invitation = await invite()
    page = await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
    assert page.text.index("Most used") < page.text.index("Geotab") < page.text.index("More providers")
    assert page.text.index("More providers") < page.text.index("Traccar")


async def test_a_test_provider_needs_an_operator_a_partner_or_an_invitation_that_wants_it(
    visitor: Visitor,
    invite: Invite,
    admin: Api,
    partner: PartnerFixture,
    database: Database,
) -> None:
    async with database.connection() as db:
        await db.execute(
            "insert into tsp (slug, name, source_name, conn_type, is_sandbox)"
            " values ('trial-geotab', 'Trial Geotab', 'geotab', 'geotab', true)"
        )
    try:
        invitation = await invite()
        page = await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
        assert "/providers/trial-geotab" not in page.read.links
        # The operator of these tests has an address for the simulator.
        assert "/providers/groundhog" in page.read.links
        assert (await visitor.open(invitation["magic_link"].replace("/?", "/providers/trial-geotab?"))).status == 404

        path = f"/v2/orgs/partners/{partner.id}/consent"
        assert (await admin.request("PUT", path, json={"offers_test_providers": True})).status == 200
        page = await visitor.open(invitation["magic_link"])
        assert "/providers/trial-geotab" in page.read.links
        await admin.request("PUT", path, json={})

        invitation = await invite(limit_tsps=["trial-geotab"])
        page = await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
        assert "/providers/trial-geotab" in page.read.links
    finally:
        async with database.connection() as db:
            await db.execute("delete from tsp where slug = 'trial-geotab'")


async def test_what_was_typed_as_a_secret_is_kept_through_a_failed_try(
    visitor: Visitor, invite: Invite, account: str
) -> None:
    invitation = await invite()
    page = await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
    page = await visitor.follow(page, "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=f"{account}x")
    assert page.status == 422
    assert account not in page.html
    assert page.text.count("did not accept this sign-in") == 1
    assert "Refused. Type it again." in page.html
    assert "Kept" not in page.html
    # An empty field sends the same key once more, and what is typed replaces it.
    again = await visitor.submit(page, "/providers/groundhog", api_key="")
    assert "did not accept this sign-in" in again.text
    done = await visitor.submit(again, "/providers/groundhog", api_key=account)
    assert done.heading == "Groundhog (simulator) is connected"


async def test_a_company_form_guesses_the_country_and_offers_kinds_of_numbers(visitor: Visitor, invite: Invite) -> None:
    link = (await invite())["magic_link"]
    page = await visitor.request("GET", link, headers={"Accept-Language": "en-CA,en;q=0.5"})
    assert '<option value="CAN" selected>Canada</option>' in page.html
    assert '<option value="VAT">VAT number</option>' in page.html
    page = await visitor.open((await invite(fleet_regulatory_id="7", fleet_regulatory_id_type="NSC"))["magic_link"])
    assert '<option value="NSC" selected>NSC</option>' in page.html


async def test_providers_without_logos_have_colours_of_their_own(visitor: Visitor, invite: Invite) -> None:
    page = await visitor.submit(await visitor.open((await invite())["magic_link"]), "/accept")
    tiles = dict(re.findall(r'href="/providers/([a-z-]+)\?[^"]*">\s*<span class="tile tile-(\d+)"', page.html))
    installed = [
        tiles[slug] for slug in ("geotab", "motive", "samsara", "verizon-connect-reveal", "webfleet", "wialon")
    ]
    assert len(set(installed)) == len(installed)
    # The same colour everywhere.
    sign_in = await visitor.follow(page, "/providers/webfleet")
    assert f'class="tile tile-{tiles["webfleet"]}"' in sign_in.html
