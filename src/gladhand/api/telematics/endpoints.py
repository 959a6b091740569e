"""The routes of every resource, made from the resource list: what a model has is what the document says."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import APIRouter, Depends, Path, Query, Response

from gladhand.api.telematics import dry_run
from gladhand.api.telematics.lists import ReadingCaller, add_list, add_part_list
from gladhand.api.telematics.schemas import ResourceOperation
from gladhand.auth.access import PartnerCaller, allow
from gladhand.core.contract_route import ignored_names
from gladhand.core.db import Database
from gladhand.core.dependencies import Reader
from gladhand.core.error_schemas import errors
from gladhand.core.idempotency.keyed import Keyed, apart
from gladhand.core.idempotency.problems import KeyInUse
from gladhand.core.idempotency.route import KeyedRoute
from gladhand.core.problems import NotFound
from gladhand.core.responses import JSON
from gladhand.core.unknown_names import IgnoredName
from gladhand.integrations.dependencies import Gateway
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.operations import queries as operations
from gladhand.integrations.operations import service, synchronous
from gladhand.integrations.operations.service import WriteRequest
from gladhand.records import answer_queries
from gladhand.resources.base import WriteBody
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource
from gladhand.resources.text import Text

router = APIRouter(prefix="/v2/telematics", responses=errors(501), route_class=KeyedRoute)

WritingCaller = Annotated[PartnerCaller, allow("telematics:write")]
Ignored = Annotated[Sequence[IgnoredName], Depends(ignored_names)]
IsSync = Annotated[
    bool,
    Query(
        description="If true, the request waits for the provider, and its answer has the result; the server does not "
        "retry and publishes no event of it. If false, the operation is accepted and done in the background."
    ),
]
_WRITTEN: dict[int | str, dict[str, Any]] = {
    200: {
        "model": ResourceOperation,
        "description": "With `is_sync`: done at the provider. With `dry_run`: what would be done.",
        "content": dry_run.CONTENT,
    },
    202: {"model": ResourceOperation, "description": "Accepted; follow the operation by its id."},
    502: {"model": ResourceOperation, "description": "The provider did not do it; the log of the operation says why."},
}


def add_resource_routes(to: APIRouter, resource: Resource) -> None:
    """Lists and get of a resource as it declares, create and update where it can be written."""
    if resource.has_list:
        add_list(to, resource)
    if resource.within is not None:
        add_part_list(to, resource, resource.within)
    if resource.has_get:
        _add_get(to, resource)
    if resource.create_model is not None:
        _add_create(to, resource, resource.create_model)
    if resource.update_model is not None:
        _add_update(to, resource, resource.update_model)


def _add_get(to: APIRouter, resource: Resource) -> None:
    @to.get(
        _record_path(resource),
        response_model=resource.record_model,
        operation_id=f"get_{resource.name.value}",
        summary=f"Get one {resource.words}",
        description=f"One {resource.words} of a fleet that shares it with you.",
        tags=[resource.path],
    )
    async def get_record(
        caller: ReadingCaller,
        db: Reader,
        record_id: Annotated[UUID, Path(alias=_id_name(resource), description="Id of the record.")],
        include_source_data: Annotated[
            bool, Query(description="Whether to include `source_data`: the provider's own data, unchanged.")
        ] = False,
    ) -> Response:
        found = await answer_queries.find_record(
            db, caller.partner_id, resource, record_id, with_source_data=include_source_data
        )
        if found is None:
            raise NotFound.of(resource.name.value)
        return JSON(found)


def _add_create(to: APIRouter, resource: Resource, model: type[WriteBody]) -> None:
    @to.post(
        f"/{resource.path}",
        status_code=202,
        response_model=ResourceOperation,
        responses=_WRITTEN,
        operation_id=f"create_{resource.name.value}",
        summary=f"Create a {resource.words}",
        description=f"Create a {resource.words} at the provider of `connection_id`.",
        tags=[resource.path],
    )
    async def create_record(
        caller: WritingCaller,
        gateway: Gateway,
        ignored: Ignored,
        body: model,  # type: ignore[valid-type]  # each resource has its own model
        is_sync: IsSync = False,
        is_dry_run: dry_run.IsDryRun = False,
    ) -> Response:
        write = WriteRequest(resource, body, ignored=ignored)
        if is_dry_run:
            return await dry_run.answer_dry_run(gateway, caller, write)
        return await _write(gateway, caller, write, is_sync=is_sync)


def _add_update(to: APIRouter, resource: Resource, model: type[WriteBody]) -> None:
    @to.patch(
        _record_path(resource),
        status_code=202,
        response_model=ResourceOperation,
        responses=_WRITTEN,
        operation_id=f"update_{resource.name.value}",
        summary=f"Update a {resource.words}",
        description=f"Change a {resource.words} at its provider. Fields that are left out stay as they "
        "are, null clears.",
        tags=[resource.path],
    )
    async def update_record(
        caller: WritingCaller,
        gateway: Gateway,
        ignored: Ignored,
        body: model,  # type: ignore[valid-type]  # each resource has its own model
        record: Annotated[
            Text, Path(alias=_id_name(resource), description="Id of the record, or the provider's id of it.")
        ],
        is_sync: IsSync = False,
        is_dry_run: dry_run.IsDryRun = False,
    ) -> Response:
        write = WriteRequest(resource, body, record, ignored=ignored)
        if is_dry_run:
            return await dry_run.answer_dry_run(gateway, caller, write)
        return await _write(gateway, caller, write, is_sync=is_sync)


async def _write(gateway: ProviderGateway, caller: PartnerCaller, write: WriteRequest, *, is_sync: bool) -> JSON:
    if not is_sync:
        async with gateway.database.transaction() as db:
            stored = await service.submit(db, caller, write, gateway)
        return JSON(stored.answer, 202)
    # The request waits for the provider, with no transaction open.
    keyed = apart()
    if keyed is not None and keyed.subject is not None:
        return _ended(await _finished(gateway.database, caller, keyed.subject), keyed)
    async with gateway.database.transaction() as db:
        if keyed is not None:
            await keyed.begin(db)
        stored = await service.submit(db, caller, write, gateway, hold=synchronous.hold_time(gateway.settings))
        if keyed is not None:
            await keyed.accept(db, stored.id)
    return _ended(await synchronous.run_now(gateway, caller.partner_id, stored.id), keyed)


async def _finished(database: Database, caller: PartnerCaller, operation_id: UUID) -> str:
    """The operation of a synchronous write whose request did not come to its end. Raises `KeyInUse` while it runs."""
    async with database.connection() as db:
        answer = await operations.get_answer(db, caller.partner_id, operation_id)
    if orjson.loads(answer)["status"] == "pending":
        raise KeyInUse
    return answer


def _ended(answer: str, keyed: Keyed | None) -> JSON:
    """The answer of a synchronous write. A key whose write has sent nothing to the provider can be used again."""
    operation = orjson.loads(answer)
    if keyed is not None and synchronous.is_unsent(operation):
        keyed.do_nothing()
    return JSON(answer, 200 if operation["status"] == "success" else 502)


def _record_path(resource: Resource) -> str:
    return f"/{resource.path}/{{{_id_name(resource)}}}"


def _id_name(resource: Resource) -> str:
    return f"{resource.name.value}_id"


for _resource in REGISTRY.values():
    add_resource_routes(router, _resource)
