"""Structured logs: one line per unit of work, named `noun.verb`, with ids.

The name of each line is a `LogEvent` constant beside the code that logs it. The table in docs/operations.md is
generated from these constants.
"""

import io
import json
import logging
import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Self

import orjson
import structlog

from gladhand.core.tracing import trace_ids

# Values under these names are masked in every line.
_SECRET_NAMES = ("secret", "password", "token", "credential", "authorization", "api_key", "cookie")


class LogEvent(str):  # noqa: SLOT000 - str subclasses cannot have slots with values
    """The name of a log line, and its meaning for operators."""

    meaning: str

    def __new__(cls, name: str, meaning: str) -> Self:
        made = super().__new__(cls, name)
        made.meaning = meaning
        return made


def _mask(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {name: _masked(name, value) for name, value in event.items()}


def _masked(name: Any, value: Any) -> Any:
    if isinstance(name, str) and _is_secret(name):
        return "*****"
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {key: _masked(key, inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(None, inner) for inner in value]
    return value


@lru_cache(maxsize=1024)
def _is_secret(name: str) -> bool:
    name = name.lower()
    return any(part in name for part in _SECRET_NAMES)


def _add_trace(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {**event, **ids} if (ids := trace_ids()) else event


def _rendered(event: Any, **options: Any) -> bytes:
    try:
        return orjson.dumps(event, **options)
    except TypeError:
        # A lone surrogate or a number of more than 64 bits. Logging must not fail.
        return json.dumps(event, **options).encode()


def configure(*, level: str = "info", form: str = "console") -> None:
    """`form` is `json` for machines or `console` for people; both go to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _add_trace,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _mask,
    ]
    threshold = getattr(logging, level.upper())
    wrapper = structlog.make_filtering_bound_logger(threshold)
    if form == "json":
        # One line per request is on the hot path, so it is rendered to bytes directly.
        structlog.configure(
            processors=[
                *shared,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(serializer=_rendered),
            ],
            wrapper_class=wrapper,
            logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
            cache_logger_on_first_use=True,
        )
    else:
        # The default traceback prints local variables, which may hold secrets.
        console = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
        structlog.configure(
            processors=[*shared, console],
            wrapper_class=wrapper,
            logger_factory=structlog.PrintLoggerFactory(_Stderr()),
            cache_logger_on_first_use=True,
        )
    logging.basicConfig(level=max(threshold, logging.WARNING), stream=sys.stderr, format="%(name)s %(message)s")


class _Stderr(io.StringIO):
    """Writes to the current standard error, which may have been replaced since a logger was created."""

    def write(self, text: str, /) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


def get_logger() -> Any:
    """The logger. Call it as `log.info(SOME_EVENT, some_id=...)`, with a `LogEvent`."""
    return structlog.get_logger()
