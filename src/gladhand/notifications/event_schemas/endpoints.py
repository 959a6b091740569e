"""/v2/notifications/schemas: what the body of each event looks like."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from gladhand.auth.who import AdminCaller, FleetCaller, PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.error_schemas import errors
from gladhand.core.problems import NotFound
from gladhand.notifications.event_schemas.documents import document, versions

router = APIRouter(
    prefix="/v2/notifications/schemas", tags=["event schemas"], responses=errors(), route_class=ContractRoute
)

_MADE = datetime(2026, 11, 21, tzinfo=UTC)

Anybody = Annotated[PartnerCaller | FleetCaller | AdminCaller, allow(kinds=(PartnerCaller, FleetCaller, AdminCaller))]


class EventSchema(BaseModel):
    """The schema of one version of an event's body."""

    event_name: str
    version: Annotated[str, Field(pattern=r"^\d+\.\d+$")]
    created_at: datetime
    openapi_schema: str = Field(description="An OpenAPI document as text; the body is its first schema.")
    changelog: str = "Initial schema version"


class SchemaNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such event, or no such version of its schema.")


@router.get("/{event_name}", operation_id="get_event_schema", summary="Get the schema of an event")
async def get_event_schema(event_name: str, who: Anybody) -> EventSchema:
    """The newest version, which is what is sent."""
    del who
    return _schema(event_name, (versions(event_name) or [""])[-1])


@router.get(
    "/{event_name}/versions/{version}",
    operation_id="get_event_schema_versions",
    summary="Get one version of the schema of an event",
)
async def get_event_schema_versions(event_name: str, version: str, who: Anybody) -> EventSchema:
    """As it was; versions do not change once there are."""
    del who
    return _schema(event_name, version)


def _schema(event_name: str, version: str) -> EventSchema:
    if version not in versions(event_name):
        raise SchemaNotFound
    return EventSchema(event_name=event_name, version=version, created_at=_MADE, openapi_schema=document(event_name))
