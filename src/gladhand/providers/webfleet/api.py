"""The WEBFLEET.connect client: one address, all parameters in the query, and errors with status 200.

The query holds secrets, so no address of a request may be shown before the client has redacted it.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from types import MappingProxyType
from typing import Any

from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.credential_kinds import CompanyAccessCredentials
from gladhand.sdk.errors import AuthFailed, Malformed, NoAnswer, ProviderError, RateLimited, Rejected, ServerFailed
from gladhand.sdk.http import Response
from gladhand.sdk.rows import Row, rows_of
from gladhand.sdk.writing import after_write

#: The actions in use, each with the kind that counts against its quota.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "showDriverReportExtern": "show-drivers",
        "insertDriverExtern": "insert-driver",
        "updateDriverExtern": "update-driver",
        "showVehicleReportExtern": "show-vehicles",
        "updateVehicle": "update-vehicle",
        "showObjectReportExtern": "show-objects",
        "showTracks": "show-tracks",
        "showAccelerationEvents": "show-accelerations",
        "showSpeedingEvents": "show-speedings",
        "showIdleExceptions": "show-idling",
        "showMessages": "show-messages",
        "sendTextMessageExtern": "send-texts",
        "showIOReportExtern": "show-inputs",
        "getRemainingDrivingTimesEU": "show-driving-times",
        "showWorkingTimes": "show-working-times",
        "showUsers": "show-users",
        "createQueueExtern": "create-queue",
        "popQueueMessagesExtern": "pop-queue",
        "ackQueueMessagesExtern": "acknowledge-queue",
    }
)
# Known error numbers, from Webfleet's own retrying client and an older public one. These mean that Webfleet is busy,
# with the seconds to wait before the next request; quotas are per minute.
_BUSY: Mapping[int, float] = MappingProxyType({8015: 10.0, 10000: 30.0, 8011: 60.0})
# A general failure, and a backend that did not answer. The outcome of the request is unknown.
_FAILED = frozenset({60, 9199})
# A report without rows. That this is an error at all is assumed; an empty list is possible, too.
_NO_ROWS = 63


# A name that no object has. The empty answer proves the credentials.
_NOTHING = "-gladhand-sign-in-"


class WebfleetApi(Adapter):
    """One account, as seen by one of its users."""

    def ready(self) -> None:
        self.login = self.credentials.of_kind(CompanyAccessCredentials)
        # Addresses hold the password, so even a short one is hidden.
        self.client.hide(self.login.password)
        self.client.follows_redirects = False
        if self.options["basic_authentication"]:
            self.client.headers["Authorization"] = self.client.basic(self.login.username, self.login.password)

    async def verify(self) -> ProviderAccount:
        await self.rows("showObjectReportExtern", filterstring=_NOTHING)
        name = self.login.company_id.strip()
        # Webfleet identifies an account only by its name, whose case does not count.
        return ProviderAccount(id=name.casefold(), name=name)

    async def rows(self, action: str, *, planned: Any = None, **parameters: str) -> list[Row]:
        """The rows that an action returns. Actions that write return none."""
        return self._checked_rows(await self._called(action, parameters, planned=planned, writes=False))

    async def take(self, action: str, **parameters: str) -> list[Row]:
        """The rows that an action returns, which may not come again for others: so it counts as a write."""
        return self._checked_rows(await self._called(action, parameters, planned=None, writes=True))

    def rows_of_one(self, action: str, key: str, **parameters: str) -> Callable[[str], AsyncIterator[list[Row]]]:
        """A function from the id of one object or driver to the only page of rows that an action returns of it."""

        async def pages(uid: str) -> AsyncIterator[list[Row]]:
            yield await self.rows(action, **{key: uid}, **parameters)

        return pages

    async def write(self, action: str, **parameters: str) -> None:
        """Run an action that writes, once."""
        await self.take(action, **parameters)

    async def row(self, report: str, name: str, value: str) -> Row | None:
        """The row of a report that has this value; None if there is none."""
        try:
            rows = await self.rows(report, **{name: value})
        except Rejected:
            # Whether a filter without a match is an error is not documented. The whole report decides.
            rows = await self.rows(report)
        return _with(rows, name, value)

    async def read_back(self, report: str, name: str, value: str) -> Row:
        """The row of a report after a successful write. Raises `NoAnswer` if the row cannot be read."""
        with after_write():
            rows = await self.rows(report, **{name: value})
        row = _with(rows, name, value)
        if row is None:
            raise NoAnswer("It was written, and is not there yet when it is read back.")
        return row

    @property
    def _api_key(self) -> str:
        return str(self.options["api_key"])

    async def _called(self, action: str, parameters: Mapping[str, str], *, planned: Any, writes: bool) -> Response:
        if not self._api_key:
            raise Rejected("This server has no API key of Webfleet. Its operator sets one as the option api_key.")
        account = {"account": self.login.company_id}
        if not self.options["basic_authentication"]:
            account |= {"username": self.login.username, "password": self.login.password}
        query = {
            **account,
            "apikey": self._api_key,
            "lang": "en",
            "outputformat": "json",
            "useISO8601": "true",
            "useUTF8": "true",
            "action": action,
            **parameters,
        }
        return await self.client.request(
            "GET", "/extern", query=query, kind=KINDS[action], writes=writes, planned=planned
        )

    def _checked_rows(self, response: Response) -> list[Row]:
        if not response.ok:
            raise self.client.failure(response)
        # An action that returns no rows may answer with an empty body.
        found = response.json() if response.body.strip() else []
        if (error := _error_in(found)) is not None:
            if _number(error["errorCode"]) == _NO_ROWS:
                return []
            raise self._error(response, error)
        if isinstance(found, dict) and isinstance(found.get("data"), list):
            # Some actions put the list into an object.
            return rows_of(found["data"], "data")
        if isinstance(found, dict):
            return [Row(found)] if found else []
        if isinstance(found, list):
            return rows_of(found)
        if found is None:
            return []
        raise Malformed("Webfleet's answer is no list.", status_code=response.status, headers=response.headers)

    def _error(self, response: Response, body: Mapping[str, Any]) -> ProviderError:
        text = self.client.redact(f"{body.get('errorMsg') or 'Webfleet refused it.'} (error {body['errorCode']})")
        code, status, headers = str(body["errorCode"]).strip(), response.status, response.headers
        number = _number(code)
        if number in _BUSY:
            return RateLimited(text, retry_after=_BUSY[number], status_code=status, headers=headers)
        if number in _FAILED:
            return ServerFailed(text, status_code=status, headers=headers)
        if code in {each.strip() for each in str(self.options["credential_error_codes"]).split(",")}:
            return AuthFailed(text, status_code=status, headers=headers)
        return Rejected(text, status_code=status, headers=headers)


def _error_in(found: Any) -> Mapping[str, Any] | None:
    """The error of an answer, which one public client expects as the first element of a list, too."""
    first = found[0] if isinstance(found, list) and found else found
    return first if isinstance(first, dict) and "errorCode" in first else None


def _number(code: Any) -> int:
    found = Row({"code": code.strip() if isinstance(code, str) else code}).whole("code")
    return -1 if found is None else found


def _with(rows: list[Row], name: str, value: str) -> Row | None:
    return next((row for row in rows if row.get(name) == value), None)
