"""The funnel in the console: stages on the way, and what kept fleets from going on."""

import re

import pytest

from gladhand.orgs.funnel import queries as funnel
from gladhand.orgs.funnel.schemas import FunnelStepEnum

API = "/v2/orgs/invitations"


@pytest.fixture
def here(partner) -> str:
    return f"/console/partners/{partner.slug}"


async def test_stages_on_the_way_stand_apart_from_what_kept_fleets_from_going_on(
    engineer, here, api, database, partner
):
    for name in ("north", "south"):
        await api.post(API, {"fleet_ref": name})
    page = (await engineer.get(f"{here}/invitations")).text
    assert "What kept fleets" not in page
    async with database.transaction() as db:
        rows = await db.execute("select id from invitation where partner_id = %s", (partner.id,))
        ids = [row["id"] for row in await rows.fetchall()]
        for step in (FunnelStepEnum.OPENED, FunnelStepEnum.CHECK_FAILED):
            await funnel.insert_step(db, partner.id, ids[0], step, "The key is wrong.")
        await funnel.insert_step(db, partner.id, ids[1], FunnelStepEnum.DECLINED)
    page = (await engineer.get(f"{here}/invitations")).text
    sections = re.findall(r'<section class="block of-bars" aria-label="([^"]+)">(.*?)</section>', page, re.DOTALL)
    bars = {title: re.findall(r"<li><span>([^<]+)</span>.*?<b>(\d+)</b>", text) for title, text in sections}
    assert bars == {
        "How far fleets came in the last 45 days": [
            ("invited", "2"),
            ("opened the link", "1"),
            ("accepted", "0"),
            ("chose a provider", "0"),
            ("connected it", "0"),
            ("returned to your site", "0"),
        ],
        "What kept fleets from going on": [
            ("refused by the provider at least once", "1"),
            ("asked for a provider that is not supported", "0"),
            ("declined", "1"),
        ],
        "Why sign-ins were refused": [("The key is wrong.", "1")],
    }


async def test_the_timeline_of_a_fleet_that_connected_through_the_api_ends_with_the_connection(
    engineer, here, connected
):
    shown = (await engineer.get(f"{here}/invitations/of?fleet_ref={connected.fleet_ref}")).text
    steps = re.findall(r'<li class="good">.*?<b>([^<]+)</b>', shown)
    assert steps == ["The fleet has accepted", "The fleet has chosen its provider", "The provider is connected"]
