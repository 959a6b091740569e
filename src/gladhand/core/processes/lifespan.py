"""The start and the stop of one of several server processes, of whose errors the web server says nothing."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI

from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_NOT_STARTED = LogEvent(
    "server.not_started", "One of several server processes could not start, or failed; the error says why."
)


def logged(
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]],
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """The same lifespan, with a log line if it fails."""

    @asynccontextmanager
    async def with_line(app: FastAPI) -> AsyncIterator[None]:
        try:
            async with lifespan(app):
                yield
        except Exception as error:
            log.error(_NOT_STARTED, exc_info=error)
            raise

    return with_line
