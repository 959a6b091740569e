"""How Lytx is called: a name and a password for a token of one hour, and three hosts beside each other.

A list that would be empty is an answer 204 without a body. Bodies of errors are free text, so only the status counts.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.clock import timestamp
from gladhand.sdk.credential_kinds import ApiBasicCredentials
from gladhand.sdk.errors import AuthFailed, NotAllowed, SessionEnded
from gladhand.sdk.http import Response
from gladhand.sdk.reading import Slice
from gladhand.sdk.rows import Row
from gladhand.sdk.session import Session
from gladhand.sdk.source_ids import utc_text
from gladhand.sdk.windows import bounds

#: The hosts beside the usual one.
DATA, _LOGIN = "data", "login"
PAGE: Final = 1000
_LASTS: Final = 3600
_REFUSED: Final = frozenset({400, 401, 403})
_ROLES: Final = "/v1/users/roles"
_DRIVER: Final = "driver"


class LytxApi(Adapter):
    """One user of Lytx."""

    async def verify(self) -> ProviderAccount:
        try:
            await self.ask("GET", _ROLES)
        except NotAllowed as error:
            raise AuthFailed(error.full_text, status_code=error.status_code) from None
        name = self.credentials.of_kind(ApiBasicCredentials).username
        return ProviderAccount(id=name.casefold(), name=name)

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - a new one does not depend on the old one
        login = self.credentials.of_kind(ApiBasicCredentials)
        given = {"username": login.username, "password": login.password}
        planned = {"access_token": "a-token-of-lytx"}
        address = f"{self._host(_LOGIN)}/api/auth/user"
        answer = await self.client.request("POST", address, json=given, writes=False, planned=planned)
        if answer.status in _REFUSED:
            raise AuthFailed("Lytx does not accept the name and password.", status_code=answer.status)
        opened = self._well(answer).object()
        lasts = opened.number("expires_in") or _LASTS
        return {
            "token": self.client.hide(opened.required_text("access_token")),
            "expires_at": int(timestamp() + lasts),
        }

    async def ask(
        self,
        method: str,
        path: str,
        *,
        host: str = "",
        query: Mapping[str, Any] | None = None,
        json: Any = None,
        planned: Any = None,
        missing: bool = False,
    ) -> Response:
        """The good answer; with `missing` also one with status 404. Raises what any other status stands for."""

        async def send(session: Session) -> Response:
            headers = {"Authorization": f"Bearer {session['token']}"}
            url = f"{self._host(host)}{path}"
            answer = await self.client.request(method, url, query=query, headers=headers, json=json, planned=planned)
            if answer.status == 401:
                raise SessionEnded("Lytx's token has ended.", status_code=401)
            return answer if missing and answer.status == 404 else self._well(answer)

        return await self.in_session(send)

    async def pages(
        self,
        path: str,
        part: Slice,
        *,
        key: str = "data",
        within: str = "",
        host: str = "",
        planned: Any = None,
        **query: Any,
    ) -> AsyncIterator[tuple[list[Row], dict[str, Any], int | None]]:
        """The pages of a list by offset, each with the state after it and the number of all rows.

        Where the rows of the list hold the rows that the limit counts, `within` is their key.
        """
        offset = int(part.state.get("offset", 0))
        while True:
            asked = {**query, "limit": PAGE, "offset": offset}
            answer = await self.ask("GET", path, host=host, query=asked, planned=planned)
            body = Row() if answer.status == 204 else answer.object()
            rows, about = body.rows(key) if body else [], body.row("metadata")
            # A server may give less than is asked for, and says so. What it counts is not the same in all lists.
            most = min(about.whole("limit") or PAGE, PAGE)
            full = sum(len(row.optional_rows(within)) or 1 for row in rows) if within else len(rows)
            offset += most
            yield rows, {"offset": offset} if full >= most else {}, about.whole("count")
            if full < most:
                return

    async def driver_role(self) -> int | None:
        """The role that makes a user a driver."""
        answer = await self.ask("GET", _ROLES, planned=[{"id": 4, "name": "Driver"}])
        roles = [] if answer.status == 204 else answer.rows()
        named = (each.whole("id") for each in roles if (each.text("name") or "").casefold() == _DRIVER)
        return next((number for number in named if number is not None), None)

    async def highest_group(self) -> str:
        """The group that all others of the company belong to, as far as the user sees them."""
        planned = {"groups": [{"id": "10000000-0000-4000-8000-000000000001", "parentId": None}]}
        parents: dict[str, str | None] = {}
        async for rows, _, _ in self.pages("/v1/groups", Slice(), key="groups", planned=planned):
            parents |= {group: found_guid(each, "parentId") for each in rows if (group := found_guid(each, "id"))}
        for group, parent in parents.items():
            if parent not in parents or parent == group:
                return group
        raise NotAllowed("The user of Lytx sees no group.")

    def _host(self, name: str) -> str:
        """The address of another host, which lies beside the usual one. An operator's own address has all of them."""
        parts = urlsplit(self.client.base_url)
        at = parts.netloc.removeprefix("api.")
        return self.client.base_url if not name or at == parts.netloc else f"{parts.scheme}://{name}.{at}"

    def _well(self, answer: Response) -> Response:
        if answer.ok:
            return answer
        reason = answer.text_at("message") or answer.text_at("error")
        raise self.client.failure(answer, reason, denied="The user of Lytx has no right to this.")


def window(part: Slice) -> dict[str, str]:
    """The window, as most lists name it."""
    start, end = bounds(part)
    return {"startDate": utc_text(start), "endDate": utc_text(end)}


def guid(row: Row, name: str) -> str:
    """A required id. Lytx writes some of them in capital letters."""
    return row.source_id(name).lower()


def found_guid(row: Row, name: str) -> str | None:
    """An optional id."""
    given = row.text(name)
    return given.lower() if given else None


def inner(rows: Iterable[Row], key: str, *, name: str = "") -> Iterator[Row]:
    """The objects in the lists of rows, each in its row, under a name of its own."""
    for row in rows:
        if not isinstance(row.get(key), list):
            # It is skipped with its reason.
            yield Row({}, row.path)
            continue
        around: dict[str, Any] = {each: value for each, value in row.items() if each != key}
        for each in row.rows(key):
            yield Row({**around, name or key.removesuffix("s"): dict(each)}, each.path)
