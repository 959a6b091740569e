"""How answers look that do not come from a schema: problems, raw JSON, and what the framework would say by itself."""

import json
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeAlias

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from gladhand.core import unknown_paths
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.problems import Fault, Invalid, MethodNotAllowed, NotFound, Problem, shortened

log = get_logger()

_CRASHED = LogEvent(
    "request.crashed", "A request failed because of a bug and was answered with 500; the line has a traceback."
)

#: Raises a `Problem` when the caller may not use the request's route.
Admit: TypeAlias = Callable[[Request], Awaitable[None]]

# Whole words of a field's name: `fleet_country_code` is no secret, an authorization `code` is.
_SECRET_FIELD = re.compile(r"(^|_)(secret|password|token|credential|key)s?($|_)|^code$", re.IGNORECASE)


class JSON(Response):
    """A ready JSON text, rendered by PostgreSQL or by pydantic; passed through unread."""

    media_type = "application/json"


def problem_answer(problem: Problem) -> Response:
    body = problem.body()
    # People paste the body of an error when they ask for help, and rarely its headers.
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    if request_id is not None and isinstance(body.get("detail"), str):
        body["detail"] = f"{body['detail']} [request {request_id}]"
    return JSON(json.dumps(body), problem.status, problem.headers)


def install(app: FastAPI, admit: Admit) -> None:
    """Give every error the one envelope, also those that the router and the framework make.

    The framework reads the body before it asks who is calling. `admit` makes good for it, so that a body that cannot
    be read tells nobody without a token anything.
    """

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        found = error.errors()
        refusal = Invalid(faults(found))
        if any(each["type"] == "json_invalid" for each in found):
            return await _unread(request, refusal, admit)
        return problem_answer(refusal)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code in (NotFound.status, MethodNotAllowed.status):
            return problem_answer(unknown_paths.problem_of(request, error.status_code))
        # What is left is a body that cannot be read at all: not in UTF-8, nested too deep, a broken form.
        return await _unread(request, Invalid.at("body", "The body cannot be read", error_type="unreadable"), admit)

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
    """Convert pydantic's errors to the contract's form. Inputs that may be secret are left out."""
    return [_fault(each) for each in errors]


def _fault(error: Any) -> Fault:
    location, kind, message = [str(part) for part in error["loc"]], error["type"], error["msg"]
    if kind == "json_invalid":
        # The framework's location is a character's place in the body, and the reason stands beside its message.
        location, message = ["body"], str(error.get("ctx", {}).get("error") or message)
    elif location == ["body"] and isinstance(error.get("input"), bytes):
        kind, message = "content_type", "The body must be JSON, and be sent with Content-Type: application/json"
    # Pydantic puts this prefix before the messages of our own validators.
    message = message.removeprefix("Value error, ")
    return Fault(".".join(location), _shown(location, error.get("input")), message, kind)


def _shown(location: list[str], value: Any) -> str:
    if any(_SECRET_FIELD.search(part) for part in location):
        return "*****"
    if isinstance(value, dict | list | bytes | BaseModel):
        # A whole object may hold secrets beside the field that is wrong; its shape is enough.
        return f"({type(value).__name__})"
    return shortened(value if isinstance(value, str) else json.dumps(value, default=str))
