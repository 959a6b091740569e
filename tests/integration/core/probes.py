"""Asks probes as a supervisor does."""

import json
from dataclasses import dataclass, field
from typing import Any

import aiohttp


@dataclass
class Probed:
    status: int
    body: Any
    text: str = field(default="", compare=False)
    retry_after: str | None = field(default=None, compare=False)


async def probe(url: str) -> Probed:
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        text = await answer.text()
        body = json.loads(text) if answer.content_type == "application/json" else None
        return Probed(answer.status, body, text, answer.headers.get("Retry-After"))
