"""/v2/notifications/schemas: what the body of each event looks like."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from gladhand.auth.access import AdminCaller, FleetCaller, PartnerCaller, allow
from gladhand.core.contract_route import ContractRoute
from gladhand.core.dependencies import dependency
from gladhand.core.error_schemas import errors
from gladhand.core.problems import NotFound
from gladhand.notifications.event_names import WebhookEventNameEnum, is_wildcard
from gladhand.notifications.event_schemas.documents import document, versions
from gladhand.notifications.published import PublishedEvents
from gladhand.resources.in_house import InHouseSources
from gladhand.resources.wire_model import EXTENSION, WireModel

router = APIRouter(
    prefix="/v2/notifications/schemas", tags=["event schemas"], responses=errors(), route_class=ContractRoute
)

_MADE = datetime(2026, 11, 21, tzinfo=UTC)

Anybody = Annotated[PartnerCaller | FleetCaller | AdminCaller, allow(kinds=(PartnerCaller, FleetCaller, AdminCaller))]


Published = Annotated[PublishedEvents, dependency(PublishedEvents)]
InHouse = Annotated[InHouseSources, dependency(InHouseSources)]
_IS_SENT: Any = Field(False, description="Whether this server sends the event by now.", json_schema_extra=EXTENSION)
_SENT_WHEN: Any = Field(None, description="When the event is sent; null if it never is.", json_schema_extra=EXTENSION)


class EventSchema(WireModel):
    """The schema of one version of an event's body."""

    event_name: str
    version: Annotated[str, Field(pattern=r"^\d+\.\d+$")]
    created_at: datetime
    openapi_schema: str = Field(description="An OpenAPI document as text; the body is its first schema.")
    changelog: str = "Initial schema version"
    is_sent: bool = _IS_SENT
    sent_when: str | None = _SENT_WHEN


class EventSchemaLine(WireModel):
    """One event of the catalogue."""

    event_name: str
    versions: list[str]
    is_sent: bool = _IS_SENT
    sent_when: str | None = _SENT_WHEN


class EventSchemaList(WireModel):
    items: list[EventSchemaLine]


class SchemaNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such event, or no such version of its schema.")


@router.get("", operation_id="list_event_schemas", summary="List the events")
async def list_event_schemas(caller: Anybody, published: Published) -> EventSchemaList:
    """Every event that can be subscribed to, also those that this server does not send yet."""
    del caller
    return EventSchemaList(
        items=[
            EventSchemaLine(
                event_name=name,
                versions=versions(name),
                is_sent=published.when(name) is not None,
                sent_when=published.when(name),
            )
            for name in WebhookEventNameEnum
            if not is_wildcard(name)
        ]
    )


@router.get("/{event_name}", operation_id="get_event_schema", summary="Get the schema of an event")
async def get_event_schema(event_name: str, caller: Anybody, published: Published, in_house: InHouse) -> EventSchema:
    """The newest version, which is what is sent."""
    del caller
    return _schema(event_name, (versions(event_name) or [""])[-1], published, in_house=in_house)


@router.get(
    "/{event_name}/versions/{version}",
    operation_id="get_event_schema_versions",
    summary="Get one version of the schema of an event",
)
async def get_event_schema_versions(
    event_name: str, version: str, caller: Anybody, published: Published, in_house: InHouse
) -> EventSchema:
    """A published version does not change."""
    del caller
    return _schema(event_name, version, published, in_house=in_house)


def _schema(event_name: str, version: str, published: PublishedEvents, *, in_house: InHouseSources) -> EventSchema:
    if version not in versions(event_name):
        raise SchemaNotFound
    when = published.when(event_name)
    return EventSchema(
        event_name=event_name,
        version=version,
        created_at=_MADE,
        openapi_schema=document(event_name, in_house),
        is_sent=when is not None,
        sent_when=when,
    )
