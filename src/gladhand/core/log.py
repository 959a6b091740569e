"""Structured logs: one line per unit of work, `noun.verb` with ids; context is bound once per request or job."""

import json
import logging
import sys
from collections.abc import Mapping
from typing import Any

import orjson
import structlog

# Values under these names never reach a line, whoever logs them.
_SECRET_NAMES = ("secret", "password", "token", "credential", "authorization", "api_key", "cookie")


def _mask(_: Any, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {name: _masked(name, value) for name, value in event.items()}


def _masked(name: Any, value: Any) -> Any:
    if isinstance(name, str) and any(part in name.lower() for part in _SECRET_NAMES):
        return "*****"
    if isinstance(value, Mapping):
        return {key: _masked(key, inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(None, inner) for inner in value]
    return value


def _rendered(event: Any, **options: Any) -> bytes:
    try:
        return orjson.dumps(event, **options)
    except TypeError:
        # Half a character or a number of more than 64 bits: logging it must not end the work that it tells of.
        return json.dumps(event, **options).encode()


def configure(*, level: str = "info", form: str = "console") -> None:
    """`form` is `json` for machines or `console` for people; both go to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _mask,
    ]
    threshold = getattr(logging, level.upper())
    wrapper = structlog.make_filtering_bound_logger(threshold)
    if form == "json":
        # A line per request is on the hot path: bytes from a quick renderer, written as they are.
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
        # The renderer's own kind of traceback prints local variables, and with them whatever secret was in hand.
        console = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
        structlog.configure(
            processors=[*shared, console],
            wrapper_class=wrapper,
            logger_factory=structlog.PrintLoggerFactory(sys.stderr),
            cache_logger_on_first_use=True,
        )
    logging.basicConfig(level=max(threshold, logging.WARNING), stream=sys.stderr, format="%(name)s %(message)s")


def get_logger() -> Any:
    """The logger; call as `log.info("noun.verb", some_id=...)`."""
    return structlog.get_logger()
