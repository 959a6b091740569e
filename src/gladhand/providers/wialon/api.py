"""How Wialon is called: every service at one address, as a form with JSON inside, within a session of five minutes.

An error comes with status 200 and a number. A session that is not used for five minutes ends, so the number for a lost
session is usual and leads to a new sign-in.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit

from gladhand.resources.exact_json import dump_exact
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.addresses import typed_address
from gladhand.sdk.credential_kinds import TokenCredentials
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import Definition
from gladhand.sdk.errors import (
    AuthFailed,
    Malformed,
    NotAllowed,
    ProviderError,
    RateLimited,
    Rejected,
    ServerFailed,
    SessionEnded,
)
from gladhand.sdk.http import Response
from gladhand.sdk.rows import Row
from gladhand.sdk.session import Session
from gladhand.sdk.source_ids import composite_id

#: The id of the resource that a driver or trailer belongs to. Their own ids are unique within it.
RESOURCE: Final = "itemId"
DRIVERS, TRAILERS = "drvrs", "trlrs"

_FLAGS: Final[Mapping[str, int]] = MappingProxyType({DRIVERS: 257, TRAILERS: 65537})
_PATH: Final = "/wialon/ajax.html"
# How the names of services begin that change nothing. A batch is made of reads.
_READING: Final = ("token/", "core/")
_ENDED, _DENIED, _PASSWORD, _TAKEN, _BUSY = 1, 7, 8, 1002, 1003
_LATER: Final = frozenset({10, _BUSY, 1004, 1005})
_FAILED: Final = frozenset({5, 6, 9})
_MEANINGS: Final[Mapping[int, str]] = MappingProxyType(
    {
        _ENDED: "The session has ended.",
        2: "Wialon does not know this service.",
        4: "Wialon refuses the values.",
        5: "Wialon could not carry out the request.",
        6: "Wialon had an unknown error.",
        _DENIED: "The token does not give the right to do this.",
        _PASSWORD: "Wialon does not accept the token.",
        9: "The server that checks tokens is away.",
        _TAKEN: "Wialon has this code already, or the account's plan allows no more.",
        _BUSY: "Wialon takes no more requests at the moment.",
    }
)
_NO_SESSION: Final = "NO_SESSION"


class WialonApi(Adapter):
    """One user of one Wialon."""

    @classmethod
    def base_url(cls, definition: Definition, credentials: Credentials) -> str:
        # The address of a page of Wialon leads to the same server.
        parts = urlsplit(typed_address(str(credentials.get("url") or definition.base_url)))
        return f"{parts.scheme}://{parts.netloc}"

    def ready(self) -> None:
        # The fleet may have typed the address, so a redirect is not trusted.
        self.client.follows_redirects = False

    async def verify(self) -> ProviderAccount:
        session = await self.sessions.renew(await self.sessions.current(), self.sign_in)
        try:
            await self.of_resources(DRIVERS)
        except NotAllowed:
            raise AuthFailed("The token does not give the right to see drivers.") from None
        return ProviderAccount(id=session["user"], name=session["name"], host=urlsplit(self.client.base_url).netloc)

    async def sign_in(self, session: Session) -> Session:  # noqa: ARG002 - a new one does not depend on the old one
        token = self.credentials.of_kind(TokenCredentials).token
        usual = {"eid": "a-session-of-wialon", "user": {"id": 700, "nm": "gladhand"}}
        answer = await self._send("token/login", {"token": token}, planned=usual)
        if _error(answer) in (_DENIED, _PASSWORD):
            raise AuthFailed(_MEANINGS[_PASSWORD])
        opened = self._well(answer).object()
        user = opened.required_row("user")
        return {
            "session_id": self.client.hide(opened.required_text("eid")),
            "user": user.source_id("id"),
            "name": user.text("nm"),
            "account": user.whole("bact"),
        }

    async def call(self, service: str, params: Mapping[str, Any], *, planned: Any = None) -> Response:
        """The good answer of one service. Raises what an error stands for."""

        async def send(session: Session) -> Response:
            return self._well(await self._send(service, params, sid=session["session_id"], planned=planned))

        return await self.in_session(send)

    async def together(self, calls: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Any]:
        """The answers of several services in one request; in the place of one that was refused, the error. Raises all
        other errors."""
        params = {"params": [{"svc": service, "params": each} for service, each in calls], "flags": 0}

        async def send(session: Session) -> list[Any]:
            answer = self._well(await self._send("core/batch", params, sid=session["session_id"])).json()
            if not isinstance(answer, list) or len(answer) != len(calls):
                raise Malformed("Wialon's answer does not have an answer to each call.")
            return [self._checked(each) for each in answer]

        return await self.in_session(send)

    def _checked(self, answer: Any) -> Any:
        row = Row(answer)
        if not (number := row.whole("error")):
            return answer
        error = self._failure(number, row.text("reason") or "")
        if isinstance(error, Rejected):
            return error
        raise error

    async def items(self, kind: str, flags: int, *, first: int = 0, last: int = 0, planned: Any = None) -> Row:
        """Items by name. `last` is the last one that is wanted, 0 stands for all."""
        spec = {"itemsType": kind, "propName": "sys_name", "propValueMask": "*", "sortType": "sys_name"}
        params = {"spec": spec, "force": 1, "flags": flags, "from": first, "to": last}
        return (await self.call("core/search_items", params, planned=planned)).object()

    async def of_resources(self, what: str, *, planned: Any = None) -> list[Row]:
        """The drivers or trailers of all resources, each with the id of its resource."""
        rows: list[Row] = []
        for resource in (await self.items("avl_resource", _FLAGS[what], planned=planned)).rows("items"):
            number, held = resource.whole("id"), resource.get(what)
            for name, each in (held if isinstance(held, dict) else {}).items():
                inside = {RESOURCE: number, **each} if isinstance(each, dict) and each else {}
                rows.append(Row(inside, f"{resource.path}.{what}.{name}"))
        return rows

    def _well(self, answer: Response) -> Response:
        if not answer.ok:
            raise self.client.failure(answer)
        number = _error(answer)
        if not number:
            return answer
        raise self._failure(number, answer.text_at("reason"))

    def _failure(self, number: int, reason: str) -> ProviderError:
        text = _MEANINGS.get(number, f"Wialon answered with error {number}.")
        if number in (_ENDED, 1011) or (number == _BUSY and reason == _NO_SESSION):
            return SessionEnded(text)
        if number in _LATER:
            return RateLimited(text)
        if number in _FAILED:
            return ServerFailed(text)
        if number == _PASSWORD:
            return AuthFailed(text)
        return NotAllowed(text) if number == _DENIED else Rejected(text)

    async def _send(self, service: str, params: Mapping[str, Any], *, sid: str = "", planned: Any = None) -> Response:
        form = {"svc": service, "params": dump_exact(params).decode(), **({"sid": sid} if sid else {})}
        return await self.client.request(
            "POST", _PATH, form=form, writes=not service.startswith(_READING), planned=planned
        )


def _error(answer: Response) -> int | None:
    value = answer.json() if answer.ok else None
    return Row(value).whole("error") if isinstance(value, dict) else None


def found_id(row: Row) -> str | None:
    """The source id of a driver or a trailer, whose numbers count within a resource. None if the row lacks one."""
    resource, number = row.text(RESOURCE), row.text("id")
    return None if resource is None or number is None else composite_id(resource, number)


def own_id(row: Row) -> str:
    """The source id of a driver or a trailer. Raises `Malformed` if the row lacks a part of it."""
    return composite_id(row.source_id(RESOURCE), row.source_id())
