"""The error bodies as the published documents declare them. `problems.py` renders the sent JSON."""

from typing import Any

from fastapi.encoders import jsonable_encoder
from pydantic import BaseModel, create_model
from pydantic.json_schema import models_json_schema

from gladhand.core import problems
from gladhand.resources.wire_model import WireModel


class ValidationErrorDetail(WireModel):
    """One fault of the request."""

    path: str
    input: str
    message: str
    error_type: str


class UnprocessableEntity(WireModel):
    code: int = 422
    message: str = "Invalid Request Body"
    detail: list[ValidationErrorDetail] | None = None


class RetryAfterDetail(WireModel):
    retry_after_seconds: int
    message: str


class TooManyRequestsBody(WireModel):
    code: int = 429
    message: str = "Too Many Requests"
    detail: RetryAfterDetail | None = None


class InternalServerError(WireModel):
    message: str = "Internal Server Error"


def _plain(problem: type[problems.Problem]) -> type[BaseModel]:
    return create_model(
        problem.__name__,
        __base__=WireModel,
        code=(int, problem.status),
        message=(str, problem.message),
        detail=(str | None, None),
    )


_BODIES: dict[int, type[BaseModel]] = {
    **{
        problem.status: _plain(problem)
        for problem in (
            problems.BadRequest,
            problems.Unauthorized,
            problems.Forbidden,
            problems.NotFound,
            problems.MethodNotAllowed,
            problems.NotAcceptable,
            problems.Conflict,
            problems.NotSupported,
            problems.GatewayTimeout,
        )
    },
    422: UnprocessableEntity,
    429: TooManyRequestsBody,
    500: InternalServerError,
}

_REF = "#/components/schemas/{model}"
_USUAL = (400, 401, 403, 404, 405, 409, 422, 429, 500)


def errors(*more: int) -> dict[int | str, dict[str, Any]]:
    """For `responses=` of a router: the nine errors every operation has, and the given ones.

    They refer to `components` instead of naming models: the framework would compile a validator for each error of each
    route, which is a fifth of a server's start.
    """
    return {status: _response(_BODIES[status]) for status in (*_USUAL, *more)}


def _response(body: type[BaseModel]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": {"$ref": _REF.format(model=body.__name__)}}}}


def components() -> dict[str, Any]:
    """The schemas that `errors` refers to, by name."""
    _, made = models_json_schema([(body, "serialization") for body in _BODIES.values()], ref_template=_REF)
    schemas: dict[str, Any] = jsonable_encoder(made["$defs"], exclude_none=True)
    return schemas
