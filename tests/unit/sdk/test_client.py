"""The client against a real server on the loopback interface, and against none."""

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.sdk.budget import Rate, TokenBucket
from gladhand.sdk.client import ProviderClient
from gladhand.sdk.deadline import ending_within
from gladhand.sdk.errors import (
    AnswerTooLong,
    AuthFailed,
    Malformed,
    NoAnswer,
    NotAllowed,
    ProviderError,
    RateLimited,
    Rejected,
    ServerFailed,
    Unavailable,
)
from gladhand.sdk.http import Request, Response

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.fixture
async def transport() -> AsyncIterator[AiohttpTransport]:
    async with aiohttp.ClientSession() as session:
        yield AiohttpTransport(session)


async def echo(request: web.Request) -> web.Response:
    return web.json_response(
        {
            "method": request.method,
            "path": request.raw_path,
            "type": request.headers.get("Content-Type"),
            "authorization": request.headers.get("Authorization"),
            "body": await request.text(),
        },
        headers={"X-Request-ID": "r-1", "Set-Cookie": "a=b"},
    )


async def test_what_is_asked_for_is_what_is_sent(transport: AiohttpTransport) -> None:
    async with serving(echo) as url:
        client = ProviderClient(transport, f"{url}/base/")
        client.headers["Authorization"] = "Bearer k"
        sent = (await client.get("/a%2Fb", query={"q": "x y&z", "none": None, "many": [1, 2]})).object()
        assert sent["path"] == "/base/a%2Fb?q=x+y%26z&many=1&many=2"
        assert sent["authorization"] == "Bearer k"
        sent = (await client.patch("/x", json={"day": datetime(2031, 5, 1, tzinfo=UTC).date(), "none": None})).object()
        assert (sent["method"], sent["type"]) == ("PATCH", "application/json")
        assert sent["body"] == '{"day":"2031-05-01","none":null}'
        sent = (await client.post("/x", form={"a": "ä&b"})).object()
        assert (sent["type"], sent["body"]) == ("application/x-www-form-urlencoded", "a=%C3%A4%26b")
        assert client.exchanges == 3
        assert (client.last_status, client.last_headers) == (200, {"X-Request-ID": "r-1"})


async def failing(transport: AiohttpTransport, url: str, *, timeout: float = 5.0, **options: Any) -> ProviderError:
    client = ProviderClient(transport, url, timeout=timeout, **options)
    with pytest.raises(ProviderError) as caught:
        await client.post("/drivers", json={"a": 1})
    assert client.exchanges == 1
    assert client.last_status is None
    return caught.value


async def test_a_refused_connection_means_that_nothing_left(transport: AiohttpTransport) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        error = await failing(transport, f"http://127.0.0.1:{free.getsockname()[1]}")
    assert type(error) is Unavailable


async def test_a_name_that_does_not_exist_means_that_nothing_left(transport: AiohttpTransport) -> None:
    error = await failing(transport, "http://nobody.invalid")
    assert type(error) is Unavailable
    assert "resolved" in error.detail


async def test_a_server_without_tls_means_that_nothing_left(transport: AiohttpTransport) -> None:
    async with serving(echo) as url:
        error = await failing(transport, url.replace("http:", "https:"))
    assert type(error) is Unavailable
    assert "secure" in error.detail


async def test_a_connection_that_cannot_be_made_in_time_means_that_nothing_left(transport: AiohttpTransport) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        # Two waiting connections fill the queue of a listener that never accepts: the next one hangs while connecting.
        waiting = [socket.socket() for _ in range(3)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", port))
        error = await failing(transport, f"http://127.0.0.1:{port}", timeout=0.6)
        for each in waiting:
            each.close()
    assert type(error) is Unavailable


async def test_a_connection_that_is_cut_may_have_carried_the_request(transport: AiohttpTransport) -> None:
    async def cut(request: web.Request) -> web.Response:
        await request.read()
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async with serving(cut) as url:
        assert type(await failing(transport, url)) is NoAnswer


@pytest.mark.parametrize(("writes", "arrivals"), [(True, 2), (False, 3)])
async def test_a_get_that_writes_is_not_sent_again_when_a_kept_connection_breaks(
    transport: AiohttpTransport, writes: bool, arrivals: int
) -> None:
    seen = 0

    async def breaking(request: web.Request) -> web.Response:
        nonlocal seen
        seen += 1
        if seen > 1 and request.transport is not None:
            request.transport.abort()
        return web.Response(text="{}")

    async with serving(breaking) as url:
        client = ProviderClient(transport, url)
        await client.get("/first")
        with pytest.raises(NoAnswer):
            await client.request("GET", "/second", writes=writes)
    assert seen == arrivals


async def test_an_answer_that_breaks_off_is_no_answer(transport: AiohttpTransport) -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"id": 1')
        assert request.transport is not None
        request.transport.close()
        return response

    async with serving(half) as url:
        assert type(await failing(transport, url)) is NoAnswer


async def test_an_answer_that_does_not_come_in_time_is_no_answer(transport: AiohttpTransport) -> None:
    async def hang(_: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()

    async with serving(hang) as url:
        error = await failing(transport, url, timeout=0.3)
    assert type(error) is NoAnswer
    assert "0.3 s" in error.detail


async def test_an_answer_that_is_too_long_is_not_read_to_its_end(transport: AiohttpTransport) -> None:
    async def bomb(_: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"0" * 50_000_000), headers={"Content-Encoding": "gzip"})

    async with serving(bomb) as url:
        error = await failing(transport, url, max_bytes=100_000)
    assert type(error) is AnswerTooLong
    assert error.status_code == 200


async def redirect_then_echo(request: web.Request) -> web.Response:
    if request.path == "/start":
        raise web.HTTPFound(request.query["to"])
    return await echo(request)


async def test_a_redirect_to_another_host_is_not_followed(transport: AiohttpTransport) -> None:
    async with serving(redirect_then_echo) as url, serving(echo) as other:
        client = ProviderClient(transport, url)
        for target in (f"{other}/x", other.replace("http:", "https:"), "//nobody.invalid/x", "ftp://x/"):
            with pytest.raises(Malformed, match="redirect"):
                await client.get("/start", query={"to": target})


async def test_a_redirect_within_the_host_is_followed_for_reads_only(transport: AiohttpTransport) -> None:
    async with serving(redirect_then_echo) as url:
        client = ProviderClient(transport, url)
        assert (await client.get("/start", query={"to": "/there?x=1"})).object()["path"] == "/there?x=1"
        with pytest.raises(Malformed, match="redirect"):
            await client.request("POST", "/start", query={"to": "/there"})


async def test_an_adapter_may_have_no_redirect_followed(transport: AiohttpTransport) -> None:
    async with serving(redirect_then_echo) as url:
        client = ProviderClient(transport, url)
        client.follows_redirects = False
        for method in ("GET", "POST"):
            assert (await client.request(method, "/start", query={"to": "/there"})).status == 302


async def test_redirects_end(transport: AiohttpTransport) -> None:
    async def around(request: web.Request) -> web.Response:
        raise web.HTTPFound("/b" if request.path == "/a" else "/a")

    async with serving(around) as url:
        with pytest.raises(Malformed, match="without end"):
            await ProviderClient(transport, url).get("/a")


@pytest.mark.parametrize("address", ["", "ftp://example.com", "https://", "example.com", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(Rejected):
        ProviderClient(Canned(), address)


class Canned:
    """A transport that answers with what it was given."""

    def __init__(self, *responses: Response) -> None:
        self.responses = list(responses)

    async def send(self, request: Request) -> Response:  # noqa: ARG002 - whatever is asked
        return self.responses.pop(0)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, AuthFailed),
        (403, AuthFailed),
        (400, Rejected),
        (404, Rejected),
        (422, Rejected),
        (408, ServerFailed),
        (429, RateLimited),
        (500, ServerFailed),
        (503, ServerFailed),
        (204, Malformed),
        (302, Malformed),
    ],
)
def test_a_status_has_a_usual_meaning(status: int, expected: type[ProviderError]) -> None:
    error = ProviderClient(Canned(), "https://example.com").failure(Response(status=status))
    assert type(error) is expected
    assert error.status_code == status
    assert str(status) in error.detail


def test_a_reason_in_the_providers_words_shows_no_secret() -> None:
    client = ProviderClient(Canned(), "https://example.com", redact=lambda text: text.replace("hunter22", "*****"))
    assert client.failure(Response(status=400), "bad key hunter22").detail == "bad key *****"


def test_a_403_is_a_right_that_is_missing_where_the_provider_has_rights() -> None:
    client = ProviderClient(Canned(), "https://example.com")
    error = client.failure(Response(status=403), denied="The key has no right to this.")
    assert (type(error), error.detail, error.status_code) == (NotAllowed, "The key has no right to this.", 403)
    assert client.failure(Response(status=403), "Not you.", denied="No right.").detail == "Not you."
    # Others are what they are everywhere.
    assert type(client.failure(Response(status=401), denied="No right.")) is AuthFailed


def test_a_name_and_a_password_make_a_header_that_no_error_shows() -> None:
    client = ProviderClient(Canned(), "https://example.com")
    header = client.basic("dana", "pass:word")
    assert header == "Basic ZGFuYTpwYXNzOndvcmQ="
    assert "ZGFuYTpwYXNzOndvcmQ=" not in client.redact(f"refused: {header}")


def response(**headers: str) -> Response:
    return Response(status=429, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_retry_after_is_read_as_seconds_fraction_or_date() -> None:
    assert response(retry_after="7").retry_after() == 7
    assert response(Retry_After="0.40235").retry_after() == 0.40235
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    assert 28 < (response(retry_after=moment).retry_after() or 0) <= 30
    assert response(retry_after="999999").retry_after() == 3600
    assert response(retry_after="-3").retry_after() == 0
    for nonsense in ("", "soon", "nan", "Wed, 99 Nov 2026"):
        assert response(retry_after=nonsense).retry_after() is None
    assert response().retry_after() is None


def test_json_is_parsed_strictly_and_without_nul() -> None:
    assert Response(status=200, body=b'{"a\\u0000b": ["c\\u0000", 1]}').json() == {"ab": ["c", 1]}
    for body in (b"", b"<html>", b'{"a":', b"NaN"):
        with pytest.raises(Malformed, match="not JSON"):
            Response(status=200, body=body).json()
    with pytest.raises(Malformed, match="not a JSON object"):
        Response(status=200, body=b"[]").object()


def test_the_providers_reason_is_found_or_is_empty() -> None:
    answer = Response(status=400, body=b'{"error": {"reason": "No.", "code": 7}}')
    assert answer.text_at("error", "reason") == "No."
    for path in (("error",), ("error", "code"), ("error", "reason", "x"), ("nothing",)):
        assert answer.text_at(*path) == ""
    assert Response(status=500, body=b"<html>").text_at("error") == ""


def test_a_printed_request_shows_no_header_and_no_body() -> None:
    headers = {"Authorization": "Bearer k"}
    request = Request(method="POST", url="https://x?password=secret", headers=headers, body=b"secret")
    assert "Bearer" not in repr(request)
    assert "secret" not in repr(request)


async def test_the_budget_lets_a_burst_pass_and_then_so_many_a_second() -> None:
    loop = asyncio.get_running_loop()
    budget = TokenBucket(Rate(per_second=50, burst=3))
    started = loop.time()
    burst = [asyncio.create_task(budget.take()) for _ in range(3)]
    after_it = [asyncio.create_task(budget.take()) for _ in range(5)]
    # One round of the event loop: nothing that waits for a moment ends in it.
    await asyncio.sleep(0)
    assert [each.done() for each in (*burst, *after_it)] == [True] * 3 + [False] * 5
    await asyncio.gather(*after_it)
    assert loop.time() - started > 0.08


async def test_a_throttled_answer_pauses_everything_on_the_account() -> None:
    loop = asyncio.get_running_loop()
    budget = TokenBucket(Rate(per_second=1000, burst=10))
    throttled = Response(status=429, headers={"Retry-After": "0.2"})
    await ProviderClient(Canned(throttled), "https://example.com", budget=budget).get("/x")
    started = loop.time()
    await ProviderClient(Canned(Response(status=200)), "https://example.com", budget=budget).get("/x")
    assert loop.time() - started >= 0.19


async def test_only_requests_that_may_have_changed_something_count_as_writes(transport: AiohttpTransport) -> None:
    async with serving(echo) as url:
        client = ProviderClient(transport, url)
        await client.get("/")
        await client.request("POST", "/", json={"ask": 1}, writes=False)
        assert client.writes == 0
        await client.post("/", json={})
        await client.request("GET", "/", writes=True)
        assert (client.writes, client.is_write_answered) == (2, True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        client = ProviderClient(transport, f"http://127.0.0.1:{free.getsockname()[1]}")
        with pytest.raises(Unavailable):
            await client.post("/", json={})
    assert client.writes == 0


async def test_a_write_whose_answer_is_lost_is_not_answered_whatever_is_asked_after_it(
    transport: AiohttpTransport,
) -> None:
    async def cut(request: web.Request) -> web.Response:
        if request.method == "POST" and request.transport is not None:
            request.transport.abort()
        return web.Response()

    async with serving(cut) as url:
        client = ProviderClient(transport, url)
        with pytest.raises(NoAnswer):
            await client.post("/", json={})
        await client.get("/")
        assert (client.writes, client.is_write_answered) == (1, False)


async def test_a_write_that_does_not_leave_changes_nothing_about_the_one_before_it(transport: AiohttpTransport) -> None:
    async with serving(echo) as url:
        client = ProviderClient(transport, url)
        await client.post("/", json={})
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            with pytest.raises(Unavailable):
                await client.request("POST", f"http://127.0.0.1:{free.getsockname()[1]}/")
        assert (client.writes, client.is_write_answered) == (1, True)


async def test_a_request_ends_where_its_caller_sees_it_when_the_time_of_the_call_is_over(
    transport: AiohttpTransport,
) -> None:
    async def hang(_: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    async with serving(hang) as url:
        client = ProviderClient(transport, url)
        with ending_within(0.3):
            with pytest.raises(NoAnswer):
                await client.get("/")
            # Nothing is left for another one, which therefore does not leave.
            with pytest.raises(Unavailable):
                await client.post("/", json={})
    assert (client.exchanges, client.writes) == (1, 0)


async def test_a_request_that_finds_no_place_in_the_budget_in_time_does_not_leave(transport: AiohttpTransport) -> None:
    async with serving(echo) as url:
        client = ProviderClient(transport, url, budget=TokenBucket(Rate(0.001)))
        with ending_within(5):
            await client.get("/")
        with ending_within(0.2), pytest.raises(RateLimited):
            await client.post("/", json={})
    assert (client.exchanges, client.writes) == (1, 0)
