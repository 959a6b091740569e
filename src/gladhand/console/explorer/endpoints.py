"""The explorer: every list of records that the API has."""

from fastapi import APIRouter, Request, Response
from starlette.types import Message, Receive, Scope, Send

from gladhand.console.explorer.filters import sent
from gladhand.console.explorer.page import DOWNLOAD, list_page
from gladhand.console.pages.api import ApiCalls
from gladhand.console.pages.blocks import Link, TableBlock
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource, as_words

router = APIRouter(prefix="/console/partners/{slug}/explorer", include_in_schema=False, route_class=ConsoleRoute)

_SIZE = 50


@router.get("")
async def show_resources(view: PartnerView) -> Response:
    """All lists."""
    view.require("telematics:read")
    rows = [
        [Link(as_words(each.plural), view.url(f"/explorer/{each.path}")), each.description, each.kind.value]
        for each in REGISTRY.values()
        if each.has_list
    ]
    table = TableBlock("Records", ["Records", "What they are", "Kind"], rows, "There are no resources.")
    return view.show(ConsolePage("Explorer", [table], "Every list of records of the API as a table."))


@router.get("/{path:path}")
async def show_records(view: PartnerView, request: Request, path: str) -> Response:
    """One page of one list; or the whole list as CSV, as the API streams it."""
    resource = _resource(path)
    values = {name: request.query_params.getlist(name) for name in request.query_params}
    if values.get(DOWNLOAD):
        return _Download(view.api, resource, sent(resource, values))
    query = {"size": _SIZE} | sent(resource, values)
    answer = await view.api.get(f"/v2/telematics/{resource.path}", **query)
    return view.show(list_page(resource, answer, values, view.url("/explorer")))


def _resource(path: str) -> Resource:
    found = next((each for each in REGISTRY.values() if each.has_list and each.path == path), None)
    if found is None:
        raise PageNotFound
    return found


class _Download(Response):
    """The API's own stream, which the browser stores as a file."""

    def __init__(self, api: ApiCalls, resource: Resource, query: dict[str, object]) -> None:
        super().__init__()
        self._api = api
        self._name = f"{resource.plural}.csv"
        self._scope = api.scope("GET", f"/v2/telematics/{resource.path}", query, {"accept": "text/csv"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 -- its own scope
        async def send_as_file(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                kept = [(name, value) for name, value in message["headers"] if name != b"content-disposition"]
                disposition = f'attachment; filename="{self._name}"'.encode()
                message = {**message, "headers": [*kept, (b"content-disposition", disposition)]}
            await send(message)

        await self._api.pass_on(self._scope, receive, send_as_file)
