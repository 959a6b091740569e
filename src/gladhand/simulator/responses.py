"""Answers in JSON, as the provider writes them."""

from typing import Any

import orjson
from aiohttp import web


def answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.Response(body=orjson.dumps(value), status=status, content_type="application/json", headers=headers)


def error(status: int, reason: str, field: str | None = None, headers: dict[str, str] | None = None) -> web.Response:
    return answer({"error": {"reason": reason, "field": field}}, status, headers)
