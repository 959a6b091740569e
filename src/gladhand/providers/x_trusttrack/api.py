"""How TrustTrack is called: plain REST, key and version in each query, and lists that say where they go on."""

from collections.abc import AsyncIterator, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.credential_kinds import ApiKeyCredentials
from gladhand.sdk.errors import Malformed
from gladhand.sdk.http import Response
from gladhand.sdk.rows import Row

DRIVERS, OBJECTS = "/drivers", "/objects"
#: The longest page.
PAGE = 1000

_NEXT = "continuation_token"


class TrustTrackApi(Adapter):
    """One account, as its key sees it."""

    def ready(self) -> None:
        self.client.follows_redirects = False
        self.key = self.credentials.of_kind(ApiKeyCredentials).api_key

    async def verify(self) -> ProviderAccount:
        answer = await self.ask("GET", DRIVERS, 2, {"limit": 1})
        if not answer.ok:
            # Here a missing right counts as a bad key, too.
            raise self.client.failure(answer, answer.text_at("message"))
        # TrustTrack does not say whose key it is, so a hash of the key identifies the account.
        return ProviderAccount(id=f"key-{sha256(self.key.encode()).hexdigest()[:16]}")

    async def ask(
        self,
        method: str,
        path: str,
        version: int,
        query: Mapping[str, Any] | None = None,
        *,
        json: Any = None,
        writes: bool | None = None,
        planned: Any = None,
    ) -> Response:
        """The answer, whatever its status."""
        whole = {"version": version, **(query or {}), "api_key": self.key}
        return await self.client.request(method, path, query=whole, json=json, writes=writes, planned=planned)

    def well(self, answer: Response) -> Response:
        """The same answer, if it is good. Raises what an error stands for."""
        if answer.ok:
            return answer
        raise self.client.failure(answer, answer.text_at("message"), denied="The key has no right to this.")

    async def pages(
        self,
        path: str,
        version: int,
        rows: str,
        query: Mapping[str, Any] | None = None,
        *,
        start: Any = None,
        next_name: str = _NEXT,
    ) -> AsyncIterator[tuple[list[Row], Any]]:
        """The pages of a list from this continuation token on, each with the token of the next page, which the last one
        lacks."""
        while True:
            asked = {**(query or {}), "limit": PAGE, next_name: start}
            answer = self.well(await self.ask("GET", path, version, asked)).object()
            # Some lists have numbers as tokens, of which 0 is the beginning.
            before, start = start, answer.get(_NEXT) or None
            if start is not None and start == before:
                raise Malformed("TrustTrack's answer leads to the same page again.")
            yield answer.rows(rows), start
            if start is None:
                return

    async def objects(self) -> list[Row]:
        """All objects, which come in one answer."""
        return self.well(await self.ask("GET", OBJECTS, 1)).rows()

    async def drivers(self) -> list[Row]:
        """All drivers."""
        return [row async for page, _ in self.pages(DRIVERS, 2, "items") for row in page]


def within(around: str, source_id: str, *rest: str) -> str:
    """The path to one driver or object, and to what belongs to it."""
    return "/".join([around, quote(source_id, safe=""), *rest])
