import aiohttp
import pytest
from aiohttp import web

from gladhand.local.demo.fleet import Browser, LostTheWay

PAGE = """<html><head><title>t</title></head><body><h1> Share <b>your</b> data? </h1><h1>Not this</h1>
<a href="/providers/groundhog?step=1">Groundhog</a><a>no address</a>
<input name="outside">
<form action="/done" method="post"></form>
<form action="/decline" method="post"><input type="hidden" name="csrf" value="first">
<input type="submit" name="go"></form>
<form action="/accept" method="POST"><input type="hidden" name="csrf" value="second"><input name="fleet_name">
<input type="checkbox" name="mail"></form></body></html>"""


async def site(request: web.Request) -> web.Response:
    if request.path == "/accept":
        sent = dict(await request.post())
        return web.Response(text=f"<h1>{request.method} {sorted(sent.items())}</h1>", content_type="text/html")
    if request.path == "/done" and request.method == "POST":
        raise web.HTTPSeeOther("/done?left=1")
    if request.path == "/done":
        raise web.HTTPFound("https://partner.example/done?status=success")
    return web.Response(text=PAGE, content_type="text/html")


@pytest.fixture
async def address():
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", site)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def browser():
    async with aiohttp.ClientSession() as session:
        yield Browser(session)


async def test_a_page_is_known_by_its_first_heading(browser, address):
    assert (await browser.open(f"{address}/")).heading == "Share your data?"


async def test_a_form_is_sent_as_it_was_filled_in_with_what_it_hides(browser, address):
    page = await browser.open(f"{address}/")
    answer = await browser.submit(page, "/accept", fleet_name="Acme")
    assert answer.heading == "POST [('csrf', 'second'), ('fleet_name', 'Acme')]"


async def test_the_last_button_is_followed_to_where_it_leaves_the_pages(browser, address):
    page = await browser.open(f"{address}/")
    assert page.link("/providers/groundhog") == f"{address}/providers/groundhog?step=1"
    assert str(await browser.leave(page, "/done")) == "https://partner.example/done?status=success"


async def test_a_page_that_does_not_lead_on_says_what_it_lacks(browser, address):
    page = await browser.open(f"{address}/")
    with pytest.raises(LostTheWay, match=r"Share your data.*no link to /nowhere"):
        page.link("/nowhere")
    with pytest.raises(LostTheWay, match="no form for /nowhere"):
        page.form("/nowhere")
