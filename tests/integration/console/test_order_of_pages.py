"""What makes something new stands before the list of what there is, and looks like what it does."""

import re

import pytest


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/invitations", "Invite a fleet"),
        ("/webhooks", "Add an endpoint"),
        ("/clients", "Make a client"),
        ("/people", "Invite"),
        ("/branding", "Make an embed key"),
    ],
)
async def test_the_form_comes_before_the_list(engineer, partner, path, form):
    page = (await engineer.get(f"/console/partners/{partner.slug}{path}")).text
    kinds = re.findall(r'<section class="block of-(\w+)"', page)
    assert kinds.index("forms") < kinds.index("table")
    assert f'<summary class="primary">{form}…' in page


async def test_a_button_that_ends_something_looks_dangerous_before_it_is_opened(engineer, partner, api):
    await api.post("/v2/orgs/invitations", {"fleet_ref": "north"})
    page = (await engineer.get(f"/console/partners/{partner.slug}/invitations/of?fleet_ref=north")).text
    assert '<summary class="danger">Withdraw…' in page
    assert "<summary>Refresh…" in page
