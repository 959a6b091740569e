"""Calls of the contract's operations, made by whichever client a test brings.

A scenario says what is called (`every_write.py`, `every_read.py`, `every_refusal.py`); a client says how.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from tests.contract.documents import SERVICES, contract_document
from tests.contract.facts import Json, Place


@dataclass(frozen=True)
class Endpoint:
    """An operation of the contract."""

    service: str
    method: str
    path: str
    operation_id: str
    parameters: tuple[str, ...]
    """Those of the path, in its order."""
    spec: Json

    @property
    def needs_token(self) -> bool:
        return bool(self.spec["security"])


def nameless(path: str) -> str:
    """A path without the names of its parameters, which are nobody's promise."""
    return re.sub(r"\{\w+\}", "{}", path)


@cache
def endpoints() -> dict[Place, Endpoint]:
    """Every operation of the contract."""
    return {
        (method.upper(), nameless(path)): Endpoint(
            service, method.upper(), path, spec["operationId"], tuple(re.findall(r"\{(\w+)\}", path)), spec
        )
        for service in SERVICES
        for path, item in contract_document(service)["paths"].items()
        for method, spec in item.items()
    }


@dataclass(frozen=True)
class Call:
    """One request, before a client gives it a form."""

    endpoint: Endpoint
    ids: tuple[str, ...]
    query: Json
    body: Any
    token: str | None


@dataclass(frozen=True)
class CallAnswer:
    status: int
    body: Any
    """As JSON; None where there is none."""


class CallClient(Protocol):
    """Makes calls, and raises `AssertionError` where it cannot decode an answer."""

    async def ask(self, call: Call) -> CallAnswer: ...


@dataclass
class Caller:
    """A client in the name of somebody; `statuses` says what was called and answered so far."""

    client: CallClient
    token: str | None = None
    statuses: dict[str, set[int]] = field(default_factory=dict)

    def named(self, token: str | None) -> "Caller":
        return Caller(self.client, token, self.statuses)

    async def ask(
        self, method: str, template: str, body: Any = None, query: Json | None = None, **ids: Any
    ) -> CallAnswer:
        endpoint = endpoints()[(method, nameless(template))]
        values = tuple(str(ids[name]) for name in re.findall(r"\{(\w+)\}", template))
        answered = await self.client.ask(Call(endpoint, values, query or {}, body, self.token))
        self.statuses.setdefault(endpoint.operation_id, set()).add(answered.status)
        return answered

    async def _done(self, method: str, template: str, body: Any, query: Json | None, ids: Json) -> Any:
        answered = await self.ask(method, template, body, query, **ids)
        assert answered.status < 300, f"{method} {template} {answered.status}: {answered.body}"
        return answered.body

    async def get(self, template: str, query: Json | None = None, **ids: Any) -> Any:
        return await self._done("GET", template, None, query, ids)

    async def post(self, template: str, body: Any = None, query: Json | None = None, **ids: Any) -> Any:
        return await self._done("POST", template, body, query, ids)

    async def patch(self, template: str, body: Any, **ids: Any) -> Any:
        return await self._done("PATCH", template, body, None, ids)

    async def delete(self, template: str, **ids: Any) -> None:
        await self._done("DELETE", template, None, None, ids)
