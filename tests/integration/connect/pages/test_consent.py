"""What the magic link shows, and what accepting and declining do."""

import asyncio
from urllib.parse import parse_qsl, quote, urlsplit

from tests.integration.connect.conftest import status_of

READ_WRITE = {"user": "read_write", "vehicle": "read"}


async def test_the_card_names_the_partner_and_what_it_asks_for_in_plain_words(invite, visitor):
    page = await visitor.open((await invite(permissions=READ_WRITE))["magic_link"])
    assert page.status == 200
    assert page.heading == "Acme Logistics asks for access to your fleet data"
    for words in ("See your vehicles", "See your drivers and staff", "Create and change drivers"):
        assert words in page.text
    assert "Acme Logistics" in page.read.title


async def test_an_invitation_that_asks_for_reading_only_says_that_nothing_can_be_changed(invite, visitor):
    page = await visitor.open((await invite(permissions={"vehicles": "read"}))["magic_link"])
    assert "See your vehicles" in page.text
    assert "Acme Logistics cannot change anything." in page.text


async def test_the_default_request_is_told_by_topic(invite, visitor):
    page = await visitor.open((await invite())["magic_link"])
    assert "Hours of service" in page.text
    assert "What exactly?" in page.text


async def test_a_tms_link_opens_the_same_card(invite, visitor):
    invitation = await invite()
    assert "asks for access" in (await visitor.open(f"/?tms_invite={invitation['id']}")).heading


async def test_looking_changes_nothing_and_announces_nothing(invite, visitor, api, events):
    invitation = await invite()
    for path in ("/", "/decline", "/providers", "/providers/groundhog", "/connected", "/done", "/declined"):
        for method in ("GET", "HEAD"):
            page = await visitor.request(method, f"{path}?invite={invitation['id']}")
            assert page.status == 200
    assert await status_of(api, invitation) == "active"
    assert await events() == ["invitation.created"]


async def test_accepting_makes_the_fleet_with_the_confirmed_details(invite, visitor, api, events):
    invitation = await invite(fleet_name="Swift", fleet_email="ops@swift.example", fleet_country_code="USA")
    page = await visitor.open(invitation["magic_link"])
    assert page.read.inputs["fleet_name"]["value"] == "Swift"
    page = await visitor.submit(
        page, "/accept", fleet_name="Swift & Sons", fleet_email="", fleet_website="swift.example"
    )
    assert page.heading == "Which provider do you use?"
    accepted = (await api.get(f"/v2/orgs/invitations/{invitation['id']}")).body
    assert accepted["status"] == "accepted"
    assert (accepted["fleet_name"], accepted["fleet_email"]) == ("Swift & Sons", None)
    fleet = (await api.get(f"/v2/orgs/fleets/{accepted['fleet_id']}")).body
    assert fleet["name"] == "Swift & Sons"
    assert await events() == [
        "invitation.created",
        "invitation.viewed",
        "invitation.accepted",
        "share_agreement.created",
    ]


async def test_a_detail_that_cannot_be_taken_is_explained_and_the_others_are_kept(invite, visitor, api):
    invitation = await invite()
    page = await visitor.open(invitation["magic_link"])
    page = await visitor.submit(page, "/accept", fleet_name="Swift", fleet_email="nobody")
    assert page.status == 422
    assert page.text.count("Please enter an e-mail address like name@example.com.") == 1
    assert page.read.inputs["fleet_email"]["aria-invalid"] == "true"
    assert page.read.inputs["fleet_email"]["aria-describedby"] == "field-fleet_email-help field-fleet_email-error"
    assert page.read.inputs["fleet_name"]["value"] == "Swift"
    assert await status_of(api, invitation) == "active"
    page = await visitor.submit(page, "/accept", fleet_email="ops@swift.example")
    assert page.heading == "Which provider do you use?"


async def test_a_double_press_accepts_once_and_both_go_on(invite, visitor, events):
    page = await visitor.open((await invite())["magic_link"])
    first, second = await asyncio.gather(visitor.submit(page, "/accept"), visitor.submit(page, "/accept"))
    assert first.heading == second.heading == "Which provider do you use?"
    again = await visitor.submit(page, "/accept")
    assert again.heading == "Which provider do you use?"
    assert (await events()).count("invitation.accepted") == 1


async def test_the_script_announces_the_view_once(invite, visitor, events):
    page = await visitor.open((await invite())["magic_link"])
    token = page.form("/accept").values["form_token"]
    target = f"/viewed?{page.url.query_string}"
    for _ in range(2):
        answer = await visitor.request("POST", target, data={"form_token": token})
        assert answer.status == 204
    await visitor.submit(page, "/accept")
    assert (await events()).count("invitation.viewed") == 1


async def test_declining_goes_back_to_the_partner_with_the_reason(invite, visitor, api, events):
    invitation = await invite(failure_redirect_url="https://partner.example/no?step=2#here")
    page = await visitor.open(invitation["magic_link"])
    page = await visitor.follow(page, "/decline")
    assert page.heading == "Decline the invitation?"
    assert "form-action 'self' https://partner.example;" in page.headers["Content-Security-Policy"]
    answer = await visitor.submit(page, "/decline", decline_reason="We do not know you & yours")
    assert answer.status == 303
    parts = urlsplit(answer.headers["Location"])
    assert (parts.netloc, parts.path, parts.fragment) == ("partner.example", "/no", "here")
    assert parse_qsl(parts.query) == [
        ("step", "2"),
        ("status", "failure"),
        ("tsp_count", "0"),
        ("invitation_id", invitation["id"]),
        ("fleet_ref", invitation["fleet_ref"]),
        ("skip_reason", "We do not know you & yours"),
    ]
    again = await visitor.submit(page, "/decline", decline_reason="Another reason")
    assert again.headers["Location"] == answer.headers["Location"]
    declined = (await api.get(f"/v2/orgs/invitations/{invitation['id']}")).body
    assert (declined["status"], declined["decline_reason"]) == ("declined", "We do not know you & yours")
    assert (await events())[1:] == ["invitation.viewed", "invitation.declined"]


async def test_declining_without_a_reason_or_an_address_ends_on_a_page(invite, visitor):
    page = await visitor.open((await invite())["magic_link"])
    page = await visitor.submit(await visitor.follow(page, "/decline"), "/decline", decline_reason="  ")
    assert page.status == 200
    assert page.heading == "This invitation was declined"


async def test_a_reason_that_is_too_long_is_not_lost(invite, visitor, api):
    invitation = await invite()
    page = await visitor.open(f"/decline?invite={invitation['id']}")
    page = await visitor.submit(page, "/decline", decline_reason="no " * 300)
    assert "At most 500 characters, please." in page.text
    assert page.text.count("no no no") > 10
    assert await status_of(api, invitation) == "active"


async def test_neither_the_invitation_nor_the_link_can_become_markup(invite, visitor):
    bad = '"><img src=x onerror=alert(1)>'
    invitation = await invite(fleet_regulatory_id=bad, fleet_regulatory_id_type="DOT")
    page = await visitor.request("GET", invitation["magic_link"] + "&theme=" + quote(bad))
    assert "<img src=x" not in page.html
    assert page.read.inputs["fleet_regulatory_id"]["value"] == bad
