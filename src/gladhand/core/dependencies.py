"""FastAPI dependencies: values of the container by their type, connections, transactions, parameters of pages."""

from collections.abc import AsyncIterator
from typing import Annotated, Any, TypeVar

from fastapi import Depends, FastAPI, Query, Request

from gladhand.core.container import Container
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.core.keyset import MAX_SIZE
from gladhand.core.proxies import client_address

T = TypeVar("T")


def add_dependencies(app: FastAPI, *values: object) -> None:
    """Make each value available as `Annotated[X, dependency(X)]`, where X is its exact type."""
    if not hasattr(app.state, "container"):
        app.state.container = Container()
    app.state.container.add(*values)


def get_dependency(app: FastAPI, kind: type[T]) -> T:
    """The value of this type that the application has."""
    values: Container = app.state.container
    return values.get(kind)


def dependency(kind: type[T]) -> Any:
    """A FastAPI dependency that yields the value of this type."""

    # A coroutine, because FastAPI runs plain functions in a thread, which costs ten times as much.
    async def find(request: Request) -> T:
        return get_dependency(request.app, kind)

    return Depends(find)


async def _reader(request: Request) -> AsyncIterator[Db]:
    async with get_dependency(request.app, Database).connection() as db:
        yield db


async def _transaction(request: Request) -> AsyncIterator[Db]:
    async with get_dependency(request.app, Database).transaction() as db:
        yield db


async def _address(request: Request) -> str | None:
    return client_address(request.scope)


#: A connection for single statements. It returns to the pool before the answer leaves.
Reader = Annotated[Db, Depends(_reader, scope="function")]
#: One transaction for the request, committed before the answer leaves. With FastAPI's default scope the client would
#: receive a success before a commit that can still fail.
Transaction = Annotated[Db, Depends(_transaction, scope="function")]
Keys = Annotated[Keyring, dependency(Keyring)]
#: The address that the request came from.
Address = Annotated[str | None, Depends(_address)]

CursorText = Annotated[
    str | None, Query(description="A cursor from an earlier answer. Leave it out for the first page")
]
Size = Annotated[int, Query(ge=1, le=MAX_SIZE, description="The most items of a page")]
