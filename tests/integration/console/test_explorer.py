"""Lists of records as tables: what the declarations say, pages, orders, downloads, and whose records they are."""

import re

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.console.explorer.columns import table_columns
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY

LISTED = [each for each in REGISTRY.values() if each.has_list]


async def test_every_list_has_a_page_and_a_download(engineer, partner):
    for resource in LISTED:
        here = f"/console/partners/{partner.slug}/explorer/{resource.path}"
        shown = await engineer.get(here)
        # A list that needs a parameter says so, beside the form that has it.
        assert shown.status in (200, 422), (resource.path, shown.text)
        assert '<form method="get"' in shown.text
        if shown.status == 200:
            assert "No " in shown.text
            downloaded = await engineer.get(f"{here}?download=csv")
            assert downloaded.status == 200
            assert downloaded.headers["Content-Type"].startswith("text/csv")
            assert resource.plural in downloaded.headers["Content-Disposition"]


async def test_a_table_has_the_columns_of_the_declaration_and_links_to_the_records_it_names(
    engineer, partner, connected
):
    for name in ("anna", "berta", "carla"):
        await connected.created(first_name=name, username=f"{name}.{connected.fleet_ref}")
    here = f"/console/partners/{partner.slug}/explorer/users"
    shown = await engineer.get(here, params={"sort_by": "first_name", "all_columns": "1"})
    for column in table_columns(REGISTRY[ResourceEnum.USER]):
        assert f">{column.title}" in shown.text, column.name
    places = [shown.text.index(f">{name}<") for name in ("anna", "berta", "carla")]
    assert places == sorted(places)
    falling = (await engineer.get(here, params={"sort_by": "first_name", "sort_order": "desc"})).text
    places = [falling.index(f">{name}<") for name in ("carla", "berta", "anna")]
    assert places == sorted(places)
    assert "3 users" in shown.text


async def test_pages_follow_the_cursor_and_filters_stay_in_the_address(engineer, partner, connected):
    for number in range(5):
        await connected.created(first_name=f"name{number}", username=f"u{number}.{connected.fleet_ref}")
    here = f"/console/partners/{partner.slug}/explorer/users?sort_by=first_name&size=2&fleet_refs={connected.fleet_ref}"
    seen, path = [], here
    for _ in range(3):
        shown = await engineer.get(path)
        seen += re.findall(r">(name\d)<", shown.text)
        following = re.search(r'href="([^"]+)">Next page', shown.text)
        path = following[1].replace("&amp;", "&") if following else ""
    assert seen == [f"name{number}" for number in range(5)]
    assert path == ""


async def test_what_the_list_refuses_stands_beside_the_filters(engineer, partner):
    shown = await engineer.get(f"/console/partners/{partner.slug}/explorer/users?connection_id=nonsense")
    assert shown.status == 422
    assert "connection id: It must be a valid UUID." in shown.text
    assert 'value="nonsense"' in shown.text


async def test_nobody_sees_another_partners_records(sign_in, make_partner, partner, connected):
    await connected.created(first_name="Secretive", username=f"s.{connected.fleet_ref}")
    other = await make_partner()
    stranger = await sign_in(PersonRoleEnum.PARTNER_ADMIN, other)
    assert (await stranger.get(f"/console/partners/{partner.slug}/explorer/users")).status == 404
    own = await stranger.get(f"/console/partners/{other.slug}/explorer/users")
    assert own.status == 200
    assert "Secretive" not in own.text
    download = await stranger.get(f"/console/partners/{other.slug}/explorer/users?download=csv")
    assert "Secretive" not in download.text


async def test_the_operator_sees_every_partners(operator, partner, connected):
    await connected.created(first_name="Visible", username=f"v.{connected.fleet_ref}")
    assert "Visible" in (await operator.get(f"/console/partners/{partner.slug}/explorer/users")).text
    assert "Visible" in (await operator.get(f"/console/partners/{partner.slug}/explorer/users?download=csv")).text


async def test_values_are_text_and_never_markup(engineer, partner, connected):
    name = "<img src=x onerror=alert(1)>"
    await connected.created(first_name=name, username=f"m.{connected.fleet_ref}")
    shown = (await engineer.get(f"/console/partners/{partner.slug}/explorer/users")).text
    assert name not in shown
    assert "&lt;img" in shown
