"""Dry runs: the code that writes shows what it would send. Nothing is sent, stored or published."""

from collections.abc import Sequence
from uuid import UUID

from gladhand.auth.callers import PartnerCaller
from gladhand.integrations.connections import queries as connections
from gladhand.integrations.gateway import NotInstalled, ProviderGateway
from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.dry_run import PlannedRequest
from gladhand.integrations.operations import service
from gladhand.integrations.operations.field_results import FieldResults, of_ignored, of_refusal
from gladhand.integrations.operations.problems import ProviderCannot
from gladhand.integrations.operations.schemas import DryRun, DryRunRequest, FieldOutcomeEnum, FieldResult, Refusal
from gladhand.integrations.operations.service import CheckedWrite, WriteRequest
from gladhand.resources.base import Change
from gladhand.resources.enums import TspEnum
from gladhand.sdk.errors import ProviderError
from gladhand.sdk.field_map import Prepared


async def dry_run(gateway: ProviderGateway, caller: PartnerCaller, request: WriteRequest) -> DryRun:
    """The planned requests, and the outcome of each field. Raises every `Problem` that the write itself would raise."""
    async with gateway.database.connection() as db:
        checked = await service.check(db, caller, request, gateway)
        target = checked.target
        connection = await connections.get_with_credentials(db, target.fleet_id, target.connection_id)
    change = checked.write.changes()
    try:
        adapter = await gateway.open_dry_run(connection.stored)
    except NotInstalled:
        raise ProviderCannot(connection.source_name, request.verb, request.resource.name, None) from None
    except ProviderError as error:
        return _answer(checked, request, [], of_refusal(error, change), error)
    try:
        requests = await calls.dry_run(adapter, request.resource.name, change, source_id=_source_id(checked))
    except ProviderError as error:
        return _answer(checked, request, calls.planned(adapter), of_refusal(error, change), error)
    return _answer(checked, request, requests, _known_outcomes(adapter.prepared, change), None)


def _known_outcomes(prepared: Sequence[Prepared], change: Change) -> FieldResults:
    """The outcome of each field as far as it is known; of two answers the newer one counts."""
    known = {name: (outcome, each.details.get(name)) for each in prepared for name, outcome in each.outcomes.items()}
    return [
        {"field": name, "outcome": known[name][0].value, "detail": known[name][1]} for name in change if name in known
    ]


def _answer(
    checked: CheckedWrite,
    request: WriteRequest,
    requests: list[PlannedRequest],
    results: FieldResults,
    error: ProviderError | None,
) -> DryRun:
    return DryRun(
        connection_id=checked.target.connection_id,
        source_name=TspEnum(checked.target.source_name),
        resource=request.resource.name,
        resource_id=_resource_id(checked),
        source_id=_source_id(checked),
        operation_type=request.verb,
        payload=checked.payload,
        requests=[
            DryRunRequest(method=each.method, url=each.url, headers=each.headers, body=each.body) for each in requests
        ],
        field_results=[
            FieldResult(field=str(each["field"]), outcome=FieldOutcomeEnum(str(each["outcome"])), detail=each["detail"])
            for each in [*results, *of_ignored(request.ignored)]
        ],
        refusal=Refusal(error_type=error.error_type, error_details=error.detail) if error else None,
    )


def _resource_id(checked: CheckedWrite) -> UUID | None:
    return checked.known.id if checked.known else None


def _source_id(checked: CheckedWrite) -> str | None:
    return checked.known.source_id if checked.known else None
