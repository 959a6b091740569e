"""Every route: nothing that may hold a secret is stored on its way, HEAD is answered where GET is."""

import re

import aiohttp
import pytest
from fastapi.routing import iter_route_contexts
from tests.conftest import Api

from gladhand.app import routed

SOME = "0191e3a4-0000-7000-8000-000000000000"
# What is the same for everybody: documents, style sheets, scripts.
PUBLIC = re.compile(r"/docs(/.*)?|/v2/\{service\}/openapi\.json|/static/(connect|reference)/.*")
# They use up the code of a sign-in elsewhere.
NOT_HEAD = ("/oauth/callback", "/account/openid/callback")

ROUTES = sorted(
    (method, route.path)
    for route in iter_route_contexts(routed().routes)
    for method in route.methods or ()
    if route.path
)
VALUES = {"service": "orgs", "realm": "catena"}


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)(:\w+)?\}", lambda found: VALUES.get(found[1], SOME), path)


def test_the_walk_sees_the_routes() -> None:
    assert len(ROUTES) > 90


@pytest.mark.parametrize("with_token", [True, False])
async def test_no_answer_that_may_hold_a_secret_is_stored(anyone: Api, api: Api, with_token) -> None:
    client = api if with_token else anyone
    for method, path in ROUTES:
        # The judge of the tests' client compares bodies with documents; here only headers matter.
        async with client.session.request(
            method,
            client.url + filled(path),
            headers={"Authorization": f"Bearer {client.token}"} if client.token else {},
            json={} if method in ("POST", "PUT", "PATCH") else None,
            allow_redirects=False,
        ) as answer:
            where = f"{method} {path} answered {answer.status}"
            assert answer.headers["X-Content-Type-Options"] == "nosniff", where
            if not PUBLIC.fullmatch(path):
                assert answer.headers["Cache-Control"] == "no-store", where
            assert len(answer.headers.getall("Cache-Control")) == 1, where


async def test_head_is_answered_as_get_without_a_body(anyone: Api) -> None:
    for method, path in ROUTES:
        if method != "GET" or path in NOT_HEAD:
            continue
        statuses = []
        for asked in ("GET", "HEAD"):
            async with anyone.session.request(asked, anyone.url + filled(path), allow_redirects=False) as answer:
                statuses.append(answer.status)
                if asked == "HEAD":
                    assert await answer.read() == b""
        assert statuses[0] == statuses[1], path


async def test_errors_of_the_server_itself_are_not_stored(server: str) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/v2/nothing", "/nothing", "/v2/orgs/fleets", "/metrics"):
            async with session.get(server + path) as answer:
                assert answer.status >= 400
                assert answer.headers["Cache-Control"] == "no-store"
