"""Links that lead no further: each has a page of its own, and its way back."""

from uuid import uuid4

import pytest

FAILURE = "https://partner.example/no"


async def expire(database, invitation) -> None:
    async with database.connection() as db:
        await db.execute(
            "update invitation set expires_at = now() - interval '1 second' where link_hash = sha256(uuid_send(%s))",
            (invitation["id"],),
        )


async def test_an_expired_link_says_so_and_leads_back(invite, visitor, database):
    invitation = await invite(failure_redirect_url=FAILURE)
    await expire(database, invitation)
    page = await visitor.open(invitation["magic_link"])
    assert (page.status, page.heading) == (200, "This invitation has expired")
    assert "Return to Acme Logistics" in page.text
    back = page.read.links["/no"]
    assert back.startswith(f"{FAILURE}?status=failure&tsp_count=0&invitation_id={invitation['id']}&fleet_ref=")


async def test_a_link_whose_question_mark_was_encoded_opens_the_invitation(invite, visitor):
    invitation = await invite()
    page = await visitor.open(invitation["magic_link"].replace("?", "%3F"))
    assert page.status == 200
    assert "Acme Logistics" in page.text


async def test_an_accepted_link_that_has_run_out_says_that_connections_go_on(invite, visitor, connected_to, database):
    invitation = await invite()
    await connected_to(invitation)
    await expire(database, invitation)
    for path in ("/", "/providers", "/providers/groundhog", "/done"):
        page = await visitor.open(f"{path}?invite={invitation['id']}")
        assert page.heading == "This invitation has expired"
        assert "existing connections keep working" in page.text


async def test_a_form_that_was_opened_in_time_and_sent_too_late_changes_nothing(invite, visitor, database, events):
    invitation = await invite()
    page = await visitor.open(invitation["magic_link"])
    await expire(database, invitation)
    assert (await visitor.submit(page, "/accept")).heading == "This invitation has expired"
    assert "invitation.accepted" not in await events()


async def test_a_declined_link_says_how_to_change_ones_mind(invite, visitor, api):
    invitation = await invite(failure_redirect_url=FAILURE)
    await api.post(f"/v2/orgs/invitations/{invitation['id']}/decline", {"decline_reason": "No & no"})
    page = await visitor.open(invitation["magic_link"])
    assert (page.status, page.heading) == (200, "This invitation was declined")
    assert page.read.links["/no"].endswith("&skip_reason=No%20%26%20no")
    again = await api.post("/v2/orgs/invitations", {"fleet_ref": invitation["fleet_ref"]})
    assert again.status == 200
    assert "asks for access" in (await visitor.open(invitation["magic_link"])).heading


async def test_a_link_that_is_withdrawn_after_it_was_accepted_leads_to_what_was_shared(
    invite, visitor, api, connected_to
):
    invitation = await invite()
    page = await visitor.follow(await connected_to(invitation), "/sharing")
    await visitor.submit(await visitor.follow(page, "/sharing/end"), "/sharing/end")
    assert (await api.delete(f"/v2/orgs/invitations/{invitation['id']}")).status == 204
    page = await visitor.open(invitation["magic_link"])
    assert page.heading == "This invitation was withdrawn"
    assert "nothing was shared" not in page.text
    page = await visitor.follow(page, "/sharing")
    assert page.heading == "You share nothing with Acme Logistics"
    assert "Ended" in page.text


async def test_a_withdrawn_link_says_so(invite, visitor, api):
    invitation = await invite(failure_redirect_url=FAILURE)
    assert (await api.delete(f"/v2/orgs/invitations/{invitation['id']}")).status == 204
    page = await visitor.open(invitation["magic_link"])
    assert (page.status, page.heading) == (200, "This invitation was withdrawn")
    assert "status=failure" in page.read.links["/no"]


# The same in every process of a test run, or they would not agree on what the tests are called.
_NOBODYS = "5d0c1c0a-7a33-4f5e-9a52-0d8a5f0f6f11"


@pytest.mark.parametrize("query", [f"?invite={_NOBODYS}", "?invite=nonsense", "?invite=", "?invite=%00%ff"])
async def test_an_unknown_link_says_the_same_whatever_is_wrong_with_it(visitor, query):
    page = await visitor.open(f"/{query}")
    assert (page.status, page.heading) == (200, "This link does not lead to an invitation")
    assert "Acme" not in page.text


@pytest.mark.parametrize("path", ["/providers", "/providers/groundhog", "/connected", "/done", "/decline", "/declined"])
async def test_every_page_of_an_unknown_link_ends_there_too(visitor, path):
    page = await visitor.open(f"{path}?invite={uuid4()}")
    assert (page.status, page.heading) == (200, "This link does not lead to an invitation")


async def test_an_invitation_that_is_not_accepted_yet_shows_its_card_wherever_one_enters(invite, visitor):
    invitation = await invite()
    for path in ("/providers", "/providers/groundhog", "/connected", "/done"):
        assert "asks for access" in (await visitor.open(f"{path}?invite={invitation['id']}")).heading


async def test_an_accepted_invitation_cannot_be_declined(invite, visitor, api):
    invitation = await invite()
    page = await visitor.open(f"/decline?invite={invitation['id']}")
    await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
    assert (await visitor.submit(page, "/decline")).heading == "Which provider do you use?"
