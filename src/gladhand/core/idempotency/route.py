"""The kind of route that looks at `Idempotency-Key`."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from gladhand.core.contract_route import ContractRoute, Handler
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dependencies import get_dependency
from gladhand.core.idempotency.keyed import Answered, Keyed
from gladhand.core.idempotency.problems import BadKey
from gladhand.core.responses import JSON

HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotent-Replayed"

# A request with this parameter changes nothing, so it does not use up the key.
_DRY_RUN = "dry_run"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_PARAMETER = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
    "description": "Makes a retry safe. For 24 hours a request with the same key, path and body is not carried out a "
    f"second time: its answer is the first answer, with `{REPLAYED_HEADER}: true`. The same key with another body is "
    "refused (422). A retry is refused as well while the first request is still running (409). A request that was "
    "refused does not use up its key.",
}


@dataclass(frozen=True)
class Callers:
    """What an idempotency key needs to know about the caller."""

    admit: Callable[[Request], Awaitable[None]]
    """Raises a `Problem` when the caller may not use the request's route."""
    name: Callable[[Request], Awaitable[str | None]]
    """The same for all tokens of one client; none for a request without a token."""


class KeyedRoute(ContractRoute):
    """A route whose POSTs may carry a key. Without the header it is like any other."""

    def __init__(self, *args: Any, **options: Any) -> None:
        if "POST" in (options.get("methods") or ()):
            extra = dict(options.get("openapi_extra") or {})
            options["openapi_extra"] = extra | {"parameters": [*extra.get("parameters", ()), _PARAMETER]}
        super().__init__(*args, **options)

    def whole_handler(self) -> Handler:
        # The stored answer has all keys, so that a repetition may ask for extensions.
        handle = super().whole_handler()
        if "POST" not in (self.methods or ()):
            return handle

        has_dry_run = any(each.alias == _DRY_RUN for each in self.dependant.query_params)

        async def handle_once(request: Request) -> Response:
            if HEADER not in request.headers or (has_dry_run and _is_dry_run(request)):
                return await handle(request)
            return await _once(request, handle)

        return handle_once


def _is_dry_run(request: Request) -> bool:
    return request.query_params.get(_DRY_RUN, "").lower() in ("true", "1", "on", "yes", "y", "t")


async def _once(request: Request, handle: Handler) -> Response:
    given = request.headers.getlist(HEADER)
    if len(given) != 1 or not _KEY.fullmatch(given[0]):
        raise BadKey
    app = request.app
    callers = get_dependency(app, Callers)
    # Check the token before an answer is repeated: it may have expired since.
    await callers.admit(request)
    keyed = Keyed(
        get_dependency(app, Database),
        get_dependency(app, Keyring),
        # Without a token the path names the one whom it is about; hashed, because its id may be a secret.
        await callers.name(request) or f"anyone {hashlib.sha256(request.url.path.encode()).hexdigest()}",
        given[0],
        await _fingerprint(request),
    )
    # Entered before the request's dependencies and so left after them: its transaction is around theirs, and is
    # committed before the answer leaves.
    stack: AsyncExitStack = request.scope["fastapi_function_astack"]
    try:
        await stack.enter_async_context(keyed)
        response = await handle(request)
    except Answered as known:
        return JSON(known.answer.body, known.answer.status, {REPLAYED_HEADER: "true"})
    await keyed.keep(response.status_code, bytes(response.body))
    return response


async def _fingerprint(request: Request) -> bytes:
    """Of what the client has asked for."""
    digest = hashlib.sha256(f"{request.url.path}?{request.url.query}\0".encode())
    digest.update(await request.body())
    return digest.digest()
