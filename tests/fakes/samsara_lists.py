"""Pages, windows and cursors of the lists in Samsara's documents."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from aiohttp import web
from tests.fakes.samsara_rules import Bad


def listed(rows: Sequence[Mapping[str, Any]], request: web.Request, size: int) -> web.Response:
    """A page of a list, whose last page has an empty cursor."""
    start = position_of(request.query["after"]) if "after" in request.query else 0
    page, has_more = rows[start : start + size], len(rows) > start + size
    cursor = cursor_at(start + size) if has_more else ""
    return web.json_response({"data": list(page), "pagination": {"endCursor": cursor, "hasNextPage": has_more}})


def limit_of(request: web.Request, most: int) -> int:
    limit = request.query.get("limit", str(most))
    if not (limit.isdigit() and 1 <= int(limit) <= most):
        raise Bad(f"limit must be between 1 and {most}.")
    return int(limit)


def window_of(request: web.Request) -> tuple[datetime, datetime]:
    try:
        begin, end = (datetime.fromisoformat(request.query[name]) for name in ("startTime", "endTime"))
    except (KeyError, ValueError):
        raise Bad("startTime and endTime must be RFC 3339 timestamps.") from None
    if end < begin:
        raise Bad("endTime must be after startTime.")
    return begin, end


def cursor_at(position: int) -> str:
    return base64.b64encode(f"at-{position}".encode()).decode()


def position_of(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("at-"))
    except ValueError:
        raise Bad("Invalid value for after.") from None
