"""How Mapon is called: a key in a header, and errors with a number, whatever the status.

Numbers from 1000 on mean the same everywhere. Smaller ones belong to the action.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Final

from gladhand.resources.positions import Point
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.credential_kinds import ApiKeyCredentials
from gladhand.sdk.errors import AuthFailed, Malformed, NotAllowed, ProviderError, RateLimited, Rejected, ServerFailed
from gladhand.sdk.http import Response
from gladhand.sdk.rows import Row
from gladhand.sdk.values import point_of

#: What is shown of a unit beside the usual.
INCLUDE: Final = [
    *("drivers", "can", "fuel", "fuel_tank", "ignition", "trailer_connections", "technical_details", "device")
]
#: What names the unit in a row of any list.
UNIT_ID: Final = "unit_id"
#: Where drivers are named in a unit. The first one drives.
SEATS: Final = ("driver1", "driver2")
_KEY: Final = frozenset({1004, 1005, 1008, 1012, 1013})
_FAILED: Final = frozenset({1000, 1001})
_LIMIT, _PAID = 1011, 1015
_SINCE: Final = "%Y-%m-%dT%H:%M:%SZ"


class MaponApi(Adapter):
    """One API key."""

    def ready(self) -> None:
        self.client.headers["key"] = self.credentials.of_kind(ApiKeyCredentials).api_key

    async def verify(self) -> ProviderAccount:
        companies = (await self.get("company/get")).required_row("data").rows("companies")
        if not companies:
            raise Malformed("Mapon's answer has no company.")
        return ProviderAccount(id=companies[0].source_id(), name=companies[0].text("name"))

    async def get(self, action: str, *, planned: Any = None, **query: Any) -> Row:
        """The good answer. A key of the query that is a list gets the brackets of one."""
        return self._well(await self._ask(action, query, planned)).object()

    async def get_or_error(self, action: str, numbers: Collection[int], **query: Any) -> Row:
        """The same; with `error` alone for an error with one of these numbers of the action's own."""
        answer = await self._ask(action, query, None)
        error = _error(answer)
        return Row({"error": error}) if error.whole("code") in numbers else self._well(answer).object()

    async def post(
        self, action: str, body: Mapping[str, Any], *, blames: Mapping[int, str] = MappingProxyType({})
    ) -> Row:
        """The good answer of an action that changes something. `blames` has our field by the action's own number."""
        return self._well(await self.client.request("POST", f"/{action}.json", json=body), blames).object()

    async def units(self, *, is_trailer: bool, planned: Any = None) -> list[Row]:
        """All trailers, or all other units. A unit of which nothing is known counts as both, to be skipped."""
        answer = await self.get("unit/list", include=INCLUDE, planned=planned)
        rows = answer.required_row("data").rows("units")
        return [row for row in rows if UNIT_ID not in row or (row.get("type") == "trailer") is is_trailer]

    async def _ask(self, action: str, query: Mapping[str, Any], planned: Any) -> Response:
        named = {f"{name}[]" if isinstance(value, list) else name: value for name, value in query.items()}
        return await self.client.request("GET", f"/{action}.json", query=named, planned=planned)

    def _well(self, answer: Response, blames: Mapping[int, str] = MappingProxyType({})) -> Response:
        error = _error(answer)
        if error:
            raise self._failure(error, blames)
        if not answer.ok:
            raise self.client.failure(answer)
        return answer

    def _failure(self, error: Row, blames: Mapping[int, str]) -> ProviderError:
        number = error.whole("code") or 0
        text = self.client.redact(error.text("msg") or "") or f"Mapon answered with error {number}."
        if number in _KEY:
            return AuthFailed(text)
        if number in _FAILED:
            return ServerFailed(text)
        if number == _LIMIT:
            return RateLimited(text)
        if number == _PAID:
            return NotAllowed(text)
        return Rejected(text, fields={blames[number]: text} if number in blames else {})


def _error(answer: Response) -> Row:
    """The error in an answer; an empty row in one without."""
    try:
        value = answer.json()
    except Malformed:
        return Row()
    return Row(value).row("error")


def when(moment: Any) -> str:
    """The time, as most actions take it."""
    return f"{moment:{_SINCE}}"


def place(row: Row) -> Point | None:
    """The position of a row of any list."""
    return point_of(row, "lng", "lat")


def driver_id(row: Row, name: str) -> str | None:
    """A driver's id. Zero stands for none."""
    given = row.text(name)
    return None if given == "0" else given
