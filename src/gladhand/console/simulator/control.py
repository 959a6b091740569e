"""The simulator's own API for what goes wrong. The console changes nothing of the simulator in another way."""

import asyncio
from typing import Any

import orjson

from gladhand.console.pages.problems import BadForm, PageNotFound
from gladhand.core.http import ClientError, Session, read_at_most

_SECONDS = 5.0
_MOST_BYTES = 1_000_000


class SimulatorAway(Exception):
    """The simulator does not answer."""


class SimulatorControl:
    """The simulator at the address that the operator has set."""

    def __init__(self, url: str | None, session: Session) -> None:
        self.url = url
        self._session = session

    async def get(self, path: str) -> Any:
        """The JSON at a path below `/_control`. Raises `PageNotFound` without a simulator, and `SimulatorAway`."""
        return await self._call("GET", path, None)

    async def change(self, method: str, path: str, body: Any = None) -> None:
        """Change something. Raises `BadForm` where the simulator refuses it or does not answer, and `PageNotFound`."""
        try:
            await self._call(method, path, body)
        except SimulatorAway as error:
            raise BadForm(str(error)) from None

    async def _call(self, method: str, path: str, body: Any) -> Any:
        if self.url is None:
            raise PageNotFound
        try:
            async with (
                asyncio.timeout(_SECONDS),
                self._session.request(method, f"{self.url}/_control{path}", json=body) as answer,
            ):
                status, content = answer.status, await read_at_most(answer, _MOST_BYTES)
            value = orjson.loads(content) if content else None
        except (ClientError, OSError, TimeoutError, ValueError):
            raise SimulatorAway(
                f"The simulator at {self.url} does not answer. `gladhand simulator` starts one."
            ) from None
        if status >= 400:
            raise BadForm(f"The simulator says: {_reason(value)}")
        return value


def _reason(value: Any) -> str:
    error = value.get("error") if isinstance(value, dict) else None
    return str(error.get("reason")) if isinstance(error, dict) else "no"
