"""Bodies of requests."""

from typing import Any

import orjson
from aiohttp import web

from gladhand.simulator.kinds import RequestRefused


async def any_json(request: web.Request) -> object:
    """What the body says. Raises `RequestRefused` if it is not JSON."""
    try:
        return orjson.loads(await request.read())
    except ValueError:
        raise RequestRefused(400, "The body is not JSON.") from None


async def json_object(request: web.Request) -> dict[str, Any]:
    """The body's JSON object; an empty one if there is none."""
    try:
        body = orjson.loads(await request.read())
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {}
