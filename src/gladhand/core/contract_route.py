"""The kind of route that all operations of the API have.

Its answers have exactly the contract's keys, unless the caller asks for extensions, by a request header or by a setting
of its API client. Names in the request that the route does not know are listed in a header of the answer.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from gladhand.core import deprecations
from gladhand.core.dependencies import get_dependency
from gladhand.core.extensions import ExtensionTree, extension_tree, without_extensions
from gladhand.core.narrow_integers import reads_only_32_bits, without_wide_integers
from gladhand.core.responses import JSON
from gladhand.core.unknown_names import IN_SCOPE, IgnoredName, KnownNames, refusal
from gladhand.resources.wire_model import MARK

HEADER = "Gladhand-Extensions"

_PARAMETER: Mapping[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "enum": ["true", "false"]},
    "description": f"`true`: the answer also has the fields marked `{MARK}`, which the contract does not have. Without "
    "the header the setting of the API client decides, which is `false` unless it was set.",
    MARK: True,
}
_OF_THE_BODY = frozenset({"content-length", "content-type"})

Responses: TypeAlias = dict[int | str, dict[str, Any]]
Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class ExtensionDefault:
    """What the caller's API client is set to."""

    of: Callable[[Request], Awaitable[bool]]


@dataclass(frozen=True)
class UnknownNames:
    """What happens to a request with unknown names."""

    are_refused: bool
    admit: Callable[[Request], Awaitable[None]]
    """Raises a `Problem` when the caller may not use the request's route."""


class ContractRoute(APIRoute):
    """Notes unknown names, and takes extensions out of the answers to callers that have not asked for them.

    The models of an endpoint that returns a `Response` are compiled for the documents only, in `documented`: they would
    delay the start. Other endpoints return the model of their annotation, which the framework renders.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self._declared = args, options
        model, responses = options.get("response_model"), options.get("responses") or {}
        self._ready_models = [model, *_models(responses)] if _returns_response(options["endpoint"]) else []
        if self._ready_models:
            without_models = {status: _without_model(response) for status, response in responses.items()}
            options = options | {"response_model": None, "responses": without_models}
        super().__init__(*args, **options)
        if self.extensions:
            extra = dict(self.openapi_extra or {})
            self.openapi_extra = extra | {"parameters": [*extra.get("parameters", ()), dict(_PARAMETER)]}

    @cached_property
    def documented(self) -> APIRoute:
        """The route with the models of its answers, for the documents."""
        args, options = self._declared
        return APIRoute(*args, **options | {"openapi_extra": self.openapi_extra})

    @cached_property
    def extensions(self) -> ExtensionTree:
        return extension_tree(self._ready_models or [self.response_model, *_models(self.responses)])

    @cached_property
    def known_names(self) -> KnownNames:
        body = self.body_field
        return KnownNames(_query_names(self.dependant), body.field_info.annotation if body else None)

    @cached_property
    def deprecated_names(self) -> deprecations.DeprecatedNames:
        return deprecations.DeprecatedNames(self.body_field.field_info.annotation if self.body_field else None)

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle = self.whole_handler()
        return self._noting(_narrowed(self._shortened(handle) if self.extensions else handle))

    def whole_handler(self) -> Handler:
        """Answers with all keys."""
        return super().get_route_handler()

    def _noting(self, handle: Handler) -> Handler:
        async def handle_noting(request: Request) -> Response:
            known = self.known_names
            body = await _json(request) if known.has_body else None
            ignored = known.unknown(request.query_params, body)
            request.scope[deprecations.IN_SCOPE] = self.deprecated_names.are_used(body)
            if ignored:
                request.scope[IN_SCOPE] = ignored
                policy = get_dependency(request.app, UnknownNames)
                if refused := ignored if policy.are_refused else [each for each in ignored if each.widens]:
                    # Check the caller first, so that a caller without the right learns nothing about the request.
                    await policy.admit(request)
                    raise refusal(refused)
            return await handle(request)

        return handle_noting

    def _shortened(self, handle: Handler) -> Handler:
        async def handle_as_asked(request: Request) -> Response:
            response = await handle(request)
            content_type = response.headers.get("content-type")
            if content_type != JSON.media_type or await wants_extensions(request):
                return response
            return _with_body(response, without_extensions(bytes(response.body), self.extensions))

        return handle_as_asked


async def ignored_names(request: Request) -> Sequence[IgnoredName]:
    """The unknown names of this request. A dependency."""
    found: Sequence[IgnoredName] = request.scope.get(IN_SCOPE, ())
    return found


def _narrowed(handle: Handler) -> Handler:
    async def handle_narrowed(request: Request) -> Response:
        response = await handle(request)
        is_read = request.method == "GET" and response.headers.get("content-type") == JSON.media_type
        if is_read and reads_only_32_bits(request):
            return _with_body(response, without_wide_integers(bytes(response.body)))
        return response

    return handle_narrowed


def _with_body(response: Response, body: bytes) -> Response:
    headers = {name: value for name, value in response.headers.items() if name not in _OF_THE_BODY}
    return JSON(body, response.status_code, headers)


def _returns_response(endpoint: Callable[..., Any]) -> bool:
    returned = inspect.signature(endpoint).return_annotation
    return isinstance(returned, type) and issubclass(returned, Response)


def _models(responses: Responses) -> Iterator[Any]:
    return (each.get("model") for each in responses.values())


def _without_model(response: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in response.items() if name != "model"}


def _query_names(dependant: Dependant) -> Iterator[str]:
    for param in dependant.query_params:
        model = param.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from (field.alias or name for name, field in model.model_fields.items())
        else:
            yield param.alias
    for below in dependant.dependencies:
        yield from _query_names(below)


async def _json(request: Request) -> Any:
    """The body, which the request keeps for the framework. None if it is no JSON, which the framework answers."""
    if "json" not in request.headers.get("content-type", ""):
        return None
    try:
        return await request.json()
    except (ValueError, RecursionError):
        return None


async def wants_extensions(request: Request) -> bool:
    """Whether the caller asks for more than the contract's keys."""
    given = request.headers.get(HEADER)
    if given is not None:
        return given.strip().lower() == "true"
    return await get_dependency(request.app, ExtensionDefault).of(request)
