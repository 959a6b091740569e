"""Values made once in `app.py` and handed to requests by their type: settings of a noun, the key ring, the database."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends, FastAPI, Query, Request

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.core.paging import MAX_SIZE

T = TypeVar("T")


def provide(app: FastAPI, *values: object) -> None:
    """Make each value available as `Annotated[X, provided(X)]`, X being its exact type."""
    for value in values:
        setattr(app.state, _name(type(value)), value)


def look_up(app: FastAPI, kind: type[T]) -> T:
    """The value of this type that `app.py` has provided."""
    return cast(T, getattr(app.state, _name(kind)))


def provided(kind: type[T]) -> Any:
    """A FastAPI dependency that yields the provided value of this type."""

    # A coroutine, because the framework runs plain functions in a thread, at ten times the price.
    async def find(request: Request) -> T:
        return look_up(request.app, kind)

    return Depends(find)


def _name(kind: type) -> str:
    return f"provided:{kind.__module__}.{kind.__qualname__}"


async def _reader(request: Request) -> AsyncIterator[Db]:
    async with look_up(request.app, Database).connection() as db:
        yield db


async def _transaction(request: Request) -> AsyncIterator[Db]:
    async with look_up(request.app, Database).transaction() as db:
        yield db


#: A connection for single statements; given back before the answer leaves.
Reader = Annotated[Db, Depends(_reader, scope="function")]
#: One transaction for the request, committed before the answer leaves: with FastAPI's default scope the client
#: would hear of success before a commit that can still fail.
Transaction = Annotated[Db, Depends(_transaction, scope="function")]
Keys = Annotated[Keyring, provided(Keyring)]

CursorText = Annotated[str | None, Query(description="A cursor from an earlier answer; none for the first page")]
Size = Annotated[int, Query(ge=1, le=MAX_SIZE, description="How many items a page may have")]
