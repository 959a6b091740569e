"""Bodies of control requests."""

from typing import Any

import orjson
from aiohttp import web


async def json_object(request: web.Request) -> dict[str, Any]:
    """The body's JSON object; an empty one if there is none."""
    try:
        body = orjson.loads(await request.read())
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {}
