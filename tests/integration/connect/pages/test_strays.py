"""Addresses that lead nowhere, and those of forms: people get a page with a way on, programs an error they can read."""

from uuid import uuid4

import pytest
from tests.integration.connect.pages.test_protection import assert_protected


@pytest.mark.parametrize(
    "path",
    ["/nowhere", "/embed", "/embed/other", "/providers/a/b/c", "/requested", "/requested?request=x", "/favicon.ico"],
)
async def test_an_address_that_leads_nowhere_is_a_page_like_the_others(visitor, path):
    page = await visitor.open(path)
    assert (page.status, page.heading) == (404, "This page does not exist")
    assert_protected(page)


async def test_parts_of_an_address_that_are_mistyped_are_no_mistake_of_ours(visitor, invite):
    page = await visitor.open((await invite())["magic_link"])
    page = await visitor.submit(page, "/accept")
    query = page.url.query_string
    for path in ("/providers?ended=x&", "/connections/x/disconnect?", f"/connections/{uuid4()}/disconnect?"):
        found = await visitor.open(path + query)
        assert (found.status, found.heading) == (404, "This page does not exist")
        assert (await visitor.follow(found, "/")).heading == "Which provider do you use?"


@pytest.mark.parametrize("path", ["/accept", "/ask-again", "/viewed", "/providers/groundhog/sign-in"])
async def test_the_address_of_a_form_that_was_kept_or_reloaded_leads_to_where_the_visit_stands(visitor, invite, path):
    invitation = await invite()
    page = await visitor.open(f"{path}?invite={invitation['id']}&theme=dark")
    assert (page.status, page.url.path) == (200, "/")
    assert "asks for access" in page.heading
    assert page.url.query_string == f"invite={invitation['id']}&theme=dark"


@pytest.mark.parametrize("path", ["/console/sign-out", "/console/partners/acme/branding/keys"])
async def test_the_address_of_a_form_of_the_console_leads_to_the_console(visitor, path):
    page = await visitor.open(path)
    assert (page.status, page.url.path) == (200, "/console/sign-in")


async def test_another_method_is_refused_with_a_page(visitor):
    page = await visitor.request("DELETE", "/providers")
    assert (page.status, page.heading) == (405, "This page does not exist")
    assert (await visitor.request("POST", "/nowhere")).status == 404


async def test_pages_that_lead_nowhere_speak_the_readers_language(visitor):
    page = await visitor.request("GET", "/nowhere", headers={"Accept-Language": "de"})
    assert '<html lang="de"' in page.html


@pytest.mark.parametrize("path", ["/v2/nothing", "/realms/nothing", "/embed/probe/other"])
async def test_programs_get_errors_that_they_can_read(anyone, path):
    answer = await anyone.get(path)
    assert (answer.status, answer.body["message"]) == (404, "Not Found")


async def test_the_root_without_a_link_leads_to_the_documentation(visitor):
    page = await visitor.open("/")
    assert (page.status, page.heading) == (200, "gladhand")
    assert "/docs" in page.read.links.values()
    # A link that lost its end is still told so.
    assert (await visitor.open("/?invite=")).heading == "This link does not lead to an invitation"
