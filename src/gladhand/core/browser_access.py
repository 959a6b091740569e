"""Calls of the API by scripts of other sites (CORS), for the origins that the operator allows."""

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from gladhand.core import contract_route, deprecations, unknown_names
from gladhand.core.idempotency import route as idempotency

#: The API, and the token endpoint with its keys. Pages belong to people who sign in with cookies, so no script of
#: another site reads them.
_PATHS = ("/v2/", "/realms/")
_SENT = ("Authorization", "Content-Type", "X-Request-ID", contract_route.HEADER, idempotency.HEADER)
_READ = ("X-Request-ID", "Retry-After", idempotency.REPLAYED_HEADER, unknown_names.HEADER, deprecations.HEADER)
_KEPT_SECONDS = 3600


class BrowserAccess:
    """Lets scripts of these origins call the API with a token. Cookies are never sent along.

    It stands around everything that answers. A browser hides an answer without these headers from the script: an error
    looks like a broken network.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        self._app = app
        self._open = CORSMiddleware(
            app,
            allow_origins=origins,
            allow_methods=("GET", "POST", "PUT", "PATCH", "DELETE"),
            allow_headers=_SENT,
            expose_headers=_READ,
            max_age=_KEPT_SECONDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._open if scope["path"].startswith(_PATHS) else self._app)(scope, receive, send)
