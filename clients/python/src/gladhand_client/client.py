"""The two clients: `Client` for synchronous code, `AsyncClient` for asyncio."""

import asyncio
import time
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from pydantic import TypeAdapter

from gladhand_client import async_groups, groups
from gladhand_client.calls import Call
from gladhand_client.exchange import Exchange, Pause, Send, Steps, waiting
from gladhand_client.models import ResourceOperation, ResourceOperationRead
from gladhand_client.pages import AsyncPages, Page, Pages, parse_page
from gladhand_client.tokens import Credentials, TokenCache

T = TypeVar("T")


class Client(groups.Groups):
    """A client of one server.

        with Client("https://hub.example", client_id="…", client_secret="…") as client:
            for user in client.users.list(is_driver=True):
                print(user.first_name)

    `token` takes the place of id and secret, such as the token of a fleet. `timeout` is in seconds for each try,
    `retries` the number of further tries after a failure that may pass. A write is repeated only if that is harmless:
    the client sends an idempotency key with each request that takes one.
    """

    def __init__(
        self,
        base_url: str,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        token: str | None = None,
        token_url: str | None = None,
        scope: str | None = None,
        timeout: float = 30.0,
        retries: int = 3,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        super().__init__(self)
        tokens = TokenCache(Credentials(client_id, client_secret, token, token_url, scope))
        self._exchange = Exchange(base_url.rstrip("/"), tokens, retries)
        self._http = httpx.Client(timeout=timeout, transport=transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def wait(
        self, operation: ResourceOperation | ResourceOperationRead, *, seconds: float = 60.0
    ) -> ResourceOperationRead:
        """Wait until a write has succeeded. Raises `OperationFailed` or `OperationTimeout`."""
        found: ResourceOperationRead = self._run(waiting(self._exchange, operation, seconds))
        return found

    def call(self, call: Call, answer: TypeAdapter[T]) -> T:
        """Send a request and parse its answer. The methods of the groups do this."""
        return answer.validate_python(self._run(self._exchange.steps(call)))

    def pages(self, call: Call, item: TypeAdapter[T]) -> Pages[T]:
        """The list that this request begins."""

        def fetch(cursor: str | None) -> Page[T]:
            return parse_page(self._run(self._exchange.steps(call, cursor)), item)

        return Pages(fetch, call.query.get("cursor"), item)

    def _run(self, steps: Steps) -> Any:
        try:
            step = next(steps)
            while True:
                try:
                    result = self._do(step)
                except httpx.TransportError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(result)
        except StopIteration as end:
            return end.value

    def _do(self, step: Send | Pause) -> httpx.Response | None:
        if isinstance(step, Send):
            return self._http.request(step.method, step.url, **step.arguments)
        time.sleep(step.seconds)
        return None


class AsyncClient(async_groups.Groups):
    """The same for asyncio: methods are awaited, lists are iterated with `async for`.

    async with AsyncClient("https://hub.example", client_id="…", client_secret="…") as client:
        async for user in client.users.list(is_driver=True):
            print(user.first_name)
    """

    def __init__(
        self,
        base_url: str,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        token: str | None = None,
        token_url: str | None = None,
        scope: str | None = None,
        timeout: float = 30.0,
        retries: int = 3,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        super().__init__(self)
        tokens = TokenCache(Credentials(client_id, client_secret, token, token_url, scope))
        self._exchange = Exchange(base_url.rstrip("/"), tokens, retries)
        self._http = httpx.AsyncClient(timeout=timeout, transport=transport)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def wait(
        self, operation: ResourceOperation | ResourceOperationRead, *, seconds: float = 60.0
    ) -> ResourceOperationRead:
        """Wait until a write has succeeded. Raises `OperationFailed` or `OperationTimeout`."""
        found: ResourceOperationRead = await self._run(waiting(self._exchange, operation, seconds))
        return found

    async def call(self, call: Call, answer: TypeAdapter[T]) -> T:
        """Send a request and parse its answer. The methods of the groups do this."""
        return answer.validate_python(await self._run(self._exchange.steps(call)))

    def pages(self, call: Call, item: TypeAdapter[T]) -> AsyncPages[T]:
        """The list that this request begins."""

        async def fetch(cursor: str | None) -> Page[T]:
            return parse_page(await self._run(self._exchange.steps(call, cursor)), item)

        return AsyncPages(fetch, call.query.get("cursor"), item)

    async def _run(self, steps: Steps) -> Any:
        try:
            step = next(steps)
            while True:
                try:
                    result = await self._do(step)
                except httpx.TransportError as error:
                    step = steps.throw(error)
                else:
                    step = steps.send(result)
        except StopIteration as end:
            return end.value

    async def _do(self, step: Send | Pause) -> httpx.Response | None:
        if isinstance(step, Send):
            return await self._http.request(step.method, step.url, **step.arguments)
        await asyncio.sleep(step.seconds)
        return None
