"""How answers look that do not come from a schema: problems, raw JSON, and what the framework would say by itself."""

import json
from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from gladhand.core.log import get_logger
from gladhand.core.problems import BadRequest, Fault, Invalid, MethodNotAllowed, NotFound, Problem

log = get_logger()

_SHOWN_INPUT = 200
_SECRET_FIELDS = ("secret", "password", "token", "credentials", "api_key", "key", "code")


class JSON(Response):
    """A ready JSON text, rendered by PostgreSQL or by pydantic; passed through unread."""

    media_type = "application/json"


def problem_answer(problem: Problem) -> Response:
    return JSON(json.dumps(problem.body()), problem.status, problem.headers)


def install(app: FastAPI) -> None:
    """Give every error the one envelope, also those that the router and the framework make."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_crash)


async def _on_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return problem_answer(error)


async def _on_invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problem_answer(Invalid(faults(error.errors())))


async def _on_http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == NotFound.status:
        return problem_answer(NotFound("There is nothing at this path."))
    if error.status_code == MethodNotAllowed.status:
        answer = problem_answer(MethodNotAllowed("This path does not take that method."))
        answer.headers.update(error.headers or {})
        return answer
    # The framework's words for a body that cannot be read at all (broken multipart, wrong encoding).
    return problem_answer(BadRequest(str(error.detail)))


async def _on_crash(request: Request, error: Exception) -> Response:
    log.error("request.crashed", method=request.method, path=request.url.path, exc_info=error)
    return JSON('{"message":"Internal Server Error"}', 500)


def faults(errors: Sequence[Any]) -> list[Fault]:
    """Pydantic's findings as the contract lists them. An input that may be a secret is not repeated."""
    found = []
    for each in errors:
        location = [str(part) for part in each["loc"]]
        if each["type"] == "json_invalid":
            location = ["body"]
        found.append(
            Fault(
                path=".".join(location),
                input=_shown(location, each.get("input")),
                message=str(each.get("ctx", {}).get("error") or each["msg"])
                if each["type"] == "json_invalid"
                else each["msg"],
                error_type=each["type"],
            )
        )
    return found


def _shown(location: list[str], value: Any) -> str:
    if any(name in part.lower() for part in location for name in _SECRET_FIELDS):
        return "*****"
    if isinstance(value, dict | list | bytes | BaseModel):
        # A whole object may hold secrets beside the field that is wrong; its shape is enough.
        return f"({type(value).__name__})"
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text if len(text) <= _SHOWN_INPUT else text[:_SHOWN_INPUT] + "…"
