"""Tokens through `requests-oauthlib` as it is, which takes another scope than the requested one for an error."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest
from oauthlib.oauth2 import BackendApplicationClient
from oauthlib.oauth2.rfc6749.errors import InvalidScopeError
from requests_oauthlib import OAuth2Session
from tests.integration.auth.conftest import OPENID, AuthServer, Owner

from gladhand.auth import scopes


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library asks for https, and the server of the tests is on loopback."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.delenv("OAUTHLIB_RELAX_TOKEN_SCOPE", raising=False)


async def fetch(running: AuthServer, owner: Owner, scope: str | list[str] | None, **options: Any) -> Mapping[str, Any]:
    session = OAuth2Session(client=BackendApplicationClient(client_id=owner.client.client_id, scope=scope))
    token: Mapping[str, Any] = await asyncio.to_thread(
        session.fetch_token,
        f"{running.api.url}{OPENID}/token",
        client_id=owner.client.client_id,
        client_secret=owner.client.secret.reveal(),
        **options,
    )
    listed = await asyncio.to_thread(session.get, f"{running.api.url}/invitations")
    assert listed.status_code == 200, listed.text
    return token


@pytest.mark.parametrize("include_client_id", [None, True], ids=["basic", "form"])
@pytest.mark.parametrize(
    "scope",
    [
        None,
        "organization",
        ["organization"],
        "openid",
        "openid profile email organization",
        "organization invitation:read",
        "invitation:read webhook:read",
        ["webhook:read", "invitation:read"],
        " ".join(sorted(scopes.PARTNER)),
    ],
    ids=str,
)
async def test_the_library_takes_the_token_for_any_scope(
    running: AuthServer, owner: Owner, scope: str | list[str] | None, include_client_id: bool | None
):
    token = await fetch(running, owner, scope, include_client_id=include_client_id)
    asked = scope.split() if isinstance(scope, str) else scope
    assert set(token["scope"]) == (scopes.PARTNER if asked is None else set(asked))


async def test_the_library_tells_of_a_scope_that_the_client_does_not_have(running: AuthServer, owner: Owner):
    with pytest.raises(Warning, match=r'Scope has changed from .* to "invitation:read"'):
        await fetch(running, owner, "invitation:read tsp:create")


async def test_the_library_tells_of_a_scope_that_does_not_exist(running: AuthServer, owner: Owner):
    with pytest.raises(InvalidScopeError):
        await fetch(running, owner, "invitation:read,webhook:read")
