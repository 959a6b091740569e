"""Dry runs: what a write would send, made by the code that writes. Nothing is sent, stored or published."""

from uuid import UUID

from gladhand.auth.callers import PartnerCaller
from gladhand.integrations.connections import queries as connections
from gladhand.integrations.connections.problems import NoSuchConnection
from gladhand.integrations.gateway import NotInstalled, ProviderGateway
from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.dry_run import PlannedRequest
from gladhand.integrations.operations import service
from gladhand.integrations.operations.field_results import FieldResults, of_refusal
from gladhand.integrations.operations.problems import ProviderCannot
from gladhand.integrations.operations.schemas import DryRun, DryRunRequest, FieldOutcomeEnum, FieldResult, Refusal
from gladhand.integrations.operations.service import Accepted, Wanted
from gladhand.resources.base import Change
from gladhand.resources.enums import TspEnum
from gladhand.sdk.errors import ProviderError
from gladhand.sdk.field_map import Prepared, watched


async def dry_run(gateway: ProviderGateway, who: PartnerCaller, wanted: Wanted) -> DryRun:
    """The planned requests, and the outcome of each field. Raises every `Problem` that the write itself would raise."""
    async with gateway.database.connection() as db:
        accepted = await service.check(db, who, wanted, gateway)
        held = await connections.held(db, accepted.target.fleet_id, accepted.target.connection_id)
    if held is None:
        raise NoSuchConnection
    change = wanted.write.changes()
    with watched() as seen:
        try:
            adapter = await gateway.open_dry_run(held.stored)
        except NotInstalled:
            raise ProviderCannot(held.source_name, wanted.verb, wanted.resource.name, None) from None
        except ProviderError as error:
            return _told(accepted, wanted, [], of_refusal(error, change), error)
        try:
            requests = await calls.dry_run(adapter, wanted.resource.name, change, source_id=_source_id(accepted))
        except ProviderError as error:
            return _told(accepted, wanted, calls.planned(adapter), of_refusal(error, change), error)
    return _told(accepted, wanted, requests, _known(seen, change), None)


def _known(seen: list[Prepared], change: Change) -> FieldResults:
    """What the sheets said of each field; the last word counts where one was asked again."""
    said = {name: (note, each.details.get(name)) for each in seen for name, note in each.outcomes.items()}
    return [{"field": name, "outcome": said[name][0].value, "detail": said[name][1]} for name in change if name in said]


def _told(
    accepted: Accepted,
    wanted: Wanted,
    requests: list[PlannedRequest],
    results: FieldResults,
    error: ProviderError | None,
) -> DryRun:
    return DryRun(
        connection_id=accepted.target.connection_id,
        source_name=TspEnum(accepted.target.source_name),
        resource=wanted.resource.name,
        resource_id=_resource_id(accepted),
        source_id=_source_id(accepted),
        operation_type=wanted.verb,
        payload=wanted.payload,
        requests=[
            DryRunRequest(method=each.method, url=each.url, headers=each.headers, body=each.body) for each in requests
        ],
        field_results=[
            FieldResult(field=str(each["field"]), outcome=FieldOutcomeEnum(str(each["outcome"])), detail=each["detail"])
            for each in results
        ],
        refusal=Refusal(error_type=error.error_type, error_details=error.detail) if error else None,
    )


def _resource_id(accepted: Accepted) -> UUID | None:
    return accepted.known.id if accepted.known else None


def _source_id(accepted: Accepted) -> str | None:
    return accepted.known.source_id if accepted.known else None
