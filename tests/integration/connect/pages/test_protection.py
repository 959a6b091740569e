"""Forms that only our own pages can send, and the headers of every page."""

import asyncio

import pytest
from tests.integration.connect.conftest import ConnectPage, status_of


async def test_a_browser_without_cookies_is_told_what_happened_and_nothing_changes(invite, visitor, make_visitor, api):
    invitation = await invite()
    page = await visitor.open(invitation["magic_link"])
    other = make_visitor()
    answer = await other.submit(page, "/accept")
    await other.session.close()
    assert (answer.status, answer.heading) == (403, "Please fill in this page once more")
    assert "or your browser blocks it" in answer.text
    assert "The link from your message still works" in answer.text
    assert await status_of(api, invitation) == "active"
    # The form's own address has no page.
    assert (await visitor.follow(answer, "/accept")).heading == page.heading


async def test_cookies_that_were_deleted_in_the_middle_of_a_form_lead_back_to_it(invite, visitor, account):
    page = await visitor.submit(await visitor.open((await invite())["magic_link"]), "/accept")
    form = await visitor.follow(page, "/providers/groundhog")
    visitor.session.cookie_jar.clear()
    answer = await visitor.submit(form, "/providers/groundhog", api_key=account)
    assert (answer.status, answer.heading) == (403, "Please fill in this page once more")
    again = await visitor.follow(answer, "/providers/groundhog")
    assert again.heading == form.heading
    done = await visitor.submit(again, "/providers/groundhog", api_key=account)
    assert done.heading == "Groundhog (simulator) is connected"
    # Who manages what is shared proves itself, which that page explains.
    managing = await visitor.open(done.read.links["/sharing"])
    visitor.session.cookie_jar.clear()
    lost = await visitor.submit(managing, "/sharing/pause")
    assert lost.heading == "Please fill in this page once more"
    assert (await visitor.follow(lost, "/sharing/pause")).url.path == "/sharing"


async def test_a_page_that_was_opened_twice_at_once_works_whichever_cookie_stays(invite, visitor, make_visitor):
    """As when a site shows the frame, takes it away and shows it again within milliseconds."""
    invitation = await invite()
    other = make_visitor()
    page, _ = await asyncio.gather(other.open(invitation["magic_link"]), visitor.open(invitation["magic_link"]))
    await other.session.close()
    form = page.form("/accept")
    same_site, own = ({"Sec-Fetch-Site": site} for site in ("same-site", "same-origin"))
    answer = await visitor.request("POST", form.action, data=form.values, headers=same_site)
    assert answer.status == 403
    answer = await visitor.request("POST", form.action, data=form.values, headers=own)
    assert answer.heading == "Which provider do you use?"


@pytest.mark.parametrize("token", ["", "forged", "ü\0"])
async def test_a_form_that_is_not_ours_changes_nothing(invite, visitor, api, token):
    invitation = await invite()
    page = await visitor.open(invitation["magic_link"])
    for path in ("/accept", "/decline", "/viewed", "/providers/groundhog"):
        answer = await visitor.request("POST", f"{path}?{page.url.query_string}", data={"form_token": token})
        assert (answer.status, answer.heading) == (403, "This page was open for a long time")
    assert await status_of(api, invitation) == "active"


async def test_the_token_of_one_invitation_is_no_good_for_another(invite, visitor, api):
    mine, other = await invite(), await invite()
    page = await visitor.open(mine["magic_link"])
    token = page.form("/accept").values["form_token"]
    answer = await visitor.request("POST", f"/accept?invite={other['id']}", data={"form_token": token})
    assert answer.status == 403
    assert await status_of(api, other) == "active"


async def test_a_second_tab_and_a_reload_leave_open_forms_good(invite, visitor):
    invitation = await invite()
    first = await visitor.open(invitation["magic_link"])
    await visitor.open(invitation["magic_link"])
    await visitor.open((await invite())["magic_link"])
    assert (await visitor.submit(first, "/accept")).heading == "Which provider do you use?"


def assert_protected(page: ConnectPage) -> None:
    policy = page.headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self';"):
        assert rule in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Frame-Options" not in page.headers
    assert "Cross-Origin-Opener-Policy" not in page.headers
    assert " style=" not in page.html
    assert " onclick=" not in page.html
    assert "<style" not in page.html


async def test_every_page_has_the_headers_a_title_a_language_and_one_heading(invite, visitor, connected_to):
    invitation = await invite()
    fresh = await invite()
    pages = [await visitor.open(fresh["magic_link"]), await visitor.open(f"/decline?invite={fresh['id']}")]
    pages.append(await connected_to(invitation))
    pages += [
        await visitor.open(f"{path}?invite={invitation['id']}")
        for path in ("/", "/providers", "/providers/groundhog", "/providers/none", "/done")
    ]
    pages += [await visitor.open("/"), await visitor.request("POST", "/accept")]
    for page in pages:
        assert_protected(page)
        assert page.html.count("<h1") == 1
        assert '<html lang="en" dir="ltr">' in page.html
        assert page.read.title.strip()


async def test_the_cookie_is_hidden_from_scripts_and_from_other_sites(invite, visitor):
    page = await visitor.open((await invite())["magic_link"])
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    again = await visitor.open(str(page.url))
    assert "Set-Cookie" not in again.headers


async def test_style_and_script_are_kept_for_ever_and_pages_are_not(visitor):
    page = await visitor.open("/")
    found = [part.split('"')[0] for part in page.html.split('"/static/connect/')[1:]]
    assert {name.rsplit(".")[-1] for name in found} == {"css", "js", "svg"}
    for name in found:
        answer = await visitor.request("GET", f"/static/connect/{name}")
        assert answer.status == 200
        assert "immutable" in answer.headers["Cache-Control"]
    assert (await visitor.open("/static/connect/nothing.js")).status == 404


async def test_a_form_that_cannot_be_read_is_a_page_too(invite, visitor):
    page = await visitor.open((await invite())["magic_link"])
    answer = await visitor.request(
        "POST",
        f"/accept?{page.url.query_string}",
        data=b"--x\r\nbroken",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )
    assert answer.status in (400, 403)
    assert answer.heading


async def test_the_pages_are_in_no_api_document(anyone):
    for service in ("orgs", "integrations", "telematics", "notifications"):
        paths = (await anyone.get(f"/v2/{service}/openapi.json?extensions=true")).body["paths"]
        assert all(path.startswith("/v2/") for path in paths)
