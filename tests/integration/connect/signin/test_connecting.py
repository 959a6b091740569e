"""Choosing a provider, signing in to it, and going back."""

import asyncio
from urllib.parse import parse_qsl, urlsplit

import pytest
from tests.conftest import Api

SUCCESS = "https://partner.example/ok?source=gladhand#step-3"


async def test_the_whole_way_to_a_connected_provider_and_back(invite, visitor, connected_to, account, api, events):
    invitation = await invite(success_redirect_url=SUCCESS)
    page = await connected_to(invitation)
    assert page.heading == "Groundhog (simulator) is connected"
    assert "Rolling Thunder" in page.text
    assert "Return to Acme Logistics" in page.text
    assert account not in page.html
    answer = await visitor.submit(page, "/done")
    assert answer.status == 303
    parts = urlsplit(answer.headers["Location"])
    assert parts.fragment == "step-3"
    assert parse_qsl(parts.query) == [
        ("source", "gladhand"),
        ("status", "success"),
        ("tsp_count", "1"),
        ("invitation_id", invitation["id"]),
        ("fleet_ref", invitation["fleet_ref"]),
    ]
    found = await api.get("/v2/integrations/connections")
    assert [each["status"] for each in found.body["items"]] == ["active"]
    assert (await events())[-2:] == ["connection.created", "fleet_connection.created"]


async def test_what_was_copied_along_with_a_link_and_a_key_does_no_harm(invite, visitor, account):
    link = (await invite())["magic_link"]
    page = await visitor.open(f"{link}%3E.")
    page = await visitor.follow(await visitor.submit(page, "/accept"), "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=f"\u200b {account}\u00a0\u202c\r\n")
    assert page.heading == "Groundhog (simulator) is connected"
    page = await visitor.open(link)
    page = await visitor.follow(page, "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=f"{account}\nkey")
    assert page.status == 422
    assert page.read.inputs["api_key"]["aria-invalid"] == "true"


async def test_the_form_is_made_from_the_providers_definition(invite, visitor):
    page = await visitor.open((await invite())["magic_link"])
    page = await visitor.follow(await visitor.submit(page, "/accept"), "/providers/groundhog")
    assert page.heading == "Sign in to Groundhog (simulator)"
    key = page.read.inputs["api_key"]
    assert (key["type"], key["value"], key["autocomplete"]) == ("password", "", "off")
    assert "required" in key
    assert page.read.inputs["url"]["type"] == "url"
    assert "Where do I find this?" in page.text
    assert "Shown on the simulator's page" in page.text


async def test_a_refused_sign_in_says_what_to_do_and_keeps_all_but_secrets(invite, visitor, simulator, api):
    page = await visitor.open((await invite())["magic_link"])
    page = await visitor.follow(await visitor.submit(page, "/accept"), "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key="a wrong key", url=simulator)
    assert page.status == 422
    assert "Groundhog (simulator) did not accept this sign-in" in page.text
    assert "Check each entry" in page.text
    # One message, at the field.
    assert page.html.count('role="alert"') == 1
    assert page.read.inputs["api_key"]["aria-describedby"].split()[-1] == "field-api_key-error"
    assert page.read.inputs["api_key"]["placeholder"] == "Refused. Type it again."
    assert "autofocus" in page.read.inputs["api_key"]
    assert page.read.inputs["url"]["value"] == simulator
    assert page.read.inputs["api_key"]["value"] == ""
    assert page.read.inputs["api_key"]["aria-invalid"] == "true"
    assert "a wrong key" not in page.html
    assert (await api.get("/v2/integrations/connections")).body["items"] == []


async def test_an_empty_form_is_explained_before_anyone_is_asked(invite, visitor):
    page = await visitor.open((await invite())["magic_link"])
    page = await visitor.follow(await visitor.submit(page, "/accept"), "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key="   ")
    assert page.text.count("Please fill this in.") == 1


async def test_a_provider_that_does_not_answer_is_told_from_a_wrong_key(
    invite, visitor, account, simulator, anyone: Api, api
):
    order = {"kind": "hang", "account": account, "count": None, "path": "/"}
    await Api(anyone.session, simulator).post("/_control/faults", order)
    page = await visitor.open((await invite())["magic_link"])
    page = await visitor.follow(await visitor.submit(page, "/accept"), "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=account)
    assert page.status == 502
    assert "Groundhog (simulator) is not answering at the moment" in page.text
    assert "Nothing was saved." in page.text
    assert (await api.get("/v2/integrations/connections")).body["items"] == []


async def test_connecting_twice_is_one_connection(invite, visitor, account, api):
    page = await visitor.open((await invite())["magic_link"])
    form = await visitor.follow(await visitor.submit(page, "/accept"), "/providers/groundhog")
    pages = await asyncio.gather(*(visitor.submit(form, "/providers/groundhog", api_key=account) for _ in range(2)))
    assert {page.heading for page in pages} == {"Groundhog (simulator) is connected"}
    assert len((await api.get("/v2/integrations/connections")).body["items"]) == 1


async def test_an_accepted_link_resumes_at_the_providers_with_what_is_connected(
    invite, visitor, connected_to, make_visitor
):
    invitation = await invite(success_redirect_url=SUCCESS)
    await connected_to(invitation)
    elsewhere = make_visitor()
    page = await elsewhere.open(invitation["magic_link"])
    assert page.heading == "Add another provider"
    assert "Rolling Thunder" in page.text
    assert (await elsewhere.submit(page, "/done")).headers["Location"].startswith("https://partner.example/ok?")
    await elsewhere.session.close()


async def test_a_stale_connection_asks_to_sign_in_again_and_counts_for_nothing_until_then(
    invite, visitor, connected_to, account, database, api
):
    invitation = await invite(success_redirect_url=SUCCESS, failure_redirect_url="https://partner.example/no")
    await connected_to(invitation)
    fleet_id = (await api.get(f"/v2/orgs/invitations/{invitation['id']}")).body["fleet_id"]
    async with database.connection() as db:
        await db.execute("update connection set status = 'stale' where fleet_id = %s", (fleet_id,))
    page = await visitor.open(invitation["magic_link"])
    # The link opens the broken connection, and nothing about others.
    assert page.heading == "Sign in to Groundhog (simulator) again"
    assert "Has not worked since:" in page.text
    assert "Step " not in page.text
    assert "status=failure" in (await visitor.open(f"/done?invite={invitation['id']}")).headers["Location"]
    page = await visitor.submit(page, "/providers/groundhog", api_key=account)
    assert page.heading == "Groundhog (simulator) works again"
    assert "Add another provider" not in page.text
    assert [each["status"] for each in (await api.get("/v2/integrations/connections")).body["items"]] == ["active"]


async def test_two_providers_count_as_two(invite, visitor, connected_to, brands, account):
    invitation = await invite(success_redirect_url=SUCCESS)
    page = await connected_to(invitation)
    page = await visitor.follow(page, "/providers")
    path = f"/providers/{brands[0]}"
    page = await visitor.submit(await visitor.follow(page, path), path, api_key=account)
    assert page.heading == "Northern 100% ELD is connected"
    assert "tsp_count=2" in (await visitor.submit(page, "/done")).headers["Location"]


@pytest.mark.parametrize(
    ("typed", "shown", "hidden"),
    [
        ("northern", "Northern", "Southern"),
        ("SOUTHERN gps", "Southern", "Northern"),
        ("100%", "Northern", "Southern"),
        ("%", "Northern", "Groundhog"),
    ],
)
async def test_searching_works_without_script(invite, visitor, brands, typed, shown, hidden):
    page = await visitor.open((await invite())["magic_link"])
    page = await visitor.submit(page, "/accept")
    form = page.form("/providers")
    assert form.method == "get"
    page = await visitor.request("GET", "/providers", params=form.values | {"q": typed})
    assert shown in page.text
    assert hidden not in page.text


async def test_a_search_that_finds_nothing_says_so_and_offers_all(invite, visitor):
    page = await visitor.open((await invite())["magic_link"])
    await visitor.submit(page, "/accept")
    page = await visitor.open(f"/providers?{page.url.query_string}&q=zzz%00zzz")
    assert "Ask for “zzzzzz”" in page.text
    assert (await visitor.follow(page, "/providers")).heading == "Which provider do you use?"


async def test_only_the_providers_that_the_invitation_names_are_offered(invite, visitor, brands):
    invitation = await invite(limit_tsps=[brands[1]])
    page = await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
    assert "Southern GPS" in page.text
    assert "Northern" not in page.text
    assert "Groundhog" not in page.text
    page = await visitor.open(f"/providers/groundhog?invite={invitation['id']}")
    assert page.status == 404
    assert page.heading == "This page does not exist"


async def test_an_invitation_whose_providers_are_unknown_here_says_whom_to_tell(invite, visitor):
    page = await visitor.open((await invite(limit_tsps=["omnitracs"]))["magic_link"])
    page = await visitor.submit(page, "/accept")
    assert "Please tell Acme Logistics." in page.text


async def test_leaving_without_a_provider_goes_the_way_of_failure(invite, visitor):
    invitation = await invite(success_redirect_url=SUCCESS, failure_redirect_url="https://partner.example/no")
    page = await visitor.submit(await visitor.open(invitation["magic_link"]), "/accept")
    location = (await visitor.submit(page, "/done")).headers["Location"]
    assert location.startswith("https://partner.example/no?status=failure&tsp_count=0&")


async def test_without_addresses_the_flow_ends_on_a_page_of_its_own(invite, visitor, account):
    page = await visitor.submit(await visitor.open((await invite())["magic_link"]), "/accept")
    page = await visitor.submit(page, "/done")
    assert (page.status, page.heading) == (200, "No provider is connected yet")
    page = await visitor.follow(await visitor.follow(page, "/providers"), "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=account)
    assert "Done" in page.text
    page = await visitor.submit(page, "/done")
    assert (page.status, page.heading) == (200, "You are all set")


async def test_launch_parameters_survive_every_step_whatever_they_are(invite, visitor, account):
    invitation = await invite()
    extra = "&embed=popup&theme=dark&brand_color=%23d1004b&unknown=1&unknown=2"
    page = await visitor.open(invitation["magic_link"] + extra)
    page = await visitor.submit(page, "/accept")
    page = await visitor.follow(page, "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=account)
    query = parse_qsl(urlsplit(page.form("/done").action).query)
    assert query == [
        ("invite", invitation["id"]),
        ("embed", "popup"),
        ("theme", "dark"),
        ("brand_color", "#d1004b"),
        ("unknown", "1"),
        ("unknown", "2"),
    ]
