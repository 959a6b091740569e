"""`/v2/<service>/openapi.json` for machines and `/docs` for people. No token is needed for either."""

from collections.abc import Callable
from threading import Lock
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Request, Response

from gladhand.apidocs import documents, pages
from gladhand.apidocs.documents import ReferenceSettings
from gladhand.apidocs.services import SERVICES
from gladhand.core.dependencies import add_dependencies, dependency, get_dependency
from gladhand.core.problems import NotFound
from gladhand.core.responses import JSON

# Short, so that clients see a new release soon.
_KEPT = {"Cache-Control": "public, max-age=300"}

router = APIRouter(include_in_schema=False)


class RenderedPages:
    """Documents and pages, rendered once per process, and one at a time: FastAPI's work on a document changes what all
    documents share, so that two at once fail."""

    def __init__(self) -> None:
        self._texts: dict[str, bytes] = {}
        self._rendering = Lock()

    def once(self, name: str, make: Callable[[], bytes]) -> bytes:
        if name not in self._texts:
            with self._rendering:
                if name not in self._texts:
                    self._texts[name] = make()
        return self._texts[name]


Settings = Annotated[ReferenceSettings, dependency(ReferenceSettings)]


def add_to(app: FastAPI) -> None:
    """Publish the documents of the routes of `app`, and the pages that show them."""
    add_dependencies(app, RenderedPages())
    app.include_router(router)


# Plain functions: FastAPI runs them in a thread, so the first rendering of a page blocks no other request.
@router.get("/v2/{service}/openapi.json")
def get_openapi(service: str, request: Request, settings: Settings, *, extensions: bool = False) -> Response:
    """The contract's operations; with `extensions=true` also what this server has beyond them."""
    app = _app(request, service)
    written = get_dependency(app, RenderedPages)
    text = written.once(
        f"{service} {extensions}", lambda: documents.rendered_document(app, service, settings, extensions=extensions)
    )
    return JSON(text, headers=_KEPT)


@router.get("/docs")
def read_index(request: Request, settings: Settings) -> Response:
    app = request.app

    def make() -> bytes:
        found = {service: documents.document(app, service, settings) for service in SERVICES}
        return pages.index(found, settings)

    return pages.page_response(get_dependency(app, RenderedPages).once("/docs", make))


@router.get("/docs/{service}")
def read_service(service: str, request: Request, settings: Settings) -> Response:
    app = _app(request, service)

    def make() -> bytes:
        return pages.service(service, documents.document(app, service, settings), settings)

    return pages.page_response(get_dependency(app, RenderedPages).once(f"/docs/{service}", make))


@router.get("/static/reference/{name}")
def read_file(name: str) -> Response:
    found = pages.ASSETS.response(name)
    if found is None:
        raise NotFound("No route matches this path.")
    return found


def _app(request: Request, service: str) -> Any:
    if service not in SERVICES:
        raise NotFound("No route matches this path.")
    return request.app
