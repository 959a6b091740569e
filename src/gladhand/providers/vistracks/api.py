"""How VisTracks is called: a portal user on the operator's own server, and lists without anything around them.

The form of errors is not documented. The status decides, or a text about denied access.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import quote, urlsplit

from gladhand.resources.fields import FieldsT
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.addresses import typed_address
from gladhand.sdk.clock import minutes, now
from gladhand.sdk.credential_kinds import ApiBasicCredentials
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import AuthFailed, NotAllowed
from gladhand.sdk.http import Response
from gladhand.sdk.reading import Batch, Slice, State, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.source_ids import utc_text

DRIVERS, ASSETS = "/drivers", "/assets"
#: How many rows a page is asked to have.
PAGE = 100
#: When the row was changed last: what lists of changes go by.
CHANGED: Final = "lastChangedDate"
_DELETED: Final = "deletedAt"
_DENIED: Final = "access denied"
# How far the clock of a server may be behind ours.
_CLOCKS_APART: Final = minutes(2)


@dataclass(frozen=True, slots=True)
class ChangedPage:
    """A page of what has changed."""

    rows: list[Row]
    deleted: list[str]
    """The ids of those that were deleted."""
    state: State
    """The state after the page."""

    def batch(self, to_record: Callable[[Row], Record[FieldsT]]) -> Batch[FieldsT]:
        return replace(batch_of(self.rows, to_record, state=self.state), removed=self.deleted)


class VisTracksApi(Adapter):
    """One portal user on one server."""

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:
        # The address of a page of the portal leads to the same server.
        parts = urlsplit(typed_address(str(credentials.get("url") or definition.base_url)))
        return f"{parts.scheme}://{parts.netloc}"

    def ready(self) -> None:
        # The fleet has typed the address, so a redirect is not trusted.
        self.client.follows_redirects = False
        self.login = self.credentials.of_kind(ApiBasicCredentials)
        self.client.headers["Authorization"] = self.client.basic(self.login.username, self.login.password)

    async def verify(self) -> ProviderAccount:
        try:
            rows = (await self.ask("GET", "/users", query={"limit": 1})).rows()
        except NotAllowed as error:
            raise AuthFailed(error.full_text, status_code=error.status_code) from error
        account = next((found for row in rows if (found := row.text("accountId"))), self.login.username)
        return ProviderAccount(id=account, host=urlsplit(self.client.base_url).netloc)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        json: Any = None,
        missing: bool = False,
        planned: Any = None,
    ) -> Response:
        """The good answer; with `missing` also that there is no such record. Raises what an error stands for."""
        answer = await self.client.request(method, f"/api/v2{path}", query=query, json=json, planned=planned)
        if answer.ok or (missing and answer.status == 404):
            return answer
        reason = answer.text_at("message") or self.client.redact(answer.text)[:200]
        if answer.status != 401 and _DENIED in reason.casefold():
            raise NotAllowed(self.client.redact(reason), status_code=403)
        raise self.client.failure(answer, reason, denied="The portal user has no right to this.")

    async def pages(
        self, path: str, query: Mapping[str, Any] | None = None, *, offset: int = 0
    ) -> AsyncIterator[tuple[list[Row], int | None]]:
        """The pages of a list from this row on, each with the number of the next row, which the last page lacks."""
        while True:
            whole = {**(query or {}), "sort": "id", "offset": offset, "limit": PAGE}
            rows = (await self.ask("GET", path, query=whole)).rows()
            # A server may give fewer rows than it is asked for, so that only an empty page is surely the last one.
            offset += len(rows)
            yield rows, offset if rows else None
            if not rows:
                return

    async def changes(self, path: str, part: Slice) -> AsyncIterator[ChangedPage]:
        """The rows that have changed since the last run, and those that were deleted, page by page.

        The next run begins with the newest change that was seen, so that rows of that moment come again. Pages go by
        id, so that a row of an earlier page may change while later pages are read: the next run begins before this one
        did.
        """
        since = part.state.get("since") or (utc_text(part.start) if part.start else None)
        newest, offset = part.state.get("newest", since), part.state.get("offset", 0)
        begun = part.state.get("begun") or utc_text(now() - _CLOCKS_APART)
        query = {"from-change-timestamp": since}
        async for rows, following in self.pages(path, query, offset=offset):
            moments = [utc_text(moment) for row in rows if (moment := row.moment(CHANGED)) is not None]
            newest = max([*moments, *([newest] if newest else [])], default=None)
            # One without an id is malformed, and is skipped with its reason.
            deleted = [id_ for row in rows if is_deleted(row) and (id_ := row.text("id"))]
            here = [row for row in rows if not is_deleted(row) or not row.text("id")]
            if following is None:
                yield ChangedPage(here, deleted, {"since": min(newest, begun)} if newest else {})
            else:
                state = {"since": since, "newest": newest, "offset": following, "begun": begun}
                yield ChangedPage(here, deleted, state)


def record_of(answer: Response) -> Row:
    """The record in the answer of a write, which is a list of one or the record itself."""
    value = answer.json()
    return rows_of(value)[0] if isinstance(value, list) and value else answer.object()


def is_deleted(row: Row) -> bool:
    return row.text(_DELETED) is not None


def plain(word: str | None) -> str:
    """A word of VisTracks without case, spaces and marks, in which its pages differ."""
    return "".join(letter for letter in (word or "").casefold() if letter.isalnum())


def driver_path(source_id: str) -> str:
    return f"{DRIVERS}/{quote(source_id, safe='')}"
