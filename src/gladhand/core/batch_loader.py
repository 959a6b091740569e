"""Loads many keys with one call: requests that arrive during a call are gathered for the next call."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextvars import Context
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
Q = TypeVar("Q")
A = TypeVar("A")


class BatchLoader(Generic[K, Q, A]):
    """Calls `load` with requests by key, and hands out the answers by key. A single request is sent at once.

    Two requests with one key go into two calls. An error of `load` is raised for all requests of the call.
    """

    def __init__(self, load: Callable[[Sequence[Q]], Awaitable[Mapping[K, A]]], *, most: int) -> None:
        self._load = load
        self._most = most
        self._waiting: list[tuple[K, Q, asyncio.Future[A]]] = []
        self._loading: asyncio.Task[None] | None = None

    async def get(self, key: K, request: Q) -> A:
        answer: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, request, answer))
        if self._loading is None or self._loading.done():
            # In a task and a context of its own: it answers for others, also when this request is cancelled.
            self._loading = asyncio.create_task(self._load_waiting(), context=Context())
        return await answer

    async def _load_waiting(self) -> None:
        while self._waiting:
            batch = self._next_batch()
            try:
                answers = await self._load([request for _, request, _ in batch.values()])
                for key, _, answer in batch.values():
                    if not answer.done():
                        answer.set_result(answers[key])
            except Exception as error:  # noqa: BLE001 - all who wait for the call get it
                for _, _, answer in batch.values():
                    if not answer.done():
                        answer.set_exception(error)

    def _next_batch(self) -> Mapping[K, tuple[K, Q, asyncio.Future[A]]]:
        batch: dict[K, tuple[K, Q, asyncio.Future[A]]] = {}
        left = []
        for each in self._waiting:
            if each[0] in batch or len(batch) >= self._most:
                left.append(each)
            else:
                batch[each[0]] = each
        self._waiting = left
        return batch
