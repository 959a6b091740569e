"""Responses that do not come from a schema: problems, raw JSON, and the framework's own errors."""

import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeAlias

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from gladhand.core import unknown_paths
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.near_names import near_names
from gladhand.core.problems import BadRequest, Fault, Invalid, MethodNotAllowed, NotFound, Problem, shortened

log = get_logger()

_CRASHED = LogEvent(
    "request.crashed", "A request failed because of a bug and was answered with 500; the line has a traceback."
)

#: Raises a `Problem` when the caller may not use the request's route.
Admit: TypeAlias = Callable[[Request], Awaitable[None]]

# Whole words of a field's name: `fleet_country_code` is no secret, an authorization `code` is.
_SECRET_FIELD = re.compile(r"(^|_)(secret|password|token|credential|key)s?($|_)|^code$", re.IGNORECASE)


# The parts of a location that name a type: `str-enum[…]`, `list[…]`, `function-after[…]`, `constrained-str`, a class.
_ALTERNATIVE = re.compile(r"\[|^(?:[a-z]+-(?:enum|str|int|float|any)|str|int|float|bool|uuid|nullable|[A-Z].*)$")
_QUOTED = re.compile(r"'([^']*)'")
_MOST_VALUES, _MOST_NEAR = 12, 3


class JSON(Response):
    """A ready JSON text, rendered by PostgreSQL or by pydantic; passed through unread."""

    media_type = "application/json"


def problem_answer(problem: Problem) -> Response:
    body = problem.body()
    # People paste the body of an error when they ask for help, and rarely its headers.
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if request_id is not None and isinstance(body.get("detail"), str):
        body["detail"] = f"{body['detail']} [request {request_id}]"
    # What is repeated of the request may hold half of a character, which strict clients do not decode.
    text = json.dumps(body, ensure_ascii=False).encode(errors="replace")
    return JSON(text, problem.status, problem.headers)


def install(app: FastAPI, admit: Admit) -> None:
    """Give every error the one envelope, also those that the router and the framework make.

    The framework reads the body before it checks the token. `admit` checks the token when the body cannot be read, so
    that callers without a token learn nothing.
    """

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = error.errors()
        broken = next((each for each in found if each["type"] == "json_invalid"), None)
        if broken is not None:
            reason = broken.get("ctx", {}).get("error") or broken["msg"]
            return await _unread(request, BadRequest(f"The body is not JSON: {reason}."), admit)
        return problem_answer(Invalid(faults(found)))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code in (NotFound.status, MethodNotAllowed.status):
            return problem_answer(unknown_paths.problem_of(request, error.status_code))
        # All other errors are bodies that cannot be read: not in UTF-8, nested too deep, a broken form.
        return await _unread(request, BadRequest("The body cannot be read. It must be JSON in UTF-8."), admit)

    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, _on_crash)


async def _on_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_answer(error)


async def _unread(request: Request, refusal: Problem, admit: Admit) -> Response:
    try:
        await admit(request)
    except Problem as problem:
        return problem_answer(problem)
    return problem_answer(refusal)


async def _on_crash(request: Request, error: Exception) -> Response:
    # The log omits the path, because it may hold the id of an invitation, which is a secret.
    route = getattr(request.scope.get("route"), "path_format", None)
    log.error(_CRASHED, method=request.method, route=route, exc_info=error)
    return JSON('{"message":"Internal Server Error"}', 500)


def faults(errors: Sequence[Any]) -> list[Fault]:
    """Convert pydantic's errors to the contract's form. Inputs that may be secret are left out.

    An input that fits none of several types has an error for each of them; the first one is enough.
    """
    found: dict[str, Fault] = {}
    for error in errors:
        fault = _fault(error)
        found.setdefault(fault.path, fault)
    return list(found.values())


def _fault(error: Any) -> Fault:
    location, kind, message = _location(error["loc"]), error["type"], error["msg"]
    if location == ["body"] and isinstance(error.get("input"), bytes):
        kind, message = "content_type", "The body must be JSON, and be sent with Content-Type: application/json"
    elif kind in ("enum", "literal_error"):
        message = _values_message(message, error.get("ctx", {}).get("expected", ""), error.get("input"))
    elif kind in ("too_short", "too_long") and isinstance(error.get("input"), str):
        kind, message = f"string_{kind}", _length_message(error["ctx"])
    # Pydantic puts this prefix before the messages of our own validators.
    message = message.removeprefix("Value error, ")
    return Fault(".".join(location), _masked_input(location, error.get("input")), message, kind)


def _location(parts: Sequence[Any]) -> list[str]:
    """The place of an input as clients know it, without pydantic's names of the alternatives of a union."""
    return [str(part) for part in parts if isinstance(part, int) or not _ALTERNATIVE.search(part)]


def _values_message(message: str, expected: str, given: Any) -> str:
    """Name the values that are near to the input instead of a hundred."""
    values = _QUOTED.findall(expected)
    if len(values) <= _MOST_VALUES:
        return message
    near = near_names(str(given).lower(), values, most=_MOST_NEAR)
    hint = f" Near: {', '.join(near)}." if near else ""
    return f"Input should be one of {len(values)} values.{hint} They are listed at /docs"


def _length_message(limits: Mapping[str, int]) -> str:
    """What pydantic says of a text. Of one that a validator of ours returned, it says "items"."""
    bound, limit = ("least", limits["min_length"]) if "min_length" in limits else ("most", limits["max_length"])
    return f"String should have at {bound} {limit} character{'' if limit == 1 else 's'}"


def _masked_input(location: list[str], value: Any) -> str:
    if any(_SECRET_FIELD.search(part) for part in location):
        return "*****"
    if isinstance(value, dict | BaseModel):
        # A whole object may hold secrets beside the field that is wrong; its kind is enough.
        return "an object"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return shortened(value if isinstance(value, str) else json.dumps(value, default=str))
