"""`/v2/<service>/openapi.json` for machines and `/docs` for people. No token is needed for either."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request, Response

from gladhand.apidocs import documents, pages
from gladhand.apidocs.documents import ReferenceSettings
from gladhand.apidocs.services import SERVICES
from gladhand.core.dependencies import look_up, provide, provided
from gladhand.core.problems import NotFound
from gladhand.core.responses import JSON

_READ = ["GET", "HEAD"]
# Short: it changes with a release of this server only, and then soon.
_KEPT = {"Cache-Control": "public, max-age=300"}

router = APIRouter(include_in_schema=False)


class Written:
    """What was made once and is the same for everybody, for as long as this process runs."""

    def __init__(self) -> None:
        self._texts: dict[str, bytes] = {}

    def once(self, name: str, make: Callable[[], bytes]) -> bytes:
        if name not in self._texts:
            self._texts[name] = make()
        return self._texts[name]


Settings = Annotated[ReferenceSettings, provided(ReferenceSettings)]


def add_to(app: FastAPI) -> None:
    """Publish the documents of the routes that `app` has, and the pages made from them."""
    provide(app, Written())
    app.include_router(router)


# Plain functions, which the framework runs in a thread: while a page is made for its first reader, nobody else waits.
@router.api_route("/v2/{service}/openapi.json", methods=_READ)
def get_openapi(service: str, request: Request, settings: Settings) -> Response:
    app = _app(request, service)
    written = look_up(app, Written)
    return JSON(written.once(service, lambda: documents.rendered(app, service, settings)), headers=_KEPT)


@router.api_route("/docs", methods=_READ)
def read_index(request: Request, settings: Settings) -> Response:
    app = request.app

    def make() -> bytes:
        found = {service: documents.document(app, service, settings) for service in SERVICES}
        return pages.index(found, settings)

    return pages.answer(look_up(app, Written).once("/docs", make))


@router.api_route("/docs/{service}", methods=_READ)
def read_service(service: str, request: Request, settings: Settings) -> Response:
    app = _app(request, service)

    def make() -> bytes:
        return pages.service(service, documents.document(app, service, settings), settings)

    return pages.answer(look_up(app, Written).once(f"/docs/{service}", make))


@router.api_route("/static/reference/{name}", methods=_READ)
def read_file(name: str) -> Response:
    found = pages.asset_answer(name)
    if found is None:
        raise NotFound("There is nothing at this path.")
    return found


def _app(request: Request, service: str) -> Any:
    if service not in SERVICES:
        raise NotFound("There is nothing at this path.")
    return request.app
