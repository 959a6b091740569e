"""The time by which all requests of a call to an adapter have to end."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def ending_within(seconds: float | None) -> Iterator[None]:
    """Let requests of this task end within so many seconds. None: they have their own limits only."""
    token = _deadline.set(None if seconds is None else asyncio.get_running_loop().time() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def deadline() -> float | None:
    """The time of the event loop by which requests have to end, if there is one."""
    return _deadline.get()
