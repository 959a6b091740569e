"""Answers that lie: pages that loop, repeat, leave out or invent rows, and bodies that break off or are huge."""

import asyncio
from typing import Any

import orjson
from aiohttp import web

from gladhand.simulator.fault_injection import Rule
from gladhand.simulator.responses import error

_CURSORS = ("after", "cursor")
#: A cursor that this module has made up; it leads to the first page again.
_MADE_UP = "again-"
# The cursors of their answers are made up, too.
_MAKING_UP = ("page_loop", "endless")
_WORDS = ("duty", "kind", "rule", "review", "product", "use", "duty_status", "unit", "event", "state")
_UNKNOWN = "hibernating"
_GARBAGE = {"id": None, "time": "yesterday", "start": 7, "lat": "north"}
_CHUNK = b" " * 1_000_000


def cursor_of(request: web.Request) -> str | None:
    return next((request.query[name] for name in _CURSORS if name in request.query), None)


def without_made_up_cursor(rule: Rule, request: web.Request) -> web.Request:
    """The request as the provider's API takes it. Rules that make no cursors up let it refuse them.

    A feed without a cursor begins now, and the cursor of such an answer would lead past rows.
    """
    if rule.kind in _MAKING_UP and (cursor_of(request) or "").startswith(_MADE_UP):
        url = request.rel_url.without_query_params(*_CURSORS)
        return request.clone(rel_url=url)
    return request


async def instead_of_answer(rule: Rule, request: web.Request) -> web.StreamResponse | None:
    """What the rule makes the API say without looking at the request."""
    if rule.kind == "huge":
        return await _huge_body(rule, request)
    if rule.kind == "html":
        return web.Response(text="<html><body>Down for maintenance</body></html>", content_type="text/html")
    if rule.kind == "expire_cursor" and cursor_of(request) is not None:
        return error(410, "This cursor has expired.", "after" if "after" in request.query else "cursor")
    return None


async def distorted(rule: Rule, request: web.Request, response: web.Response) -> web.StreamResponse:
    """The answer as the rule changes it."""
    if rule.kind == "cut_answer":
        return await _broken_off(request, response)
    change = _CHANGES.get(rule.kind)
    if change is None or response.status != 200 or not isinstance(response.body, bytes):
        return response
    page = orjson.loads(response.body)
    name = next((name for name, value in page.items() if isinstance(value, list)), None)
    if name is None:
        return response
    change(rule, request, page, name)
    response.body = orjson.dumps(page)
    return response


async def _broken_off(request: web.Request, response: web.Response) -> web.StreamResponse:
    """Half of the body that was promised; then the connection drops."""
    body = response.body if isinstance(response.body, bytes) else b""
    stream = web.StreamResponse(headers={"Content-Length": str(len(body)), "Content-Type": "application/json"})
    await stream.prepare(request)
    await stream.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return stream


async def _huge_body(rule: Rule, request: web.Request) -> web.StreamResponse:
    """A body of so many megabytes, which ends as it should."""
    stream = web.StreamResponse(headers={"Content-Type": "application/json"})
    await stream.prepare(request)
    try:
        await stream.write(b'{"rows": [')
        for _ in range(rule.megabytes):
            await stream.write(_CHUNK)
            await asyncio.sleep(0)
        await stream.write(b"]}")
    except ConnectionError:
        # The client has had enough.
        return stream
    return stream


def _loop(rule: Rule, request: web.Request, page: dict[str, Any], name: str) -> None:  # noqa: ARG001 - one form for all
    page["next"] = cursor_of(request) or f"{_MADE_UP}0"
    if "more" in page:
        page["more"] = True


def _go_on(rule: Rule, request: web.Request, page: dict[str, Any], name: str) -> None:  # noqa: ARG001 - likewise
    rule.seen += 1
    page |= {name: [], "next": f"{_MADE_UP}{rule.seen}"}
    if "more" in page:
        page["more"] = True


def _repeat(rule: Rule, request: web.Request, page: dict[str, Any], name: str) -> None:  # noqa: ARG001 - likewise
    page[name] = [row for row in page[name] for _ in range(2)]


def _cap(rule: Rule, request: web.Request, page: dict[str, Any], name: str) -> None:
    if cursor_of(request) is None:
        rule.seen = 0
    left = max(rule.rows - rule.seen, 0)
    rule.seen += len(page[name])
    if len(page[name]) >= left:
        page[name], page["next"] = page[name][:left], None


def _add_garbage(rule: Rule, request: web.Request, page: dict[str, Any], name: str) -> None:  # noqa: ARG001 - likewise
    page[name].insert(len(page[name]) // 2, _GARBAGE)


def _use_unknown_word(rule: Rule, request: web.Request, page: dict[str, Any], name: str) -> None:  # noqa: ARG001 - likewise
    for row in page[name]:
        if word := next((each for each in _WORDS if isinstance(row.get(each), str)), None):
            row[word] = _UNKNOWN
            return


_CHANGES = {
    "page_loop": _loop,
    "endless": _go_on,
    "duplicates": _repeat,
    "cap": _cap,
    "garbage_row": _add_garbage,
    "unknown_value": _use_unknown_word,
}
