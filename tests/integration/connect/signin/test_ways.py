"""The other ways through Connect: a provider that is missing or let go, a link that is over, too many tries."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.links import list_published

from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.embed_keys import queries as embed_keys

BACK = {"success_redirect_url": "https://partner.example/ok", "failure_redirect_url": "https://partner.example/no"}


@pytest.fixture
def accepted(visitor, invite):
    """A visitor on the list of providers: `await accepted()`."""

    async def walk(extra: str = "", **fields):
        invitation = await invite(**fields)
        page = await visitor.open(invitation["magic_link"] + extra)
        return invitation, await visitor.submit(page, "/accept")

    return walk


async def steps(api, invitation):
    found = (await api.get(f"/v2/orgs/invitation-funnel/{invitation['id']}")).body["steps"]
    return {each["step"]: each["detail"] for each in found}


async def test_a_missing_provider_is_asked_for_and_the_fleet_goes_back_with_it(api, visitor, accepted):
    invitation, page = await accepted(**BACK)
    page = await visitor.follow(page, "/request")
    page = await visitor.submit(page, "/request", provider_name="Homemade ELD", fleet_contact_email="ann@swift.example")
    assert page.heading == "Thank you, we have noted it"
    answer = await visitor.submit(page, "/requested")
    target = answer.headers["Location"]
    query = dict(parse_qsl(urlsplit(target).query))
    [request] = (await api.get("/v2/orgs/external-tsps/integration-requests")).body
    assert target.startswith("https://partner.example/no?")
    assert (query["status"], query["integration_request_id"]) == ("integration-requested", request["id"])
    assert (request["ext_tsp_name"], request["fleet_ref"]) == ("Homemade ELD", invitation["fleet_ref"])
    assert (await steps(api, invitation))["integration_requested"] == "Homemade ELD"
    assert "returned" in await steps(api, invitation)


async def test_a_wish_without_a_name_or_with_a_wrong_address_says_so(visitor, accepted):
    _, page = await accepted()
    page = await visitor.follow(page, "/request")
    page = await visitor.submit(page, "/request", provider_name=" ", fleet_contact_email="nobody")
    assert page.status == 422
    assert "Please fill this in." in page.text
    assert "name@example.com" in page.text


async def test_a_provider_is_let_go_after_a_second_question_and_once(api, visitor, connected_to, invite, events):
    invitation = await invite()
    page = await connected_to(invitation)
    page = await visitor.follow(page, "/providers")
    path = next(path for path in page.read.links if path.endswith("/disconnect"))
    page = await visitor.follow(page, path)
    assert page.heading == "Disconnect Groundhog (simulator)?"
    gone = await visitor.submit(page, path)
    assert (gone.status, gone.heading) == (200, "Which provider do you use?")
    assert (await visitor.submit(page, path)).status == 200
    assert (await visitor.open(f"{path}?invite={invitation['id']}")).status == 404
    assert len([name for name in await events() if name.startswith("connection.")]) == 2


async def test_a_partners_page_hears_of_a_provider_that_was_let_go(visitor, accepted, account, database, partner):
    async with database.transaction() as db:
        await embed_keys.insert_embed_key(
            db,
            partner.id,
            key=f"ek_{partner.id}",
            name="s",
            origins=["https://partner.example"],
            branding=PartnerBranding(),
        )
    _, page = await accepted(f"&embed=popup&embed_key=ek_{partner.id}")
    page = await visitor.follow(page, "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=account)
    page = await visitor.follow(page, "/providers")
    path = next(path for path in page.read.links if path.endswith("/disconnect"))
    page = await visitor.submit(await visitor.follow(page, path), path)
    assert "connection_deleted" in page.html
    page = await visitor.submit(page, "/done")
    assert "&#34;disconnected&#34;" in page.html


async def test_an_expired_link_lets_the_fleet_ask_for_a_new_one_once_a_day(visitor, invite, database, keyring, partner):
    invitation = await invite()
    async with database.transaction() as db:
        await db.execute(
            "update invitation set expires_at = now() - interval '1 minute' where link_hash = sha256(uuid_send(%s))",
            (invitation["id"],),
        )
    page = await visitor.open(invitation["magic_link"])
    assert page.heading == "This invitation has expired"
    for _ in range(3):
        told = await visitor.submit(page, "/ask-again")
        assert (told.status, told.heading) == (200, "We have told Acme Logistics")
    events = await list_published(database, keyring, partner.id)
    asked = [record for name, record in events if name == "invitation.expired" and "renewal_requested_at" in record]
    assert [each["id"] for each in asked] == [invitation["id"]]
    assert "pre_registration_access_token" not in json.dumps(asked) or asked[0]["pre_registration_access_token"] is None


async def test_too_many_sign_ins_have_to_wait_and_others_do_not(visitor, accepted, account, api):
    invitation, page = await accepted()
    form = await visitor.follow(page, "/providers/groundhog")
    tries = [await visitor.submit(form, "/providers/groundhog", api_key=f"wrong-{n}") for n in range(13)]
    assert [each.status for each in tries] == [422] * 12 + [429]
    assert int(tries[-1].headers["Retry-After"]) > 0
    assert tries[-1].heading == "Too many attempts"
    failed = (await steps(api, invitation))["check_failed"]
    assert failed.startswith("Groundhog (simulator): ")
    _, other = await accepted()
    form = await visitor.follow(other, "/providers/groundhog")
    assert (await visitor.submit(form, "/providers/groundhog", api_key=account)).status == 200


async def test_leaving_for_a_provider_counts_like_a_try(visitor, accepted):
    _, page = await accepted()
    token = (await visitor.follow(page, "/providers/groundhog")).form("/providers/groundhog").values
    target = f"/providers/groundhog/sign-in?{page.url.query_string}"
    answers = [await visitor.request("POST", target, data=token) for _ in range(13)]
    assert [each.status for each in answers] == [404] * 12 + [429]


async def test_the_whole_way_is_in_the_funnel(api, visitor, accepted, account):
    invitation, page = await accepted(**BACK)
    page = await visitor.follow(page, "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=account)
    await visitor.submit(page, "/done")
    assert list(await steps(api, invitation)) == ["accepted", "provider_chosen", "connected", "returned"]
