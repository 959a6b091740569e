"""The stream upon which an open page of a partner fetches itself again. It has no content and keeps no connection."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from gladhand.console.pages.dependencies import EVENT_STREAM, find_person
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.views import PartnerView, View
from gladhand.core.db import AWAY
from gladhand.core.dependencies import dependency
from gladhand.core.live_changes import ChangeTopic, LiveChanges

router = APIRouter(prefix="/console/partners/{slug}/live", include_in_schema=False, route_class=ConsoleRoute)

# How often a stream shows the browser, and proxies between, that it lives. It looks as often whether its session does.
_STILL_HERE_SECONDS = 5.0
# Changes do not ask for the session more often than this.
_CHECK_SECONDS = 1.0
# Many changes within this time are one for the page, which asks for all of its blocks again.
_GATHER_SECONDS = 0.8
# A server of several processes cannot tell its streams that it stops: it waits for them to end.
_LASTS_SECONDS = 20.0
# Then the browser opens the next one, after so many milliseconds.
_RETRY = b"id: 1\nretry: 300\n\n"
_STILL_HERE = b": still here\n\n"
_END = b"event: end\ndata:\n\n"
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@router.get("")
async def stream_changes(
    view: PartnerView, request: Request, changes: Annotated[LiveChanges, dependency(LiveChanges)]
) -> Response:
    """Server-sent events. 204, upon which a browser does not try again, where too many pages are open."""
    if changes.is_full:
        return Response(status_code=204)
    return StreamingResponse(_stream(view, request, changes), media_type=EVENT_STREAM, headers=_HEADERS)


async def _stream(view: View, request: Request, changes: LiveChanges) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    async with changes.subscribed(view.partner) as subscription:
        yield _RETRY
        if "last-event-id" in request.headers:
            # The browser has had a stream before: something may have happened between the two.
            subscription.notify(ChangeTopic)
        began = checked = loop.time()
        while not subscription.is_over and loop.time() - began < _LASTS_SECONDS:
            topics = await subscription.changed(_STILL_HERE_SECONDS)
            if loop.time() - checked >= _CHECK_SECONDS:
                checked = loop.time()
                if not await _is_open(view, request):
                    yield _END
                    return
            yield f"event: change\ndata: {' '.join(sorted(topics))}\n\n".encode() if topics else _STILL_HERE
            await asyncio.sleep(_GATHER_SECONDS)


async def _is_open(view: View, request: Request) -> bool:
    """Whether the session still opens the partner's pages. A database that is away ends no session."""
    try:
        person = await find_person(request)
    except AWAY:
        return True
    slug = view.area.partner_slug
    return person is not None and slug is not None and person.role_at(slug) is not None
