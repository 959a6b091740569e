"""Transports that stand between an adapter and a fake: they make pages small, rows bad, and answers fail."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import orjson

from gladhand.sdk.errors import NoAnswer, ProviderError
from gladhand.sdk.http import Request, Response, Transport

_PAGE_SIZE = 2
# How the providers' requests ask for the size of a page.
_IN_QUERY = re.compile(r"\b(limit|per_page)=\d+")
# Requests that are sent by POST and change nothing: JSON-RPC, and what Wialon searches.
_READS = (b'"jsonrpc"', b"svc=core", b"svc=token")
_IN_BODY = re.compile(rb'"resultsLimit":\d+')


class SmallPages:
    """Asks for two rows a page, whatever the adapter asks for."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner
        self.requests = 0

    async def send(self, request: Request) -> Response:
        self.requests += 1
        url = _IN_QUERY.sub(rf"\g<1>={_PAGE_SIZE}", request.url)
        body = request.body
        if body is not None and (b'"sortBy"' in body or b'"GetFeed"' in body):
            body = _IN_BODY.sub(f'"resultsLimit":{_PAGE_SIZE}'.encode(), body)
        return await self._inner.send(replace(request, url=url, body=body))


class OneBadRow:
    """Puts a row that has no id into the first list of objects of each answer, in the place of its first row.

    With a `path` only of the answers to requests that contain it, and with a `mark` the first row that contains it.
    With `among` the rows are those under this key, in a list or in a map by their ids.
    """

    def __init__(self, inner: Transport, *, bad: Any, path: str = "", mark: str = "", among: str = "") -> None:
        self._inner, self._bad, self._path, self._mark, self._among = inner, bad, path, mark.encode(), among
        self.replaced = 0

    async def send(self, request: Request) -> Response:
        response = await self._inner.send(request)
        if self._path.encode() not in request.url.encode() + (request.body or b""):
            return response
        try:
            answer = orjson.loads(response.body)
        except ValueError:
            return response
        return replace(response, body=orjson.dumps(self._worsened(answer)))

    def _worsened(self, value: Any) -> Any:
        if self._among:
            return self._worsened_among(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            marked = (number for number, row in enumerate(value) if self._mark in orjson.dumps(row))
            if (number := next(marked, None)) is None:
                return value
            self.replaced += 1
            return [*value[:number], self._bad, *value[number + 1 :]]
        if isinstance(value, dict):
            for name, inner in value.items():
                if (worse := self._worsened(inner)) is not inner:
                    return {**value, name: worse}
        return value

    def _worsened_among(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._worsened_among(each) for each in value]
        if not isinstance(value, dict):
            return value
        if rows := value.get(self._among):
            self.replaced += 1
            worse = {**rows, next(iter(rows)): self._bad} if isinstance(rows, dict) else [self._bad, *rows[1:]]
            return {**value, self._among: worse}
        return {name: self._worsened_among(inner) for name, inner in value.items()}


# What providers call the number of all rows of a list.
_TOTALS = ("total", "totalResults", "totalItemsCount", "count", "result")


class OneRowGone:
    """Leaves out one row of the list that `OneBadRow` would put a bad row into: the first one that it sees, always.

    Totals do not count it.
    """

    def __init__(self, inner: Transport, *, path: str = "", mark: str = "", among: str = "") -> None:
        self._inner, self._path, self._mark, self._among = inner, path.encode(), mark.encode(), among
        self.row: bytes | None = None
        """The row, once it was seen."""

    async def send(self, request: Request) -> Response:
        response = await self._inner.send(request)
        if self._path not in request.url.encode() + (request.body or b""):
            return response
        try:
            answer = orjson.loads(response.body)
        except ValueError:
            return response
        answer = self._without(answer, is_list=not self._among)
        return replace(response, body=orjson.dumps(_lowered(answer) if self.row is not None else answer))

    def _without(self, value: Any, *, is_list: bool) -> Any:
        """The value without the row. `is_list`: a list here is the one that has the rows."""
        if is_list and isinstance(value, list) and value and isinstance(value[0], dict):
            return [row for row in value if not self._is_gone(row)]
        if is_list and self._among and isinstance(value, dict):
            return {name: row for name, row in value.items() if not self._is_gone(row)}
        if isinstance(value, list):
            return [self._without(each, is_list=is_list) for each in value]
        if isinstance(value, dict):
            return {
                name: self._without(each, is_list=name == self._among if self._among else True)
                for name, each in value.items()
            }
        return value

    def _is_gone(self, row: Any) -> bool:
        dumped = orjson.dumps(row)
        if self.row is None and self._mark in dumped:
            self.row = dumped
        return dumped == self.row


def _lowered(value: Any) -> Any:
    """The answer with totals that are one less. Rows have numbers of other things."""
    if not isinstance(value, dict):
        return value
    return {
        name: each - 1 if name in _TOTALS and isinstance(each, int) else _lowered(each) for name, each in value.items()
    }


class Failing:
    """Answers, or fails, like this from some request on."""

    def __init__(self, inner: Transport, outcome: Response | type[ProviderError], *, after: int = 0) -> None:
        self._inner, self._outcome, self._left = inner, outcome, after

    async def send(self, request: Request) -> Response:
        if self._left > 0:
            self._left -= 1
            return await self._inner.send(request)
        if isinstance(self._outcome, Response):
            return self._outcome
        raise self._outcome("The test has it so.")


class LosingAnswers:
    """Sends everything and loses the answer to the first request that writes."""

    def __init__(self, inner: Transport) -> None:
        self._inner, self._is_over = inner, False

    async def send(self, request: Request) -> Response:
        response = await self._inner.send(request)
        if not self._is_over and _writes(request):
            self._is_over = True
            raise NoAnswer("The connection broke.")
        return response


def _writes(request: Request) -> bool:
    if request.writes or b'"method":"Add"' in (request.body or b""):
        return True
    return request.method == "POST" and not any(mark in (request.body or b"") for mark in _READS)


#: Makes a transport around another one.
Network = Callable[[Transport], Transport]


class EditedRows:
    """Answers as if the values under one key were others."""

    def __init__(self, inner: Transport, key: str) -> None:
        self._inner, self._key = inner, key

    async def send(self, request: Request) -> Response:
        response = await self._inner.send(request)
        try:
            answer = orjson.loads(response.body)
        except ValueError:
            return response
        return replace(response, body=orjson.dumps(edited_values(answer, self._key)))


def edited_values(value: Any, key: str) -> Any:
    """The JSON value with another number, text or flag wherever one stands under this key."""
    if isinstance(value, list):
        return [edited_values(each, key) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {name: _edited(inner) if name == key else edited_values(inner, key) for name, inner in value.items()}


def _edited(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + max(1, value // 2)
    if isinstance(value, str):
        return str(_edited(int(value))) if value.isdigit() else f"{value} x"
    return value


class Hanging:
    """Answers until some request, which it never answers."""

    def __init__(self, inner: Transport, *, after: int) -> None:
        self._inner, self._left = inner, after
        self.is_reached = asyncio.Event()

    async def send(self, request: Request) -> Response:
        if self._left > 0:
            self._left -= 1
            return await self._inner.send(request)
        self.is_reached.set()
        return await asyncio.Future()
