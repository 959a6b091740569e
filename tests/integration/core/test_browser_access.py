"""Scripts of other sites: those of allowed origins may call the API, and nobody else's."""

from collections.abc import Iterator

import aiohttp
import pytest
from tests.conftest import PartnerFixture, serving

SITE, STRANGER = "https://app.partner.example", "https://app.partner.example.evil"
TOKENS = "/realms/catena/protocol/openid-connect/token"


@pytest.fixture(scope="module")
def open_server(environment: dict[str, str]) -> Iterator[str]:
    with serving(environment | {"GLADHAND_ALLOWED_ORIGINS": f"{SITE}, http://localhost:3000"}) as url:
        yield url


async def asked_before(url: str, origin: str, method: str = "PATCH") -> tuple[int, dict[str, str]]:
    """What a browser is told that asks before it sends a request."""
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
    }
    async with aiohttp.ClientSession() as session, session.options(url, headers=headers) as answer:
        return answer.status, {name.lower(): value for name, value in answer.headers.items()}


async def test_a_script_of_an_allowed_site_may_call_the_api(open_server: str, partner: PartnerFixture) -> None:
    status, headers = await asked_before(f"{open_server}/v2/telematics/users/x", SITE)
    assert (status, headers["access-control-allow-origin"]) == (200, SITE)
    assert "PATCH" in headers["access-control-allow-methods"]
    assert "Idempotency-Key" in headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in headers

    form = {"client_id": partner.client_id, "client_secret": partner.client_secret, "grant_type": "client_credentials"}
    sent = {"Origin": SITE}
    async with (
        aiohttp.ClientSession() as session,
        session.post(open_server + TOKENS, headers=sent, data=form) as answer,
    ):
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, SITE)
        sent["Authorization"] = f"Bearer {(await answer.json())['access_token']}"
    async with aiohttp.ClientSession() as session, session.get(f"{open_server}/v2/orgs/fleets", headers=sent) as answer:
        assert (answer.status, answer.headers["Access-Control-Allow-Origin"]) == (200, SITE)
        assert "X-Request-ID" in answer.headers["Access-Control-Expose-Headers"]
        assert "Origin" in answer.headers["Vary"]


async def test_a_script_of_another_site_is_refused(open_server: str, partner: PartnerFixture) -> None:
    status, headers = await asked_before(f"{open_server}/v2/telematics/users/x", STRANGER)
    assert status == 400
    assert "access-control-allow-origin" not in headers
    sent = {"Origin": STRANGER, "Authorization": f"Bearer {partner.token}"}
    async with aiohttp.ClientSession() as session, session.get(f"{open_server}/v2/orgs/fleets", headers=sent) as answer:
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/console", "/docs", "/health", "/oauth/callback"])
async def test_pages_are_closed_to_scripts_of_allowed_sites_too(open_server: str, path: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(open_server + path, headers={"Origin": SITE}, allow_redirects=False) as answer,
    ):
        assert "Access-Control-Allow-Origin" not in answer.headers


async def test_without_the_setting_no_script_is_let_in(server: str) -> None:
    status, headers = await asked_before(f"{server}/v2/telematics/users/x", SITE)
    assert status == 405
    assert not [name for name in headers if name.startswith("access-control")]
