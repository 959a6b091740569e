import pytest
from fastapi import FastAPI, Request
from structlog.testing import capture_logs
from tests.unit.core.asgi import ask

from gladhand.core import responses
from gladhand.core.middleware import RequestMiddleware

LIMIT = 1000


async def nobody(_: Request) -> None:
    """Everybody may ask."""


def bordered() -> RequestMiddleware:
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
    app.add_api_route("/crash", crash)
    return RequestMiddleware(app, max_body_bytes=LIMIT)


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
        "detail": "A request body may have 1000 bytes.",
    }
    # Read to its end, or a client that is still sending would see a broken connection instead of the answer.
    assert answer.read == 6


async def test_a_body_without_end_is_not_read_for_ever():
    answer = await ask(bordered(), "POST", "/v2/things", body=[b" " * LIMIT] * 1000)
    assert answer.status == 413
    assert answer.read <= 17


async def test_a_client_that_goes_away_while_too_much_is_read_ends_the_reading():
    answer = await ask(bordered(), "POST", "/v2/things", headers={"content-length": "999999"}, body=[b"12345"])
    assert answer.status == 413


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


async def test_a_crash_is_logged_with_its_route_and_not_its_path():
    with capture_logs() as lines:
        await ask(bordered(), "GET", "/crash", crashes=RuntimeError)
    assert [(line["event"], line["route"]) for line in lines] == [
        ("request.crashed", "/crash"),
        ("request.done", "/crash"),
    ]
