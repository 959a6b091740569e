"""A partner's engineer at a terminal: each call and its answer are printed, shortened to what matters."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import aiohttp

Say = Callable[[str], None]


class Unexpected(Exception):
    """An answer was not the one that the main job needs."""


class PartnerClient:
    def __init__(self, session: aiohttp.ClientSession, url: str, say: Say) -> None:
        self._session, self._url, self.say = session, url, say
        self._token: str | None = None

    async def sign_in(self, token_url: str, client_id: str, client_secret: str) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
            "scope": "organization",
        }
        async with self._session.post(token_url, data=form) as answer:
            body = await answer.json()
            self.say(f"POST {token_url.removeprefix(self._url)}  ->  {answer.status}")
            if answer.status != 200:
                raise Unexpected(str(body))
        self._token = body["access_token"]
        self.show(
            {"token_type": body["token_type"], "expires_in": body["expires_in"], "access_token": f"{self._token[:18]}…"}
        )

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        expect: int,
        show: Sequence[str] = (),
        hide: Sequence[str] = (),
        signed: bool = True,
    ) -> Any:
        """One call, printed; raises `Unexpected` for another status than the expected one."""
        headers = {"Authorization": f"Bearer {self._token}"} if signed else {}
        async with self._session.request(method, self._url + path, json=body, headers=headers) as answer:
            got = json.loads(await answer.read() or b"null")
            sent = "" if body is None else "  " + json.dumps({**body, **dict.fromkeys(hide, "…")}, ensure_ascii=False)
            self.say(f"{method} {path}{sent}  ->  {answer.status}")
            if answer.status != expect:
                raise Unexpected(f"expected {expect}: {json.dumps(got)[:500]}")
        self.show(got, show)
        return got

    async def ask(self, path: str) -> Any:
        """A read that is not printed."""
        headers = {"Authorization": f"Bearer {self._token}"}
        async with self._session.get(self._url + path, headers=headers, raise_for_status=True) as answer:
            return await answer.json()

    def show(self, fields: Mapping[str, Any], names: Sequence[str] | None = None) -> None:
        for name in fields if names is None else names:
            value = fields.get(name)
            self.say(f"    {name}: {value if isinstance(value, str) else json.dumps(value)}")
