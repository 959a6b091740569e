"""The kind of route whose answers have exactly the contract's keys, unless the caller asks for extensions.

The caller asks by a request header, or by a setting of its API client.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from fastapi import Request, Response
from fastapi.routing import APIRoute

from gladhand.core.dependencies import look_up
from gladhand.core.extensions import MARK, ExtensionTree, extension_tree, without_extensions
from gladhand.core.responses import JSON

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

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class ExtensionDefault:
    """What the caller's API client is set to."""

    of: Callable[[Request], Awaitable[bool]]


class ContractRoute(APIRoute):
    """Takes the fields that are marked as extensions out of the answers to callers that have not asked for them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.extensions:
            extra = dict(self.openapi_extra or {})
            self.openapi_extra = extra | {"parameters": [*extra.get("parameters", ()), dict(_PARAMETER)]}

    @cached_property
    def extensions(self) -> ExtensionTree:
        return extension_tree([self.response_model, *(each.get("model") for each in self.responses.values())])

    def get_route_handler(self) -> Callable[[Request], Any]:
        handle = self.whole_handler()
        return self._shortened(handle) if self.extensions else handle

    def whole_handler(self) -> Handler:
        """Answers with all keys."""
        return super().get_route_handler()

    def _shortened(self, handle: Handler) -> Handler:
        async def handle_as_asked(request: Request) -> Response:
            response = await handle(request)
            content_type = response.headers.get("content-type")
            if content_type != JSON.media_type or await wants_extensions(request):
                return response
            body = without_extensions(bytes(response.body), self.extensions)
            headers = {name: value for name, value in response.headers.items() if name not in _OF_THE_BODY}
            return JSON(body, response.status_code, headers)

        return handle_as_asked


async def wants_extensions(request: Request) -> bool:
    """Whether the caller asks for more than the contract's keys."""
    given = request.headers.get(HEADER)
    if given is not None:
        return given.strip().lower() == "true"
    return await look_up(request.app, ExtensionDefault).of(request)
