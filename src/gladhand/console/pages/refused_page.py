"""Shows the page of a refused form or filter again, with what was typed and with what is wrong."""

from collections.abc import Sequence
from urllib.parse import quote, unquote, urlsplit

from fastapi import Request, Response

from gladhand.console.pages.api import CollectedAnswer, body_of
from gladhand.console.pages.refusals import PAGE_FIELD, REFUSED_IN_SCOPE, InputFault, RefusedForm
from gladhand.core.next_page import console_page
from gladhand.core.posted_forms import PostedForm

_OK = 200
# The page is sent as it is, and whole.
_NOT_OF_THE_PAGE = frozenset({b"content-length", b"content-type", b"accept-encoding", b"range", b"if-none-match"})
_OF_A_FILTER = frozenset({400, 422})


async def page_again(request: Request, faults: Sequence[InputFault], status: int) -> Response | None:
    """The page from which the form was sent, or the page of the filter without it. None if there is no such page, or
    it is refused, too."""
    if REFUSED_IN_SCOPE in request.scope:
        return None
    form: PostedForm | None = getattr(request.state, "submitted", None)
    if form is not None:
        page = console_page(form.text(PAGE_FIELD))
        refused = RefusedForm("post", request.url.path, form.lists, faults, status)
    else:
        is_filtered = request.method == "GET" and status in _OF_A_FILTER and request.url.query
        page = request.url.path if is_filtered else None
        values = {name: request.query_params.getlist(name) for name in request.query_params}
        refused = RefusedForm("get", request.url.path, values, faults, status)
    if not page:
        return None
    address = urlsplit(page)
    path = unquote(address.path)
    scope = {
        "type": "http",
        **{name: request.scope.get(name) for name in ("asgi", "http_version", "scheme", "client", "server")},
        "method": "GET",
        "path": path,
        "raw_path": quote(path).encode(),
        "root_path": "",
        "query_string": address.query.encode(),
        "headers": [pair for pair in request.scope["headers"] if pair[0] not in _NOT_OF_THE_PAGE],
        REFUSED_IN_SCOPE: refused,
    }
    sent = CollectedAnswer()
    await request.app(scope, body_of(b""), sent)
    if sent.status != _OK:
        return None
    response = Response(bytes(sent.body), status)
    response.raw_headers = list(sent.headers)
    return response
