from collections.abc import Sequence

import pytest
from fastapi import FastAPI, Request, Response
from starlette.types import Message
from structlog.testing import capture_logs
from tests.unit.core.asgi import ask, no_log

from gladhand.core import responses
from gladhand.core.metrics import REGISTRY
from gladhand.core.middleware import RequestMiddleware
from gladhand.core.problems import ServiceUnavailable
from gladhand.core.proxies import TrustedProxies
from gladhand.core.request_body import BodyReader, IncomingBody

LIMIT = 1000
SITE = "https://app.partner.example"


async def nobody(_: Request) -> None:
    """Everybody may ask."""


def bordered(*, seconds: float = 60, origins: Sequence[str] = ()) -> RequestMiddleware:
    app = FastAPI(openapi_url=None, redirect_slashes=False)
    responses.install(app, nobody)

    async def read(request: Request) -> dict[str, object]:
        return {"path": request.url.path, "bytes": len(await request.body())}

    async def parse(wanted: dict[str, str]) -> int:
        return len(wanted)

    async def crash() -> None:
        raise RuntimeError("no")

    app.add_api_route("/", read)
    app.add_api_route("/v2/things", read, methods=["GET", "POST"])
    app.add_api_route("/v2/parsed", parse, methods=["POST"])
    app.add_api_route("/v2/things/{id}", read)
    app.add_api_route("/v2/orgs/share-agreements", read)
    app.add_api_route("/v2/orgs/share-agreements/{id}", read)

    async def stream() -> Response:
        return Response("data: \n\n", media_type="text/event-stream")

    app.add_api_route("/crash", crash)
    app.add_api_route("/v2/crash", crash)
    app.add_api_route("/stream", stream)
    bodies = BodyReader(max_bytes=LIMIT, seconds=seconds)
    return RequestMiddleware(app, bodies, TrustedProxies(), no_log(), origins=origins)


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/v2/things", "/v2/things"),
        ("/v2/things/", "/v2/things"),
        ("/v2/things///", "/v2/things"),
        ("//v2/things", "/v2/things"),
        ("///v2/things/", "/v2/things"),
        ("/v2/things/1/", "/v2/things/1"),
        ("/", "/"),
        ("//", "/"),
        ("/v2/orgs/share_agreements", "/v2/orgs/share-agreements"),
        ("/v2/orgs/share_agreements/", "/v2/orgs/share-agreements"),
        ("//v2/orgs/share_agreements/7/", "/v2/orgs/share-agreements/7"),
    ],
)
async def test_an_untidy_path_is_answered_at_once_and_not_redirected(asked, answered):
    answer = await ask(bordered(), "GET", asked)
    assert answer.status == 200
    assert answer.json()["path"] == answered


async def test_a_post_to_an_untidy_path_keeps_its_body():
    answer = await ask(bordered(), "POST", "//v2/things/", body=[b"12345"])
    assert (answer.status, answer.json()["bytes"]) == (200, 5)


async def test_a_path_in_the_middle_is_not_guessed_at():
    assert (await ask(bordered(), "GET", "/v2//things")).status == 404


@pytest.mark.parametrize("path", ["/v2/things", "/v2/parsed"])
@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_the_limit_is_refused_whether_it_was_announced_or_not(path, announced):
    headers = {"content-type": "application/json"} | ({"content-length": str(3 * LIMIT)} if announced else {})
    answer = await ask(bordered(), "POST", path, headers=headers, body=[b" " * 500] * 6)
    assert answer.status == 413
    assert answer.json() == {
        "code": 413,
        "message": "Payload Too Large",
        "detail": f"A request body may have at most 1000 bytes. [request {answer.headers['x-request-id']}]",
    }
    # Read to its end, or a client that is still sending would see a broken connection instead of the answer.
    assert answer.read == 6


async def test_a_body_without_end_is_not_read_for_ever():
    answer = await ask(bordered(), "POST", "/v2/things", body=[b" " * LIMIT] * 1000)
    assert answer.status == 413
    assert answer.read <= 17


@pytest.mark.parametrize("path", ["/v2/things", "/v2/parsed", "/nothing"])
@pytest.mark.parametrize("length", ["100", "999999"])
async def test_a_client_that_breaks_off_its_body_is_no_crash(path, length):
    with capture_logs() as lines:
        answer = await ask(
            bordered(), "POST", path, headers={"content-length": length}, body=[b"12345"], breaks_off=True
        )
    assert (answer.status, answer.headers["connection"]) == (400, "close")
    assert [(line["event"], line["status"]) for line in lines] == [("request.done", 499)]


async def test_a_body_that_does_not_come_is_a_408_and_ends_the_connection():
    waiting = bordered(seconds=0.01)
    answer = await ask(waiting, "POST", "/", headers={"content-length": "9"}, body=[b"1"], hangs=True)
    assert (answer.status, answer.headers["connection"]) == (408, "close")


@pytest.mark.parametrize(
    ("path", "how", "status"),
    [
        ("/v2/things", {}, 200),
        ("/v2/nothing", {}, 404),
        ("/v2/things", {"headers": {"content-length": "9999"}}, 413),
        ("/v2/things", {"headers": {"content-length": "9"}, "body": [b"1"], "hangs": True}, 408),
        ("/v2/things", {"headers": {"content-length": "9"}, "body": [b"1"], "breaks_off": True}, 400),
        ("/v2/things", {"hosts": ["a", "b"]}, 400),
        ("/v2/crash", {"crashes": RuntimeError}, 500),
    ],
)
async def test_a_script_of_an_allowed_site_reads_every_answer(path, how, status):
    method = "POST" if "headers" in how else "GET"
    app = bordered(seconds=0.01, origins=[SITE])
    answer = await ask(app, method, path, **how | {"headers": how.get("headers", {}) | {"Origin": SITE}})
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (status, SITE)
    stranger = await ask(app, method, path, **how | {"headers": how.get("headers", {}) | {"Origin": f"{SITE}.evil"}})
    assert (stranger.status, stranger.headers.get("access-control-allow-origin")) == (status, None)


@pytest.mark.parametrize(("hosts", "status"), [(["a"], 200), (["a", "b"], 400)])
async def test_a_browser_that_asks_before_a_request_learns_of_a_head_that_is_not_clear(hosts, status):
    asked = {"Origin": SITE, "Access-Control-Request-Method": "POST"}
    assert (await ask(bordered(origins=[SITE]), "OPTIONS", "/v2/things", headers=asked, hosts=hosts)).status == status


@pytest.mark.parametrize(
    ("hosts", "version", "status"),
    [
        (["a"], "1.1", 200),
        (["a", "b"], "1.1", 400),
        (["a", "a"], "1.1", 400),
        ([], "1.1", 400),
        ([""], "1.1", 400),
        ([""], "1", 200),
        (["a", "b"], "1", 400),
    ],
)
async def test_a_request_names_one_host(hosts, version, status):
    assert (await ask(bordered(), "GET", "/", hosts=hosts, http_version=version)).status == status


async def test_large_bodies_are_read_for_a_few_requests_at_once_and_small_ones_always():
    reader = BodyReader(max_bytes=1_000_000, seconds=60)
    held = []

    async def read(size: int) -> None:
        async def receive() -> Message:
            return {"type": "http.request", "body": b" " * size}

        held.append(IncomingBody(receive))
        await reader.read({"headers": [(b"content-length", str(size).encode())]}, held[-1])

    for _ in range(64):
        await read(100_000)
    with pytest.raises(ServiceUnavailable):
        await read(100_000)
    await read(60_000)
    for body in held:
        reader.release(body)
    await read(100_000)


async def test_head_is_answered_where_get_is():
    answer = await ask(bordered(), "HEAD", "/v2/things")
    assert answer.status == 200


async def test_nothing_is_stored_or_sniffed_unless_a_route_says_so():
    for path in ("/", "/nothing", "/v2/things/1"):
        answer = await ask(bordered(), "GET", path)
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("pieces", [[b" " * LIMIT], [b" " * 500, b" " * 500], [b" "] * LIMIT])
async def test_a_body_of_just_the_limit_is_taken(pieces):
    answer = await ask(bordered(), "POST", "/v2/things", headers={"content-length": str(LIMIT)}, body=pieces)
    assert (answer.status, answer.json()["bytes"]) == (200, LIMIT)


@pytest.mark.parametrize(("length", "status"), [("", 200), ("-1", 200), ("ten", 200), ("9" * 5000, 413), ("1001", 413)])
async def test_no_announced_length_makes_the_server_crash(length, status):
    assert (await ask(bordered(), "POST", "/v2/things", headers={"content-length": length})).status == status


async def test_the_client_s_request_id_is_kept():
    answer = await ask(bordered(), "GET", "/", headers={"X-Request-ID": "abc-123"})
    assert answer.headers["x-request-id"] == "abc-123"


@pytest.mark.parametrize("given", [None, "", "a b", "x" * 65, "a\r\nSet-Cookie: b", "ünlaut", "---", "a/b", "{}"])
async def test_a_request_without_a_sensible_id_gets_one(given):
    headers = {} if given is None else {"X-Request-ID": given}
    made = {(await ask(bordered(), "GET", "/", headers=headers)).headers["x-request-id"] for _ in range(2)}
    assert len(made) == 2
    assert all(len(each) == 36 for each in made)


async def test_refusals_and_crashes_carry_the_request_id_too():
    headers = {"X-Request-ID": "abc"}
    large = await ask(bordered(), "POST", "/v2/things", headers=headers | {"content-length": "9999"})
    assert large.headers["x-request-id"] == "abc"
    crashed = await ask(bordered(), "GET", "/crash", headers=headers, crashes=RuntimeError)
    assert (crashed.status, crashed.headers["x-request-id"]) == (500, "abc")


async def test_one_line_per_request_names_the_route_and_not_the_path():
    with capture_logs() as lines:
        await ask(bordered(), "GET", "/v2/things/a-secret-id")
        await ask(bordered(), "GET", "/a-secret-id")
        await ask(bordered(), "POST", "/v2/things", headers={"content-length": "9999"})
    assert [(line["event"], line["route"], line["status"]) for line in lines] == [
        ("request.done", "/v2/things/{id}", 200),
        ("request.done", "(none)", 404),
        ("request.done", "(none)", 413),
    ]
    assert "a-secret-id" not in str(lines)
    assert all(line["ms"] >= 0 for line in lines)


async def test_a_page_that_is_told_of_changes_is_counted_without_its_time():
    route = {"method": "GET", "route": "/stream"}

    def counts() -> list[float]:
        requests = REGISTRY.get_sample_value("gladhand_requests_total", route | {"status": "200"})
        return [requests or 0, REGISTRY.get_sample_value("gladhand_request_seconds_count", route) or 0]

    before = counts()
    with capture_logs() as lines:
        await ask(bordered(), "GET", "/stream")
    assert [after - each for after, each in zip(counts(), before, strict=True)] == [1, 0]
    assert lines == []


async def test_a_crash_is_logged_with_its_route_and_not_its_path():
    with capture_logs() as lines:
        await ask(bordered(), "GET", "/crash", crashes=RuntimeError)
    assert [(line["event"], line["route"]) for line in lines] == [
        ("request.crashed", "/crash"),
        ("request.done", "/crash"),
    ]
