"""Calls of a page to the API of this very server, as the person who is signed in.

A page has no way of its own to read or change anything: it calls the routes of the API, within the process. So filters,
rights, limits and refusals are those of the API, and a partner's person sees what that partner's clients see.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

import orjson
from fastapi import FastAPI, Request
from starlette.types import Message, Receive, Scope, Send

from gladhand.auth.access import CALLER_IN_SCOPE
from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.callers import AdminCaller, PartnerCaller
from gladhand.core.db import SPANNING, Database, Db
from gladhand.core.dependencies import get_dependency
from gladhand.core.proxies import client_address
from gladhand.resources.exact_json import load_exact


class ApiRefusal(Exception):
    """The API has refused a call of a page."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


@dataclass(frozen=True)
class ApiAnswer:
    status: int
    body: bytes

    @property
    def json(self) -> Any:
        # Numbers stay as they were sent: a page shows what a client of the API reads.
        return load_exact(self.body) if self.body else None


class ApiCalls:
    """The API as one caller. Changes are noted as those of the partner `partner_id`, if they are about one."""

    def __init__(
        self, request: Request, caller: PartnerCaller | AdminCaller, *, partner_id: UUID | None = None
    ) -> None:
        self.caller = caller
        self._partner_id = caller.partner_id if isinstance(caller, PartnerCaller) else partner_id
        self._app: FastAPI = request.app
        self._client = request.scope.get("client")
        self._actor = Actor.of(caller, client_address(request.scope))

    async def get(self, path: str, **query: Any) -> Any:
        """The JSON of a GET. Raises `ApiRefusal`."""
        return (await self._call("GET", path, query, None)).json

    async def find(self, path: str, **query: Any) -> Any:
        """The JSON of a GET; None where the API finds nothing."""
        try:
            return await self.get(path, **query)
        except ApiRefusal as refusal:
            if refusal.status == 404:
                return None
            raise

    async def change(
        self,
        action: str,
        method: str,
        path: str,
        json: Any = None,
        *,
        query: Mapping[str, Any] | None = None,
        subject_id: UUID | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> Any:
        """Change something by one call, and note who did it in the same transaction. Raises `ApiRefusal`."""
        async with self.noted(action, subject_id=subject_id, details=details):
            return (await self._call(method, path, query or {}, json)).json

    @asynccontextmanager
    async def noted(
        self, action: str, *, subject_id: UUID | None = None, details: Mapping[str, Any] | None = None
    ) -> AsyncIterator[Db]:
        """One transaction for the changes of the block and for their row in the audit trail."""
        async with get_dependency(self._app, Database).transaction() as db:
            reset = SPANNING.set(_Joined(db))
            try:
                yield db
            finally:
                SPANNING.reset(reset)
            await insert_change(
                db,
                self._actor,
                f"console.{action}",
                partner_id=self._partner_id,
                subject_id=subject_id,
                details=details,
            )

    def scope(self, method: str, path: str, query: Mapping[str, Any], headers: Mapping[str, str]) -> Scope:
        """The scope of a call, for answers that are passed on as they come."""
        given = {name: value for name, value in query.items() if value not in (None, "", [])}
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": quote(path).encode(),
            "root_path": "",
            "query_string": urlencode(given, doseq=True).encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "client": self._client,
            "server": None,
            CALLER_IN_SCOPE: self.caller,
        }

    async def pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with what the API answers, while it comes."""
        await self._app(scope, receive, send)

    async def _call(self, method: str, path: str, query: Mapping[str, Any], json: Any) -> ApiAnswer:
        content = b"" if json is None else orjson.dumps(json)
        headers = {"host": "console", "content-type": "application/json", "content-length": str(len(content))}
        sent = CollectedAnswer()
        await self._app(self.scope(method, path, query, headers), body_of(content), sent)
        answer = ApiAnswer(sent.status, bytes(sent.body))
        if answer.status >= 400:
            raise ApiRefusal(answer.status, answer.json)
        return answer


class CollectedAnswer:
    """Collects an answer."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: Sequence[tuple[bytes, bytes]] = ()
        self.body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], message["headers"]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")


def body_of(content: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    return receive


class _Joined:
    """The transaction of a noted change, which the called route joins."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._task = asyncio.current_task()

    async def join(self) -> Db | None:
        return self._db if asyncio.current_task() is self._task else None
