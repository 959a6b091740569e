"""A server of the Model Context Protocol over standard input and output: a partner's own data for an assistant.

The tools are operations of the client, with its parameters and its sentences. A write is a dry run, which changes
nothing, unless the person who starts the server allows writes.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Annotated, Any, TypeVar, get_args

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field, TypeAdapter

from gladhand_client.calls import Call
from gladhand_client.client import AsyncClient
from gladhand_client.command_line.login import Login
from gladhand_client.errors import GladhandError
from gladhand_client.pages import AsyncPages

T = TypeVar("T")

#: Groups whose lists are no tools: links of invitations, secrets, rights of others, and events, which repeat them.
LEFT_OUT_GROUPS = frozenset({
    "api_clients", "audit_trail", "branding", "consent", "embed_keys", "event_schemas", "events", "invitations",
    "overview", "partners", "people", "webhooks",
})  # fmt: skip
#: Who knows the id of an invitation can accept it.
_SECRETS = frozenset({"invitation_id", "magic_link", "credentials"})
_LEFT_OUT = frozenset({"cursor", "size", "include_source_data", "dry_run", "is_sync", "idempotency_key"})
_Limit = Annotated[int, Field(ge=1, le=1000, description="The most records to return")]
_INSTRUCTIONS = (
    "Tools over a gladhand telematics hub. Records belong to fleets, which share them with the caller. Begin with "
    "list_fleets: other lists take fleet_refs. Times are ISO 8601 with an offset; values are in SI units."
)


class _PlainClient(AsyncClient):
    """Answers are the hub's JSON as it is: nothing is gained by models between the hub and an assistant."""

    async def call(self, call: Call, answer: TypeAdapter[T]) -> Any:  # noqa: ARG002 - of the class above
        return await self._run(self._exchange.steps(call))

    def pages(self, call: Call, item: TypeAdapter[T]) -> AsyncPages[Any]:  # noqa: ARG002 - of the class above
        return super().pages(call, TypeAdapter(dict[str, Any]))


def server(login: Login, *, allows_writes: bool) -> MCPServer[None]:
    """The server with its tools; `run("stdio")` serves."""
    client = login.client(_PlainClient)

    @asynccontextmanager
    async def lifespan(_: MCPServer[None]) -> Any:
        async with client:
            yield

    made = MCPServer[None]("gladhand", instructions=_INSTRUCTIONS, log_level="ERROR", lifespan=lifespan)
    for name, operation in _reads(client):
        made.add_tool(_list_tool(operation), name, annotations=ToolAnnotations(read_only_hint=True))
    for name, operation in _writes(client):
        made.add_tool(
            _write_tool(operation, is_dry=True), f"dry_run_{name}", annotations=ToolAnnotations(read_only_hint=True)
        )
        if allows_writes:
            made.add_tool(_write_tool(operation, is_dry=False), name, annotations=ToolAnnotations(read_only_hint=False))
    return made


def _reads(client: AsyncClient) -> Iterator[tuple[str, Callable[..., Any]]]:
    for group, of_group in _groups(client):
        if group in LEFT_OUT_GROUPS:
            continue
        for name, operation in _operations(of_group):
            if name == "list":
                yield f"{name}_{group}", operation
            elif name.startswith("list"):
                yield name if name.endswith(f"_{group}") else f"{name}_of_{group}", operation


def _writes(client: AsyncClient) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The writes to providers: all operations that have a dry run."""
    for group, of_group in _groups(client):
        for name, operation in _operations(of_group):
            if any(each.name == "dry_run" for each in _parameters(operation)):
                yield f"{name}_{group}", operation


def _groups(client: AsyncClient) -> Iterator[tuple[str, object]]:
    return ((name, group) for name, group in sorted(vars(client).items()) if not name.startswith("_"))


def _operations(of_group: object) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, operation in inspect.getmembers(of_group, inspect.ismethod):
        if not name.startswith("_"):
            yield name, operation


def _list_tool(operation: Callable[..., Any]) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def read(*, limit: int = 50, **filters: Any) -> dict[str, Any]:
        given = {name: value for name, value in filters.items() if value is not None}
        if inspect.iscoroutinefunction(operation):  # a list without pages
            whole = await operation(**given)
            return {"items": _shown(whole[:limit]), "total": len(whole), "is_whole": len(whole) <= limit}
        items: list[Any] = []
        total = None
        async for page in operation(size=min(limit, 100), **given).pages():
            items += page.items
            total = page.total
            if len(items) >= limit:
                return {"items": _shown(items[:limit]), "total": total, "is_whole": False}
        return {"items": _shown(items), "total": total, "is_whole": True}

    limit = inspect.Parameter("limit", inspect.Parameter.KEYWORD_ONLY, default=50, annotation=_Limit)
    return _as_tool(read, operation, [*_parameters(operation), limit])


def _write_tool(operation: Callable[..., Any], *, is_dry: bool) -> Callable[..., Awaitable[dict[str, Any]]]:
    async def write(*, body: BaseModel, **ids: Any) -> dict[str, Any]:
        fields = body.model_dump(mode="json", exclude_unset=True, by_alias=True)
        # A person who asks wants the result: so the hub answers when the provider has.
        how = {"dry_run": True} if is_dry else {"is_sync": True}
        answer = await operation(*ids.values(), fields, **how)
        return {"answer": _shown(answer)}

    begin = "Say what this write would do; nothing is sent or changed. " if is_dry else "Changes data at the provider. "
    return _as_tool(write, operation, _parameters(operation), begin=begin)


def _parameters(operation: Callable[..., Any]) -> list[inspect.Parameter]:
    return list(inspect.signature(operation, eval_str=True).parameters.values())


def _as_tool(
    function: Callable[..., Awaitable[dict[str, Any]]],
    operation: Callable[..., Any],
    parameters: Sequence[inspect.Parameter],
    *,
    begin: str = "",
) -> Callable[..., Awaitable[dict[str, Any]]]:
    """The function with the parameters and the sentences of the operation."""
    shown = [
        each.replace(kind=inspect.Parameter.KEYWORD_ONLY, annotation=_plain(each.annotation))
        for each in parameters
        if each.name not in _LEFT_OUT
    ]

    async def tool(**arguments: Any) -> dict[str, Any]:
        try:
            return await function(**arguments)
        except (GladhandError, ValueError) as error:
            # Other exceptions are bugs; the protocol's library keeps their texts back.
            raise ToolError(str(error)) from error

    tool.__signature__ = inspect.Signature(shown, return_annotation=dict[str, Any])  # type: ignore[attr-defined] # how inspect lets a function say it
    tool.__doc__ = begin + inspect.cleandoc(operation.__doc__ or "")
    return tool


def _plain(annotation: Any) -> Any:
    """A body as its model alone, which tells an assistant the fields."""
    models = [each for each in get_args(annotation) if isinstance(each, type) and issubclass(each, BaseModel)]
    return models[0] if models else annotation


def _shown(value: Any) -> Any:
    """JSON without what is empty, which would only fill an assistant's memory, and without secrets."""
    if isinstance(value, Mapping):
        return {name: _shown(inner) for name, inner in value.items() if inner is not None and name not in _SECRETS}
    return [_shown(inner) for inner in value] if isinstance(value, list) else value
