"""The Motive client: sign-in, wrappers, pages, failures and external ids."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from gladhand.resources.base import Change
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.credential_kinds import ApiKeyCredentials, MotiveCredentials
from gladhand.sdk.errors import AuthFailed, Malformed, Rejected, SessionEnded
from gladhand.sdk.field_map import FieldMap, Prepared
from gladhand.sdk.http import Response
from gladhand.sdk.oauth2 import Application, Proof, exchange, refresh
from gladhand.sdk.reading import Slice, State
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.session import Session

#: The largest page of most lists.
PER_PAGE = 100
#: Motive has taken 18 seconds for a week, and more than 30 for longer.
READ_TIMEOUT = 60
_DENIED = "The company's consent, or the role of the key's owner, has no right to this."


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordKind:
    """One kind of records: the plural stands in paths and around lists, the singular around each record."""

    plural: str
    singular: str


class MotiveApi(Adapter):
    """One company's account: with its API key, or with tokens of its consent."""

    def ready(self) -> None:
        self.key_login = self.credentials.find_kind(ApiKeyCredentials)
        if self.key_login is not None:
            self.client.headers["X-Api-Key"] = self.key_login.api_key

    async def verify(self) -> ProviderAccount:
        companies = (await self.send("GET", "/v1/companies")).object().rows("companies")
        if not companies:
            raise Malformed("Motive's answer names no company.")
        company = companies[0].required_row("company")
        return ProviderAccount(id=company.source_id(), name=company.text("name"))

    async def sign_in(self, session: Session) -> Session:
        oauth2, login = self.definition.oauth2, self.credentials.of_kind(MotiveCredentials)
        assert oauth2 is not None
        # Motive wants the application's id and secret as fields of the form.
        application = Application(client_id=login.client_id, client_secret=login.client_secret, proof=Proof.FORM)
        if not session:
            return await exchange(self.client, oauth2, application, login.auth_code, redirect_uri=login.redirect_uri)
        return await refresh(self.client, oauth2, application, session, redirect_uri=login.redirect_uri)

    async def send(self, method: str, path: str, **request: Any) -> Response:
        """The answer to a request, if it succeeds or says that the record does not exist. Raises any other failure."""
        if self.key_login is not None:
            return self._checked(await self.client.request(method, path, **request))

        async def call(session: Session) -> Response:
            token = self.client.hide(session["access_token"])
            response = await self.client.request(method, path, headers={"Authorization": f"Bearer {token}"}, **request)
            return self._checked(response, ended=SessionEnded)

        return await self.in_session(call)

    @property
    def record_integration_name(self) -> str:
        """The integration name under which Motive keeps partners' external ids."""
        return str(self.options["record_integration_name"])

    async def pages(self, kind: RecordKind, part: Slice) -> AsyncIterator[tuple[list[Row], State]]:
        """The pages of all records of a kind, each with the state that leads to the next one.

        Raises `Malformed` if a page does not say how many records there are: the hub deletes what a full list lacks.
        """
        async for rows, state in self.resumable_pages(f"/v1/{kind.plural}", kind, part, needs_total=True):
            yield rows, state

    async def resumable_pages(
        self,
        path: str,
        kind: RecordKind,
        part: Slice,
        *,
        query: Mapping[str, Any] | None = None,
        needs_total: bool = False,
    ) -> AsyncIterator[tuple[list[Row], State]]:
        """The pages of a list from the state of a slice on, each with the state that leads to the next one."""
        first = int(part.state.get("page", 1))
        async for rows, number in self.list_records(path, kind, query=query, page=first, needs_total=needs_total):
            yield rows, {} if number is None else {"page": number}

    async def list_records(
        self,
        path: str,
        kind: RecordKind,
        *,
        query: Mapping[str, Any] | None = None,
        page: int = 1,
        per_page: int = PER_PAGE,
        older: RecordKind | None = None,
        needs_total: bool = False,
    ) -> AsyncIterator[tuple[list[Row], int | None]]:
        """The pages of a list from this one on, each with the number of the next page, which is None at the end.

        An answer may have its rows under the names of an older list instead. With `needs_total`, raises `Malformed` if
        an answer does not say how many rows there are.
        """
        number: int | None = page
        previous: list[Row] = []
        while number is not None:
            asked = {**(query or {}), "per_page": per_page, "page_no": number}
            answer = await self.send("GET", path, query=asked, timeout=READ_TIMEOUT)
            found = self._found(answer, kind, "").object()
            rows = rows_in(found, older if older is not None and older.plural in found else kind)
            # Older lists have the numbers of the page beside the rows. Without them a full page has a next one.
            paging = found.row("pagination") or found
            size, total = paging.whole("per_page"), paging.whole("total")
            if size is not None and total is not None:
                is_last = number * size >= total
            elif needs_total:
                raise Malformed(f"Motive's answer does not say how many {kind.plural} there are.")
            else:
                # A server that knows no page numbers answers with the same rows again.
                is_last = len(rows) != per_page or rows == previous
            previous = rows
            number = None if is_last or not rows else number + 1
            yield rows, number

    async def unpaged(self, path: str, kind: RecordKind, *, query: Mapping[str, Any]) -> list[Row]:
        """A list that comes in one answer."""
        answer = await self.send("GET", path, query=query, timeout=READ_TIMEOUT)
        return rows_in(self._found(answer, kind, "").object(), kind)

    async def find_one(self, kind: RecordKind, path: str, *, query: Mapping[str, str] | None = None) -> Row | None:
        """One record, by `/<id>` or a lookup; None if Motive has no such record."""
        answer = await self.send("GET", f"/v1/{kind.plural}/{path}", query=query)
        return None if answer.status == 404 else self._record(kind, answer)

    async def present(self, kind: RecordKind, source_id: str, *, planned: Mapping[str, Any]) -> Row:
        """The record before an update. `planned` is its stand-in in a dry run."""
        answer = await self.send("GET", _path(kind, source_id), planned={kind.singular: planned})
        return self._record(kind, self._found(answer, kind, source_id))

    async def create_record(self, kind: RecordKind, body: Mapping[str, Any], operation_key: str) -> Row:
        """Create a record, with the hub's key among its external ids."""
        key = {"external_id": operation_key, "integration_name": self.options["integration_name"]}
        sent = {**body, "external_ids_attributes": [key, *body.get("external_ids_attributes", ())]}
        return self._record(kind, self._found(await self.send("POST", f"/v1/{kind.plural}", json=sent), kind, ""))

    async def changed(self, kind: RecordKind, source_id: str, body: Mapping[str, Any]) -> Row:
        """Change the fields in `body`. Motive's PUT keeps all other fields."""
        answer = await self.send("PUT", _path(kind, source_id), json=body)
        return self._record(kind, self._found(answer, kind, source_id))

    async def sent(
        self, kind: RecordKind, field_map: FieldMap, source_id: str, change: Change, prepared: Prepared
    ) -> Row:
        """The record after an update. An update with nothing to send only reads."""
        if not prepared.body:
            return await self.present(kind, source_id, planned={"id": source_id})
        try:
            return await self.changed(kind, source_id, prepared.body)
        except Rejected as error:
            raise blamed(field_map, error, change) from None

    async def by_key(self, kind: RecordKind, operation_key: str) -> Row | None:
        """The record that a create made. A record without the key is not ours, however similar."""
        name = self.options["integration_name"]
        query = {"external_id": operation_key, "integration_name": name}
        found = await self.find_one(kind, "lookup_by_external_id", query=query)
        return found if found is not None and external_id(found, name) == operation_key else None

    async def drop_external_id(self, entry: Mapping[str, Any]) -> None:
        """Delete one external id. One that no longer exists is not an error."""
        await self.send("DELETE", f"/v1/external_ids/{entry['id']}", planned={})

    def _checked(self, response: Response, ended: type[AuthFailed] = AuthFailed) -> Response:
        if response.ok or response.status == 404:
            return response
        reason = response.text_at("error_message") or response.text_at("error_description") or response.text_at("error")
        failure = self.client.failure(response, reason, denied=_DENIED)
        if response.status == 401:
            raise ended(failure.full_text, status_code=401, headers=response.headers)
        raise failure

    def _found(self, response: Response, kind: RecordKind, source_id: str) -> Response:
        if response.status == 404:
            missing = (
                f"Motive has no {kind.singular} {source_id}." if source_id else "Motive does not know this request."
            )
            reason = self.client.redact(response.text_at("error_message")) or missing
            raise Rejected(reason, status_code=404, headers=response.headers)
        return response

    def _record(self, kind: RecordKind, response: Response) -> Row:
        answer = response.object()
        # The reference pages show some answers without the usual wrapper.
        record = answer.required_row(kind.singular) if kind.singular in answer else answer
        # An account in test mode answers without an id: the request was valid, but nothing was created.
        if record.get("id") is None:
            raise Malformed(f"Motive's answer holds no {kind.singular}.", status_code=response.status)
        return record


def rows_in(answer: Row, kind: RecordKind) -> list[Row]:
    """The rows of an answer, without the wrapper around each."""
    return [each.row(kind.singular) or each for each in answer.rows(kind.plural)]


def _path(kind: RecordKind, source_id: str) -> str:
    return f"/v1/{kind.plural}/{quote(source_id, safe='')}"


def entry_of(record: Mapping[str, Any], integration_name: str) -> Row | None:
    """The entry of a record's external id under this name, with Motive's own id of the entry."""
    entries = record.get("external_ids")
    rows = rows_of(entries) if isinstance(entries, list) else []
    return next((each for each in rows if each.get("integration_name") == integration_name), None)


def external_id(record: Mapping[str, Any], integration_name: str) -> str | None:
    """The text of the external id that a record has under this name."""
    entry = entry_of(record, integration_name)
    return entry.text("external_id") if entry else None


def blamed(field_map: FieldMap, error: Rejected, sent: Mapping[str, Any]) -> Rejected:
    """The same refusal with the field at fault, if Motive's text begins with a field's name."""
    sentence = error.detail.lower().replace(" ", "_")
    for name in sent:
        path = field_map.path(name)
        if path and sentence.startswith(path):
            return Rejected(
                error.full_text, fields={name: error.full_text}, status_code=error.status_code, headers=error.headers
            )
    return error
