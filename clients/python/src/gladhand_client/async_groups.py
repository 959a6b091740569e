"""The operations of the API, for asyncio. Generated from its OpenAPI documents by `make client`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, overload
from uuid import UUID

from pydantic import TypeAdapter

from gladhand_client import models
from gladhand_client.calls import Call, new_key
from gladhand_client.pages import AsyncPages

# The groups have methods of this name.
List = list

if TYPE_CHECKING:
    from gladhand_client.client import AsyncClient

_LIST_DATAFRESHNESS = TypeAdapter[List[models.DataFreshness]](List[models.DataFreshness])
_LIST_EMBEDKEYREAD = TypeAdapter[List[models.EmbedKeyRead]](List[models.EmbedKeyRead])
_LIST_EXTTSPINTEGRATIONREQUESTREAD = TypeAdapter[List[models.ExtTspIntegrationRequestRead]](
    List[models.ExtTspIntegrationRequestRead]
)
_LIST_EXTTSPREAD = TypeAdapter[List[models.ExtTspRead]](List[models.ExtTspRead])
_LIST_FLEETPROPERTYREAD = TypeAdapter[List[models.FleetPropertyRead]](List[models.FleetPropertyRead])
_LIST_PARTNERPROPERTYREAD = TypeAdapter[List[models.PartnerPropertyRead]](List[models.PartnerPropertyRead])
_LIST_PROVIDEROVERVIEW = TypeAdapter[List[models.ProviderOverview]](List[models.ProviderOverview])
_LIST_SCHEDULEREAD = TypeAdapter[List[models.ScheduleRead]](List[models.ScheduleRead])
_LIST_TIMESERIESDATAPOINT = TypeAdapter[List[models.TimeSeriesDataPoint]](List[models.TimeSeriesDataPoint])
_LIST_TSPREAD = TypeAdapter[List[models.TspRead]](List[models.TspRead])
_NONE = TypeAdapter[object](object)
_UUID = TypeAdapter[UUID](UUID)
_DICT_STR_ANY = TypeAdapter[dict[str, Any]](dict[str, Any])
_APICLIENTREAD = TypeAdapter[models.ApiClientRead](models.ApiClientRead)
_APICLIENTSECRETREAD = TypeAdapter[models.ApiClientSecretRead](models.ApiClientSecretRead)
_BRANDINGREAD = TypeAdapter[models.BrandingRead](models.BrandingRead)
_CONNECTIONCOVERAGE = TypeAdapter[models.ConnectionCoverage](models.ConnectionCoverage)
_CONNECTIONOVERVIEWREAD = TypeAdapter[models.ConnectionOverviewRead](models.ConnectionOverviewRead)
_CONNECTIONREAD = TypeAdapter[models.ConnectionRead](models.ConnectionRead)
_DRIVERSAFETYEVENTREAD = TypeAdapter[models.DriverSafetyEventRead](models.DriverSafetyEventRead)
_DRIVERSUMMARY = TypeAdapter[models.DriverSummary](models.DriverSummary)
_DRIVERVEHICLEASSOCIATIONREAD = TypeAdapter[models.DriverVehicleAssociationRead](models.DriverVehicleAssociationRead)
_DVIRLOGDEFECTREAD = TypeAdapter[models.DvirLogDefectRead](models.DvirLogDefectRead)
_DVIRLOGREAD = TypeAdapter[models.DvirLogRead](models.DvirLogRead)
_EMBEDKEYREAD = TypeAdapter[models.EmbedKeyRead](models.EmbedKeyRead)
_ENGINELOGREAD = TypeAdapter[models.EngineLogRead](models.EngineLogRead)
_ENGINESTATUSREAD = TypeAdapter[models.EngineStatusRead](models.EngineStatusRead)
_EVENTREAD = TypeAdapter[models.EventRead](models.EventRead)
_EVENTSCHEMA = TypeAdapter[models.EventSchema](models.EventSchema)
_EVENTSCHEMALIST = TypeAdapter[models.EventSchemaList](models.EventSchemaList)
_EXECUTIONREAD = TypeAdapter[models.ExecutionRead](models.ExecutionRead)
_EXTTSPINTEGRATIONREQUESTREAD = TypeAdapter[models.ExtTspIntegrationRequestRead](models.ExtTspIntegrationRequestRead)
_FLEETINFOREAD = TypeAdapter[models.FleetInfoRead](models.FleetInfoRead)
_FLEETOVERVIEWREAD = TypeAdapter[models.FleetOverviewRead](models.FleetOverviewRead)
_FLEETREAD = TypeAdapter[models.FleetRead](models.FleetRead)
_FLEETSUMMARY = TypeAdapter[models.FleetSummary](models.FleetSummary)
_FUELTRANSACTIONREAD = TypeAdapter[models.FuelTransactionRead](models.FuelTransactionRead)
_FUNNELREAD = TypeAdapter[models.FunnelRead](models.FunnelRead)
_GROUPMESSAGEREAD = TypeAdapter[models.GroupMessageRead](models.GroupMessageRead)
_HOSAVAILABILITYREAD = TypeAdapter[models.HosAvailabilityRead](models.HosAvailabilityRead)
_HOSDAILYSNAPSHOTREAD = TypeAdapter[models.HosDailySnapshotRead](models.HosDailySnapshotRead)
_HOSEVENTATTACHMENTREAD = TypeAdapter[models.HosEventAttachmentRead](models.HosEventAttachmentRead)
_HOSEVENTREAD = TypeAdapter[models.HosEventRead](models.HosEventRead)
_HOSVIOLATIONREAD = TypeAdapter[models.HosViolationRead](models.HosViolationRead)
_IFTASUMMARYREAD = TypeAdapter[models.IftaSummaryRead](models.IftaSummaryRead)
_INVITATIONDELIVERY = TypeAdapter[models.InvitationDelivery](models.InvitationDelivery)
_INVITATIONFUNNELREAD = TypeAdapter[models.InvitationFunnelRead](models.InvitationFunnelRead)
_INVITATIONOVERVIEWREAD = TypeAdapter[models.InvitationOverviewRead](models.InvitationOverviewRead)
_INVITATIONREAD = TypeAdapter[models.InvitationRead](models.InvitationRead)
_INVITEDPERSONREAD = TypeAdapter[models.InvitedPersonRead](models.InvitedPersonRead)
_MESSAGEREAD = TypeAdapter[models.MessageRead](models.MessageRead)
_PARTNERCONSENTREAD = TypeAdapter[models.PartnerConsentRead](models.PartnerConsentRead)
_PARTNERREAD = TypeAdapter[models.PartnerRead](models.PartnerRead)
_PERSONROLEREAD = TypeAdapter[models.PersonRoleRead](models.PersonRoleRead)
_PROVIDERCAPABILITIES = TypeAdapter[models.ProviderCapabilities](models.ProviderCapabilities)
_REFHOSEVENTCODE = TypeAdapter[models.RefHosEventCode](models.RefHosEventCode)
_REFHOSMALFUNCTIONCODE = TypeAdapter[models.RefHosMalfunctionCode](models.RefHosMalfunctionCode)
_REFHOSRECORDORIGIN = TypeAdapter[models.RefHosRecordOrigin](models.RefHosRecordOrigin)
_REFHOSRECORDSTATUS = TypeAdapter[models.RefHosRecordStatus](models.RefHosRecordStatus)
_REFHOSREGION = TypeAdapter[models.RefHosRegion](models.RefHosRegion)
_REFHOSRULESET = TypeAdapter[models.RefHosRuleset](models.RefHosRuleset)
_REFHOSVIOLATIONCODE = TypeAdapter[models.RefHosViolationCode](models.RefHosViolationCode)
_REFTIMEZONECODE = TypeAdapter[models.RefTimezoneCode](models.RefTimezoneCode)
_REPLAYED = TypeAdapter[models.Replayed](models.Replayed)
_RESOURCECOUNT = TypeAdapter[models.ResourceCount](models.ResourceCount)
_RESOURCEOPERATION = TypeAdapter[models.ResourceOperation](models.ResourceOperation)
_RESOURCEOPERATIONREAD = TypeAdapter[models.ResourceOperationRead](models.ResourceOperationRead)
_RIGHTSCHANGEREAD = TypeAdapter[models.RightsChangeRead](models.RightsChangeRead)
_SAMPLEEVENT = TypeAdapter[models.SampleEvent](models.SampleEvent)
_SCHEDULEBACKFILLRESPONSE = TypeAdapter[models.ScheduleBackfillResponse](models.ScheduleBackfillResponse)
_SCHEDULEREAD = TypeAdapter[models.ScheduleRead](models.ScheduleRead)
_SHAREAGREEMENTBACKFILLRESULT = TypeAdapter[models.ShareAgreementBackfillResult](models.ShareAgreementBackfillResult)
_SHAREAGREEMENTREAD = TypeAdapter[models.ShareAgreementRead](models.ShareAgreementRead)
_TRAILERLIVELOCATION = TypeAdapter[models.TrailerLiveLocation](models.TrailerLiveLocation)
_TRAILERLOCATIONREAD = TypeAdapter[models.TrailerLocationRead](models.TrailerLocationRead)
_TRAILERREAD = TypeAdapter[models.TrailerRead](models.TrailerRead)
_TRAILERSTATUSREAD = TypeAdapter[models.TrailerStatusRead](models.TrailerStatusRead)
_TRAILERSUMMARY = TypeAdapter[models.TrailerSummary](models.TrailerSummary)
_TRAILERVEHICLEASSOCIATIONREAD = TypeAdapter[models.TrailerVehicleAssociationRead](models.TrailerVehicleAssociationRead)
_TSPINTEGRATIONSREAD = TypeAdapter[models.TspIntegrationsRead](models.TspIntegrationsRead)
_TSPREAD = TypeAdapter[models.TspRead](models.TspRead)
_USERREAD = TypeAdapter[models.UserRead](models.UserRead)
_VEHICLELIVELOCATION = TypeAdapter[models.VehicleLiveLocation](models.VehicleLiveLocation)
_VEHICLELOCATIONREAD = TypeAdapter[models.VehicleLocationRead](models.VehicleLocationRead)
_VEHICLEREAD = TypeAdapter[models.VehicleRead](models.VehicleRead)
_VEHICLEREGIONSEGMENTREAD = TypeAdapter[models.VehicleRegionSegmentRead](models.VehicleRegionSegmentRead)
_VEHICLESENSORREAD = TypeAdapter[models.VehicleSensorRead](models.VehicleSensorRead)
_VEHICLESUMMARY = TypeAdapter[models.VehicleSummary](models.VehicleSummary)
_WEBHOOK_LIST_WEBHOOK = TypeAdapter[models.Webhook | List[models.Webhook]](models.Webhook | List[models.Webhook])
_WEBHOOKLOGREAD = TypeAdapter[models.WebhookLogRead](models.WebhookLogRead)
_WEBHOOKMETRICS = TypeAdapter[models.WebhookMetrics](models.WebhookMetrics)
_WEBHOOKREAD = TypeAdapter[models.WebhookRead](models.WebhookRead)
_WORKFLOWREAD = TypeAdapter[models.WorkflowRead](models.WorkflowRead)


class Analytics:
    """Operations of `client.analytics`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get_overview(
        self,
        *,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
    ) -> models.ResourceCount:
        r"""Count fleets, vehicles, drivers and trailers.

        What the fleets that share with you have now.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/overview",
            query={"fleet_ids": fleet_ids, "fleet_refs": fleet_refs, "connection_id": connection_id},
        )
        return await self._client.call(call, _RESOURCECOUNT)

    def list_fleet_summaries(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.FleetSummary]:
        r"""List summaries of fleets.

        Each fleet with the number of its connections, drivers and vehicles.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            sort_by: Name of a field to sort by. Null comes first. Default: fleet_ref.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/fleets",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _FLEETSUMMARY)

    async def get_fleet_growth_metrics(
        self,
        *,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        period_days: int | None = None,
    ) -> List[models.TimeSeriesDataPoint]:
        r"""Growth of fleets.

        How many fleets began to share on each day until today.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            period_days: How many days before today the series begins.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/fleets/time-series",
            query={
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "period_days": period_days,
            },
        )
        return await self._client.call(call, _LIST_TIMESERIESDATAPOINT)

    async def get_vehicle_growth_metrics(
        self,
        *,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        period_days: int | None = None,
    ) -> List[models.TimeSeriesDataPoint]:
        r"""Growth of vehicles.

        How many vehicles were first seen on each day until today.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            period_days: How many days before today the series begins.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/vehicles/time-series",
            query={
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "period_days": period_days,
            },
        )
        return await self._client.call(call, _LIST_TIMESERIESDATAPOINT)

    async def get_driver_growth_metrics(
        self,
        *,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        period_days: int | None = None,
    ) -> List[models.TimeSeriesDataPoint]:
        r"""Growth of drivers.

        How many drivers were first seen on each day until today.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            period_days: How many days before today the series begins.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/drivers/time-series",
            query={
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "period_days": period_days,
            },
        )
        return await self._client.call(call, _LIST_TIMESERIESDATAPOINT)

    async def get_trailer_growth_metrics(
        self,
        *,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        period_days: int | None = None,
    ) -> List[models.TimeSeriesDataPoint]:
        r"""Growth of trailers.

        How many trailers were first seen on each day until today.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            period_days: How many days before today the series begins.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/trailers/time-series",
            query={
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "period_days": period_days,
            },
        )
        return await self._client.call(call, _LIST_TIMESERIESDATAPOINT)

    def list_vehicle_summaries(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        source_ids: Sequence[str] | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.VehicleSummary]:
        r"""List vehicle summaries.

        Each vehicle with what it reported last.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            source_ids: Only these records, by the provider's id.
            vehicle_ids: Only these vehicles, by our id.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/vehicles",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "source_ids": source_ids,
                "vehicle_ids": vehicle_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _VEHICLESUMMARY)

    def list_vehicle_live_locations(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        source_ids: Sequence[str] | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.VehicleLiveLocation]:
        r"""List vehicle live locations.

        Where each vehicle is now, and who drives it. Vehicles without a position are left out.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            source_ids: Only these records, by the provider's id.
            vehicle_ids: Only these vehicles, by our id.
            driver_ids: Only these drivers, by our id.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/vehicles/live-locations",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "source_ids": source_ids,
                "vehicle_ids": vehicle_ids,
                "driver_ids": driver_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _VEHICLELIVELOCATION)

    def list_driver_summaries(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        source_ids: Sequence[str] | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.DriverSummary]:
        r"""List driver summaries.

        Each driver with the number of safety events and violations of the last 30 days.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            source_ids: Only these records, by the provider's id.
            driver_ids: Only these drivers, by our id.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/drivers",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "source_ids": source_ids,
                "driver_ids": driver_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _DRIVERSUMMARY)

    def list_trailer_summaries(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        source_ids: Sequence[str] | None = None,
        trailer_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.TrailerSummary]:
        r"""List trailer summaries.

        Each trailer with its last position.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            source_ids: Only these records, by the provider's id.
            trailer_ids: Only these trailers, by our id.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/trailers",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "source_ids": source_ids,
                "trailer_ids": trailer_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _TRAILERSUMMARY)

    def list_trailer_live_locations(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        source_ids: Sequence[str] | None = None,
        trailer_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.TrailerLiveLocation]:
        r"""List trailer live locations.

        Where each trailer is now, and which vehicle pulls it. Trailers without a position are left out.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            source_ids: Only these records, by the provider's id.
            trailer_ids: Only these trailers, by our id.
        """
        call = Call(
            "GET",
            "/v2/telematics/analytics/trailers/live-locations",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "source_ids": source_ids,
                "trailer_ids": trailer_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _TRAILERLIVELOCATION)


class ApiClients:
    """Operations of `client.api_clients`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self, *, partner_id: UUID | str | None = None, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.ApiClientRead]:
        r"""List API clients.

        A partner's clients, oldest first, revoked ones too; for an administrator those of everybody.

        Parameters:
            partner_id: Only clients of this partner
        """
        call = Call("GET", "/v2/orgs/api-clients", query={"partner_id": partner_id, "size": size, "cursor": cursor})
        return self._client.pages(call, _APICLIENTREAD)

    async def create(
        self, body: models.ApiClientCreate | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.ApiClientSecretRead:
        r"""Create an API client.

        Creates a client. Its secret is in this answer only; a repetition with the same `Idempotency-Key` has it again.

        A partner makes clients of its own, and no client may do more than the token that makes it.
        """
        call = Call("POST", "/v2/orgs/api-clients", body=models.ApiClientCreate.of(body), key=new_key(idempotency_key))
        return await self._client.call(call, _APICLIENTSECRETREAD)

    async def get(self, client_id: UUID | str) -> models.ApiClientRead:
        r"""Get an API client.

        One client, with the time of its last use. Its secret cannot be read again.
        """
        call = Call("GET", f"/v2/orgs/api-clients/{client_id}")
        return await self._client.call(call, _APICLIENTREAD)

    async def revoke(self, client_id: UUID | str) -> None:
        r"""Revoke an API client.

        Ends the client with its tokens, here at once, on other servers within two seconds. Revoking again changes
        nothing.
        """
        call = Call("DELETE", f"/v2/orgs/api-clients/{client_id}")
        await self._client.call(call, _NONE)

    async def rotate(
        self,
        client_id: UUID | str,
        body: models.ApiClientRotate | dict[str, Any],
        *,
        idempotency_key: str | None = None,
    ) -> models.ApiClientSecretRead:
        r"""Give an API client a new secret.

        The former secret works beside the new one until the overlap is over.

        Tokens that the former secret has got live to their end; `DELETE` ends them. A token cannot rotate a client that may
        do more than itself. Use an `Idempotency-Key`: a second rotation ends the secret before the first one.
        """
        call = Call(
            "POST",
            f"/v2/orgs/api-clients/{client_id}/rotate",
            body=models.ApiClientRotate.of(body),
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _APICLIENTSECRETREAD)


class AuditTrail:
    """Operations of `client.audit_trail`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list_rights_changes(
        self,
        *,
        partner_id: UUID | str | None = None,
        fleet_id: UUID | str | None = None,
        subject_id: UUID | str | None = None,
        person_id: UUID | str | None = None,
        size: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.RightsChangeRead]:
        r"""List changes of rights.

        Who has changed which rights, when and from where, the newest first. Administrators only.

        Parameters:
            partner_id: Only rights of this partner
            fleet_id: Only rights of this fleet
            subject_id: Only changes of this object
            person_id: Only changes that this person has made
        """
        call = Call(
            "GET",
            "/v2/orgs/rights-changes",
            query={
                "partner_id": partner_id,
                "fleet_id": fleet_id,
                "subject_id": subject_id,
                "person_id": person_id,
                "size": size,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _RIGHTSCHANGEREAD)


class Branding:
    """Operations of `client.branding`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get(self, partner_id: UUID | str) -> models.BrandingRead:
        r"""Get branding.

        The branding that was set; null is this server's own. A partner sees its own.
        """
        call = Call("GET", f"/v2/orgs/partners/{partner_id}/branding")
        return await self._client.call(call, _BRANDINGREAD)

    async def put(self, partner_id: UUID | str, body: models.Branding | dict[str, Any]) -> models.BrandingRead:
        r"""Set branding.

        Replaces the branding; a partner changes its own. Pages that are opened from now on show it. A preview is at
        `/preview` of Connect.
        """
        call = Call("PUT", f"/v2/orgs/partners/{partner_id}/branding", body=models.Branding.of(body))
        return await self._client.call(call, _BRANDINGREAD)


class Connections:
    """Operations of `client.connections`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        tsp_id: UUID | str | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.ConnectionRead]:
        r"""List connections.

        The connections of the fleets that share with you; for a fleet, its own. Secrets are shown as stars.

        Parameters:
            tsp_id: Only connections to this provider.
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
        """
        call = Call(
            "GET",
            "/v2/integrations/connections",
            query={"size": size, "tsp_id": tsp_id, "fleet_ids": fleet_ids, "fleet_refs": fleet_refs, "cursor": cursor},
        )
        return self._client.pages(call, _CONNECTIONREAD)

    async def create(
        self, body: models.ConnectionCreate | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.ConnectionRead:
        r"""Create a connection.

        Connect one of your provider accounts. Fleets only.

        The credentials are checked at the provider first. If the provider refuses them, nothing is stored. Connecting the
        same account again repairs its connection and returns it. After several refusals, further tries are answered with
        429 and not sent, so that the provider does not lock the account.
        """
        call = Call(
            "POST", "/v2/integrations/connections", body=models.ConnectionCreate.of(body), key=new_key(idempotency_key)
        )
        return await self._client.call(call, _CONNECTIONREAD)

    async def get(self, connection_id: UUID | str) -> models.ConnectionRead:
        r"""Get a connection.

        One connection. Secrets are shown as stars.
        """
        call = Call("GET", f"/v2/integrations/connections/{connection_id}")
        return await self._client.call(call, _CONNECTIONREAD)

    async def update(
        self, connection_id: UUID | str, body: models.ConnectionUpdate | dict[str, Any]
    ) -> models.ConnectionRead:
        r"""Change a connection.

        Sign in again, pause, resume, cancel or describe one of your connections. Fleets only.

        Before a connection goes on, its login is tried. Accepted writes wait while the connection is paused or stale, and
        fail once it is cancelled.
        """
        call = Call("PATCH", f"/v2/integrations/connections/{connection_id}", body=models.ConnectionUpdate.of(body))
        return await self._client.call(call, _CONNECTIONREAD)

    async def delete(self, connection_id: UUID | str) -> None:
        r"""Delete a connection.

        Disconnect one of your provider accounts. Fleets only.

        Its credentials are deleted at once. Its records stay readable; waiting writes fail.
        """
        call = Call("DELETE", f"/v2/integrations/connections/{connection_id}")
        await self._client.call(call, _NONE)

    async def create_pre_auth(
        self, body: models.ConnectionPreAuthCreate | dict[str, Any], *, idempotency_key: str | None = None
    ) -> UUID:
        r"""Keep credentials for a sign-in.

        Keep user and password while you sign in at a provider that wants both. Fleets only.

        The answer is an id. Send it as `pre_auth_id` in the credentials of the connection: once, within an hour, for the
        same provider.
        """
        call = Call(
            "POST",
            "/v2/integrations/connection-pre-auths",
            body=models.ConnectionPreAuthCreate.of(body),
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _UUID)

    async def get_coverage(self, connection_id: UUID | str, *, days: int | None = None) -> models.ConnectionCoverage:
        r"""Get what the records of a connection hold.

        How often each field is really filled, how late records come, and on which days none have come.

        Counters give the numbers of records and the gaps. The newest records of each resource, at most 1,000, give the
        rest.

        Parameters:
            days: Days of the window, today included.
        """
        call = Call("GET", f"/v2/integrations/connections/{connection_id}/coverage", query={"days": days})
        return await self._client.call(call, _CONNECTIONCOVERAGE)


class Consent:
    """Operations of `client.consent`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get_partner_consent(self, partner_id: UUID | str) -> models.PartnerConsentRead:
        r"""Get the texts of the consent page.

        Who the partner is, what it uses the data for, and what fleets may leave out.
        """
        call = Call("GET", f"/v2/orgs/partners/{partner_id}/consent")
        return await self._client.call(call, _PARTNERCONSENTREAD)

    async def put_partner_consent(
        self, partner_id: UUID | str, body: models.PartnerConsent | dict[str, Any]
    ) -> models.PartnerConsentRead:
        r"""Set the texts of the consent page.

        Replaces everything. Pages that are opened from now on show it. A preview is at `/preview` of Connect.
        """
        call = Call("PUT", f"/v2/orgs/partners/{partner_id}/consent", body=models.PartnerConsent.of(body))
        return await self._client.call(call, _PARTNERCONSENTREAD)


class DriverSafetyEvents:
    """Operations of `client.driver_safety_events`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.DriverSafetyEventRead]:
        r"""List driver safety events.

        The driver safety events of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            driver_ids: Only records of these, by our id of the user.
            vehicle_ids: Only records of these, by our id of the vehicle.
        """
        call = Call(
            "GET",
            "/v2/telematics/driver-safety-events",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "driver_ids": driver_ids,
                "vehicle_ids": vehicle_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _DRIVERSAFETYEVENTREAD)


class DriverVehicleAssociations:
    """Operations of `client.driver_vehicle_associations`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        only_latest: bool | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.DriverVehicleAssociationRead]:
        r"""List driver vehicle associations.

        The driver vehicle associations of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            driver_ids: Only records of these, by our id of the user.
            vehicle_ids: Only records of these, by our id of the vehicle.
            only_latest: Whether to list only the newest record of each user. The window of time has no effect then. Without it, name exactly one value of driver_ids or vehicle_ids.
        """
        call = Call(
            "GET",
            "/v2/telematics/driver-vehicle-associations",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "driver_ids": driver_ids,
                "vehicle_ids": vehicle_ids,
                "only_latest": only_latest,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _DRIVERVEHICLEASSOCIATIONREAD)


class DvirLogs:
    """Operations of `client.dvir_logs`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.DvirLogRead]:
        r"""List DVIR logs.

        The DVIR logs of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            vehicle_ids: Only records of these, by our id of the vehicle.
            driver_ids: Only records of these, by our id of the user.
        """
        call = Call(
            "GET",
            "/v2/telematics/dvir-logs",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "vehicle_ids": vehicle_ids,
                "driver_ids": driver_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _DVIRLOGREAD)

    @overload
    async def create(
        self,
        body: models.DvirLogCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[True],
        idempotency_key: str | None = None,
    ) -> dict[str, Any]: ...
    @overload
    async def create(
        self,
        body: models.DvirLogCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[False] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation: ...
    async def create(
        self,
        body: models.DvirLogCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation | dict[str, Any]:
        r"""Create a DVIR log.

        Create a DVIR log at the provider of `connection_id`.

        Parameters:
            is_sync: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
            dry_run: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
        """
        call = Call(
            "POST",
            "/v2/telematics/dvir-logs",
            query={"is_sync": is_sync, "dry_run": dry_run},
            body=models.DvirLogCreate.of(body),
            key=new_key(idempotency_key),
        )
        if dry_run:
            return await self._client.call(call, _DICT_STR_ANY)
        return await self._client.call(call, _RESOURCEOPERATION)

    def list_defects(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        dvir_log_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.DvirLogDefectRead]:
        r"""List DVIR log defects.

        The DVIR log defects of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            dvir_log_ids: Only records of these, by our id of the DVIR log.
        """
        call = Call(
            "GET",
            "/v2/telematics/dvir-logs/defects",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "dvir_log_ids": dvir_log_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _DVIRLOGDEFECTREAD)

    def get_defects(
        self,
        dvir_log_id: UUID | str,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.DvirLogDefectRead]:
        r"""List the DVIR log defects of one DVIR log.

        The DVIR log defects that belong to one DVIR log.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
        """
        call = Call(
            "GET",
            f"/v2/telematics/dvir-logs/{dvir_log_id}/defects",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _DVIRLOGDEFECTREAD)


class EmbedKeys:
    """Operations of `client.embed_keys`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def create(
        self,
        partner_id: UUID | str,
        body: models.EmbedKeyCreate | dict[str, Any],
        *,
        idempotency_key: str | None = None,
    ) -> models.EmbedKeyRead:
        r"""Make a key.

        Creates a key for the sites with these origins. A partner makes keys of its own.
        """
        call = Call(
            "POST",
            f"/v2/orgs/partners/{partner_id}/embed-keys",
            body=models.EmbedKeyCreate.of(body),
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _EMBEDKEYREAD)

    async def list(self, partner_id: UUID | str) -> List[models.EmbedKeyRead]:
        r"""List keys.

        A partner's keys, oldest first, revoked ones too.
        """
        call = Call("GET", f"/v2/orgs/partners/{partner_id}/embed-keys")
        return await self._client.call(call, _LIST_EMBEDKEYREAD)

    async def update(
        self, partner_id: UUID | str, key_id: UUID | str, body: models.EmbedKeyUpdate | dict[str, Any]
    ) -> models.EmbedKeyRead:
        r"""Change a key.

        Changes origins or branding, from the next page on that is opened.
        """
        call = Call("PATCH", f"/v2/orgs/partners/{partner_id}/embed-keys/{key_id}", body=models.EmbedKeyUpdate.of(body))
        return await self._client.call(call, _EMBEDKEYREAD)

    async def revoke(self, partner_id: UUID | str, key_id: UUID | str) -> None:
        r"""Revoke a key.

        Revokes a key. Open pages stay as they are; the next one that is opened ignores the key.
        """
        call = Call("DELETE", f"/v2/orgs/partners/{partner_id}/embed-keys/{key_id}")
        await self._client.call(call, _NONE)


class EngineLogs:
    """Operations of `client.engine_logs`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.EngineLogRead]:
        r"""List engine logs.

        The engine logs of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            vehicle_ids: Only records of these, by our id of the vehicle.
            driver_ids: Only records of these, by our id of the user.
        """
        call = Call(
            "GET",
            "/v2/telematics/engine-logs",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "vehicle_ids": vehicle_ids,
                "driver_ids": driver_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _ENGINELOGREAD)


class EngineStatuses:
    """Operations of `client.engine_statuses`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        only_latest: bool | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.EngineStatusRead]:
        r"""List engine statuses.

        The engine statuses of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            vehicle_ids: Only records of these, by our id of the vehicle.
            driver_ids: Only records of these, by our id of the user.
            only_latest: Whether to list only the newest record of each vehicle. The window of time has no effect then. Without it, name exactly one value of vehicle_ids or driver_ids.
        """
        call = Call(
            "GET",
            "/v2/telematics/engine-statuses",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "vehicle_ids": vehicle_ids,
                "driver_ids": driver_ids,
                "only_latest": only_latest,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _ENGINESTATUSREAD)


class EventSchemas:
    """Operations of `client.event_schemas`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self) -> models.EventSchemaList:
        r"""List the events.

        Every event that can be subscribed to, also those that this server does not send yet.
        """
        call = Call("GET", "/v2/notifications/schemas")
        return await self._client.call(call, _EVENTSCHEMALIST)

    async def get(self, event_name: str) -> models.EventSchema:
        r"""Get the schema of an event.

        The newest version, which is what is sent.
        """
        call = Call("GET", f"/v2/notifications/schemas/{event_name}")
        return await self._client.call(call, _EVENTSCHEMA)

    async def get_versions(self, event_name: str, version: str) -> models.EventSchema:
        r"""Get one version of the schema of an event.

        A published version does not change.
        """
        call = Call("GET", f"/v2/notifications/schemas/{event_name}/versions/{version}")
        return await self._client.call(call, _EVENTSCHEMA)


class Events:
    """Operations of `client.events`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        event_name: Sequence[models.WebhookEventNameEnum | str] | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        start_date: datetime | None = None,
        end_date: datetime | None = None,
        webhook_id: UUID | str | None = None,
        first_sequence: int | None = None,
        last_sequence: int | None = None,
        size: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.EventRead]:
        r"""List events.

        All events of the caller, with or without a subscription, in an order that never changes.

        Read on from `resume` as often as you like: no event is left out or repeated, because new events never come before
        a cursor that was given out. Events are kept for 14 days at least. An event is listed when all transactions older
        than its own have ended, usually within milliseconds. Events of dated rows, such as positions, begin when you first
        read the feed or subscribe to them. Without the scope `invitation:create` the ids of invitations are zeros.

        Parameters:
            event_name: Only events of these names. A wildcard stands for all events of its noun
            fleet_ids: Only events of these fleets
            fleet_refs: Only events of these fleets, by your own reference. A match with either list is enough
            start_date: Only events from this time on
            end_date: Only events before this time
            webhook_id: Only events that were delivered to this subscription, with their sequence numbers there
            first_sequence: Only from this sequence number on
            last_sequence: Only up to this sequence number, inclusive
        """
        call = Call(
            "GET",
            "/v2/notifications/events",
            query={
                "event_name": event_name,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "start_date": start_date,
                "end_date": end_date,
                "webhook_id": webhook_id,
                "first_sequence": first_sequence,
                "last_sequence": last_sequence,
                "size": size,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _EVENTREAD)


class ExternalTsps:
    """Operations of `client.external_tsps`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self, *, q: str | None = None) -> List[models.ExtTspRead]:
        r"""Search external providers.

        The providers of the public registry: the best fits first, or all of them by name.

        Parameters:
            q: Words of a name, a website or an e-mail domain; small slips are forgiven
        """
        call = Call("GET", "/v2/orgs/external-tsps", query={"q": q})
        return await self._client.call(call, _LIST_EXTTSPREAD)

    async def list_partner_integration_requests(
        self, *, fleet_id: UUID | str | None = None, fleet_ref: str | None = None
    ) -> List[models.ExtTspIntegrationRequestRead]:
        r"""List integration requests.

        The requests of the fleets that you invited, oldest first.

        Parameters:
            fleet_id: Only those of this fleet
            fleet_ref: Only those of the fleet with this reference
        """
        call = Call(
            "GET", "/v2/orgs/external-tsps/integration-requests", query={"fleet_id": fleet_id, "fleet_ref": fleet_ref}
        )
        return await self._client.call(call, _LIST_EXTTSPINTEGRATIONREQUESTREAD)

    async def request_ext_tsp_integration(
        self,
        ext_tsp_id: UUID | str,
        body: models.IntegrationRequestBody | dict[str, Any] | None = None,
        *,
        idempotency_key: str | None = None,
    ) -> models.ExtTspIntegrationRequestRead:
        r"""Request an integration.

        Asks, with a fleet's token, for an integration with its provider. Asking again updates the same request.
        """
        call = Call(
            "POST",
            f"/v2/orgs/external-tsps/{ext_tsp_id}/request-integration",
            body=None if body is None else models.IntegrationRequestBody.of(body),
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _EXTTSPINTEGRATIONREQUESTREAD)


class FleetInfo:
    """Operations of `client.fleet_info`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        source_ids: Sequence[str] | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        fleet_info_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.FleetInfoRead]:
        r"""List fleet info.

        The fleet info of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            source_ids: Only these records, by the provider's id.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            fleet_info_ids: Only these records, by our id.
        """
        call = Call(
            "GET",
            "/v2/telematics/fleet-info",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "source_ids": source_ids,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "fleet_info_ids": fleet_info_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _FLEETINFOREAD)

    async def get(self, fleet_info_id: UUID | str, *, include_source_data: bool | None = None) -> models.FleetInfoRead:
        r"""Get one fleet info.

        One fleet info of a fleet that shares it with you.

        Parameters:
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
        """
        call = Call(
            "GET", f"/v2/telematics/fleet-info/{fleet_info_id}", query={"include_source_data": include_source_data}
        )
        return await self._client.call(call, _FLEETINFOREAD)


class Fleets:
    """Operations of `client.fleets`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self, *, fleet_refs: Sequence[str] | None = None, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.FleetRead]:
        r"""List fleets.

        The fleets that have an active share agreement with the partner, in the order in which they came to it.

        Parameters:
            fleet_refs: Only fleets with one of these references. Repeat the parameter for several
        """
        call = Call("GET", "/v2/orgs/fleets", query={"fleet_refs": fleet_refs, "size": size, "cursor": cursor})
        return self._client.pages(call, _FLEETREAD)

    async def get(self, fleet_id: UUID | str) -> models.FleetRead:
        r"""Get a fleet.

        One fleet that shares with the partner; a fleet sees itself.
        """
        call = Call("GET", f"/v2/orgs/fleets/{fleet_id}")
        return await self._client.call(call, _FLEETREAD)

    async def update(self, fleet_id: UUID | str, body: models.FleetUpdate | dict[str, Any]) -> models.FleetRead:
        r"""Change a fleet.

        Changes what all partners of the fleet read of it. The fleet itself only.

        `fleet_ref` changes in the invitation, too. One that another fleet or invitation of the partner has is refused with
        409.
        """
        call = Call("PATCH", f"/v2/orgs/fleets/{fleet_id}", body=models.FleetUpdate.of(body))
        return await self._client.call(call, _FLEETREAD)

    async def delete(self, fleet_id: UUID | str) -> None:
        r"""Delete a fleet.

        Deletes the fleet with its share agreements and connections. The fleet itself only. Its tokens stop working.

        While the fleet also shares with another partner, a token that came with an invitation cannot do it.
        """
        call = Call("DELETE", f"/v2/orgs/fleets/{fleet_id}")
        await self._client.call(call, _NONE)

    async def list_properties(self, fleet_id: UUID | str) -> List[models.FleetPropertyRead]:
        r"""List properties of a fleet.

        The properties of a fleet that shares with the partner, in one array; a fleet sees its own.
        """
        call = Call("GET", f"/v2/orgs/fleets/{fleet_id}/properties")
        return await self._client.call(call, _LIST_FLEETPROPERTYREAD)

    async def create_properties(
        self,
        fleet_id: UUID | str,
        body: Sequence[models.FleetPropertyCreate | dict[str, Any]],
        *,
        idempotency_key: str | None = None,
    ) -> List[models.FleetPropertyRead]:
        r"""Add properties to a fleet.

        Adds properties, all or none. The fleet itself only. One that exists must be deleted before it is added again.
        """
        call = Call(
            "POST",
            f"/v2/orgs/fleets/{fleet_id}/properties",
            body=[models.FleetPropertyCreate.of(each) for each in body],
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _LIST_FLEETPROPERTYREAD)

    async def delete_property(self, fleet_id: UUID | str, property_id: UUID | str) -> None:
        r"""Delete a property of a fleet.

        Deletes one property. The fleet itself only.
        """
        call = Call("DELETE", f"/v2/orgs/fleets/{fleet_id}/properties/{property_id}")
        await self._client.call(call, _NONE)


class FuelTransactions:
    """Operations of `client.fuel_transactions`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        source_driver_ids: Sequence[str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.FuelTransactionRead]:
        r"""List fuel transactions.

        The fuel transactions of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            vehicle_ids: Only records of these, by our id of the vehicle.
            driver_ids: Only records of these, by our id of the user.
            source_driver_ids: Only records with one of these values.
        """
        call = Call(
            "GET",
            "/v2/telematics/fuel-transactions",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "vehicle_ids": vehicle_ids,
                "driver_ids": driver_ids,
                "source_driver_ids": source_driver_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _FUELTRANSACTIONREAD)

    @overload
    async def create(
        self,
        body: models.FuelTransactionCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[True],
        idempotency_key: str | None = None,
    ) -> dict[str, Any]: ...
    @overload
    async def create(
        self,
        body: models.FuelTransactionCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[False] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation: ...
    async def create(
        self,
        body: models.FuelTransactionCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation | dict[str, Any]:
        r"""Create a fuel transaction.

        Create a fuel transaction at the provider of `connection_id`.

        Parameters:
            is_sync: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
            dry_run: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
        """
        call = Call(
            "POST",
            "/v2/telematics/fuel-transactions",
            query={"is_sync": is_sync, "dry_run": dry_run},
            body=models.FuelTransactionCreate.of(body),
            key=new_key(idempotency_key),
        )
        if dry_run:
            return await self._client.call(call, _DICT_STR_ANY)
        return await self._client.call(call, _RESOURCEOPERATION)


class GroupMessages:
    """Operations of `client.group_messages`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        source_sender_ids: Sequence[str] | None = None,
        sender_ids: Sequence[UUID | str] | None = None,
        group_ids: Sequence[UUID | str] | None = None,
        source_group_ids: Sequence[str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.GroupMessageRead]:
        r"""List group messages.

        The group messages of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            source_sender_ids: Only records with one of these values.
            sender_ids: Only records of these, by our id of the user.
            group_ids: Only records with one of these values.
            source_group_ids: Only records with one of these values.
        """
        call = Call(
            "GET",
            "/v2/telematics/group-messages",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "source_sender_ids": source_sender_ids,
                "sender_ids": sender_ids,
                "group_ids": group_ids,
                "source_group_ids": source_group_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _GROUPMESSAGEREAD)

    @overload
    async def create(
        self,
        body: models.GroupMessageCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[True],
        idempotency_key: str | None = None,
    ) -> dict[str, Any]: ...
    @overload
    async def create(
        self,
        body: models.GroupMessageCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[False] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation: ...
    async def create(
        self,
        body: models.GroupMessageCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation | dict[str, Any]:
        r"""Create a group message.

        Create a group message at the provider of `connection_id`.

        Parameters:
            is_sync: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
            dry_run: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
        """
        call = Call(
            "POST",
            "/v2/telematics/group-messages",
            query={"is_sync": is_sync, "dry_run": dry_run},
            body=models.GroupMessageCreate.of(body),
            key=new_key(idempotency_key),
        )
        if dry_run:
            return await self._client.call(call, _DICT_STR_ANY)
        return await self._client.call(call, _RESOURCEOPERATION)


class HosAvailabilities:
    """Operations of `client.hos_availabilities`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.HosAvailabilityRead]:
        r"""List HOS availabilities.

        The HOS availabilities of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            driver_ids: Only records of these, by our id of the user.
            vehicle_ids: Only records of these, by our id of the vehicle.
        """
        call = Call(
            "GET",
            "/v2/telematics/hos-availabilities",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "driver_ids": driver_ids,
                "vehicle_ids": vehicle_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _HOSAVAILABILITYREAD)


class HosDailySnapshots:
    """Operations of `client.hos_daily_snapshots`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.HosDailySnapshotRead]:
        r"""List HOS daily snapshots.

        The HOS daily snapshots of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            driver_ids: Only records of these, by our id of the user.
        """
        call = Call(
            "GET",
            "/v2/telematics/hos-daily-snapshots",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "driver_ids": driver_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _HOSDAILYSNAPSHOTREAD)


class HosEvents:
    """Operations of `client.hos_events`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        event_type_codes: Sequence[models.HosEventTypeCodeEnum | str] | None = None,
        active_to_datetime: datetime | None = None,
        active_from_datetime: datetime | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.HosEventRead]:
        r"""List HOS events.

        The HOS events of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            vehicle_ids: Only records of these, by our id of the vehicle.
            driver_ids: Only records of these, by our id of the user.
            event_type_codes: Only records with one of these values.
            active_to_datetime: Only events that began before this time.
            active_from_datetime: Only events that ended at this time or later, or have not ended.
        """
        call = Call(
            "GET",
            "/v2/telematics/hos-events",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "vehicle_ids": vehicle_ids,
                "driver_ids": driver_ids,
                "event_type_codes": event_type_codes,
                "active_to_datetime": active_to_datetime,
                "active_from_datetime": active_from_datetime,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _HOSEVENTREAD)

    def get_attachments(
        self,
        hos_event_id: UUID | str,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.HosEventAttachmentRead]:
        r"""List the HOS event attachments of one HOS event.

        The HOS event attachments that belong to one HOS event.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
        """
        call = Call(
            "GET",
            f"/v2/telematics/hos-events/{hos_event_id}/attachments",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _HOSEVENTATTACHMENTREAD)


class HosViolations:
    """Operations of `client.hos_violations`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.HosViolationRead]:
        r"""List HOS violations.

        The HOS violations of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            driver_ids: Only records of these, by our id of the user.
        """
        call = Call(
            "GET",
            "/v2/telematics/hos-violations",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "driver_ids": driver_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _HOSVIOLATIONREAD)


class IftaSummaries:
    """Operations of `client.ifta_summaries`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.IftaSummaryRead]:
        r"""List IFTA summaries.

        The IFTA summaries of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            vehicle_ids: Only records of these, by our id of the vehicle.
        """
        call = Call(
            "GET",
            "/v2/telematics/ifta-summaries",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "vehicle_ids": vehicle_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _IFTASUMMARYREAD)


class Integrations:
    """Operations of `client.integrations`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list_per_tsp(
        self, *, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.TspIntegrationsRead]:
        r"""List what is supported at each provider.

        Every telematics provider with the state of every resource. No token is needed.
        """
        call = Call("GET", "/v2/integrations/tsps", query={"size": size, "cursor": cursor})
        return self._client.pages(call, _TSPINTEGRATIONSREAD)

    async def get_per_tsp(self, tsp_id: UUID | str) -> models.TspIntegrationsRead:
        r"""Get what is supported at a provider.

        One telematics provider with the state of every resource. No token is needed.
        """
        call = Call("GET", f"/v2/integrations/tsps/{tsp_id}")
        return await self._client.call(call, _TSPINTEGRATIONSREAD)

    async def list_capabilities(self) -> List[models.ProviderOverview]:
        r"""List what can be done at each provider.

        The providers that this server has an adapter for, and which resources can be listed, created and updated at
        each, with reasons for what is missing. Any valid token is accepted.
        """
        call = Call("GET", "/v2/integrations/capabilities")
        return await self._client.call(call, _LIST_PROVIDEROVERVIEW)

    async def get_capabilities(self, source_name: models.TspEnum | str) -> models.ProviderCapabilities:
        r"""Get what a provider does with each field.

        Field by field: what can be read and written, what is required, limits, the provider's names and values, what
        null does, and why something cannot be written. It comes from the definitions by which the server writes. Any valid
        token is accepted.
        """
        call = Call("GET", f"/v2/integrations/capabilities/{source_name}")
        return await self._client.call(call, _PROVIDERCAPABILITIES)


class Invitations:
    """Operations of `client.invitations`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get_funnel(
        self, *, from_datetime: datetime | None = None, to_datetime: datetime | None = None
    ) -> models.FunnelRead:
        r"""Get the funnel of a time.

        How many invitations of a time were opened, accepted and connected, and where the others stopped.

        Parameters:
            from_datetime: Invitations made since; 45 days before the end if it is left out
            to_datetime: Invitations made before; now if it is left out
        """
        call = Call(
            "GET", "/v2/orgs/invitation-funnel", query={"from_datetime": from_datetime, "to_datetime": to_datetime}
        )
        return await self._client.call(call, _FUNNELREAD)

    async def get_invitation_funnel(self, invitation_id: UUID | str) -> models.InvitationFunnelRead:
        r"""Get the funnel of one invitation.

        The steps that the fleet has taken so far.
        """
        call = Call("GET", f"/v2/orgs/invitation-funnel/{invitation_id}")
        return await self._client.call(call, _INVITATIONFUNNELREAD)

    async def create(
        self, body: models.InvitationCreate | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.InvitationRead:
        r"""Create or refresh an invitation.

        Creates a magic link for a fleet.

        While the invitation of the same `fleet_ref` is active, accepted or declined, that one is refreshed and answered
        with 200: the fields that are sent replace the stored ones, the expiry runs again from now, a declined invitation
        becomes active, and an accepted one gets new tokens, which end the former ones. After it has expired or was
        deleted, a new one is created.
        """
        call = Call("POST", "/v2/orgs/invitations", body=models.InvitationCreate.of(body), key=new_key(idempotency_key))
        return await self._client.call(call, _INVITATIONREAD)

    def list(
        self, *, fleet_ref: str | None = None, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.InvitationRead]:
        r"""List invitations.

        The partner's invitations in the order of their creation, without the deleted ones.

        Without the scope `invitation:create` the id, also in `magic_link`, is zeros and the tokens are null: who has them
        acts for the fleet.

        Parameters:
            fleet_ref: Only those of this reference
        """
        call = Call("GET", "/v2/orgs/invitations", query={"fleet_ref": fleet_ref, "size": size, "cursor": cursor})
        return self._client.pages(call, _INVITATIONREAD)

    async def get(self, invitation_id: UUID | str) -> models.InvitationRead:
        r"""Get an invitation.

        One invitation in any state. No token is needed: the id is the secret of the magic link.
        """
        call = Call("GET", f"/v2/orgs/invitations/{invitation_id}")
        return await self._client.call(call, _INVITATIONREAD)

    async def delete(self, invitation_id: UUID | str) -> None:
        r"""Delete an invitation.

        Takes back an invitation that was not accepted; its link stops working.
        """
        call = Call("DELETE", f"/v2/orgs/invitations/{invitation_id}")
        await self._client.call(call, _NONE)

    async def send(self, invitation_id: UUID | str, *, idempotency_key: str | None = None) -> models.InvitationDelivery:
        r"""Send the link of an invitation.

        Sends the link once more: to `fleet_email`, or without one as a short message to `fleet_phone`.

        Its delivery shows what becomes of it, and `invitation.sent` follows when the mail server has taken it. The operator
        sets up mail. A person who has stopped the partner's messages gets none.
        """
        call = Call("POST", f"/v2/orgs/invitations/{invitation_id}/send", key=new_key(idempotency_key))
        return await self._client.call(call, _INVITATIONDELIVERY)

    async def get_delivery(self, invitation_id: UUID | str) -> models.InvitationDelivery:
        r"""Get the delivery of an invitation.

        Whether this server has sent the link, how, and what became of it; all null if it has not.
        """
        call = Call("GET", f"/v2/orgs/invitations/{invitation_id}/delivery")
        return await self._client.call(call, _INVITATIONDELIVERY)

    async def accept(
        self,
        invitation_id: UUID | str,
        body: models.InvitationAccept | dict[str, Any] | None = None,
        *,
        idempotency_key: str | None = None,
    ) -> models.InvitationRead:
        r"""Accept an invitation.

        The fleet agrees to share what the invitation asks for.

        No token is needed. With the token of an existing fleet, that fleet is linked and no new one is created, and its
        connections are the partner's, too. The body may correct what the partner has filled in.
        """
        call = Call(
            "POST",
            f"/v2/orgs/invitations/{invitation_id}/accept",
            body=None if body is None else models.InvitationAccept.of(body),
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _INVITATIONREAD)

    async def decline(
        self,
        invitation_id: UUID | str,
        body: models.InvitationDecline | dict[str, Any],
        *,
        idempotency_key: str | None = None,
    ) -> models.InvitationRead:
        r"""Decline an invitation.

        The fleet declines, with a reason if it likes. No token is needed.
        """
        call = Call(
            "POST",
            f"/v2/orgs/invitations/{invitation_id}/decline",
            body=models.InvitationDecline.of(body),
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _INVITATIONREAD)


class Messages:
    """Operations of `client.messages`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        source_sender_ids: Sequence[str] | None = None,
        sender_ids: Sequence[UUID | str] | None = None,
        source_recipient_ids: Sequence[str] | None = None,
        recipient_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.MessageRead]:
        r"""List messages.

        The messages of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            source_sender_ids: Only records with one of these values.
            sender_ids: Only records of these, by our id of the user.
            source_recipient_ids: Only records with one of these values.
            recipient_ids: Only records of these, by our id of the user.
        """
        call = Call(
            "GET",
            "/v2/telematics/messages",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "source_sender_ids": source_sender_ids,
                "sender_ids": sender_ids,
                "source_recipient_ids": source_recipient_ids,
                "recipient_ids": recipient_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _MESSAGEREAD)

    @overload
    async def create(
        self,
        body: models.MessageCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[True],
        idempotency_key: str | None = None,
    ) -> dict[str, Any]: ...
    @overload
    async def create(
        self,
        body: models.MessageCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[False] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation: ...
    async def create(
        self,
        body: models.MessageCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation | dict[str, Any]:
        r"""Create a message.

        Create a message at the provider of `connection_id`.

        Parameters:
            is_sync: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
            dry_run: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
        """
        call = Call(
            "POST",
            "/v2/telematics/messages",
            query={"is_sync": is_sync, "dry_run": dry_run},
            body=models.MessageCreate.of(body),
            key=new_key(idempotency_key),
        )
        if dry_run:
            return await self._client.call(call, _DICT_STR_ANY)
        return await self._client.call(call, _RESOURCEOPERATION)


class Overview:
    """Operations of `client.overview`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list_fleets_of_all_partners(
        self,
        *,
        partner_id: UUID | str | None = None,
        name: str | None = None,
        size: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.FleetOverviewRead]:
        r"""List all fleets.

        The newest first, deleted ones too, with the partners that each shares with now. Administrators only.

        Parameters:
            partner_id: Only fleets that share with this partner now
            name: Only fleets with this in their name or slug
        """
        call = Call(
            "GET",
            "/v2/orgs/overview/fleets",
            query={"partner_id": partner_id, "name": name, "size": size, "cursor": cursor},
        )
        return self._client.pages(call, _FLEETOVERVIEWREAD)

    def list_invitations_of_all_partners(
        self,
        *,
        partner_id: UUID | str | None = None,
        invitation_status: models.InvitationStatusEnum | str | None = None,
        fleet_ref: str | None = None,
        size: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.InvitationOverviewRead]:
        r"""List invitations of all partners.

        The newest first. Administrators only. Ids and links are not shown, because they open Connect.

        Parameters:
            partner_id: Only invitations by this partner
            invitation_status: Only those in this state
            fleet_ref: Only those of this reference
        """
        call = Call(
            "GET",
            "/v2/orgs/overview/invitations",
            query={
                "partner_id": partner_id,
                "invitation_status": invitation_status,
                "fleet_ref": fleet_ref,
                "size": size,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _INVITATIONOVERVIEWREAD)

    def list_connections_of_all_fleets(
        self,
        *,
        partner_id: UUID | str | None = None,
        connection_status: models.ConnectionStatusEnum | str | None = None,
        source_name: models.TspEnum | str | None = None,
        size: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.ConnectionOverviewRead]:
        r"""List connections of all fleets.

        The newest first, deleted ones too, without credentials. Administrators only.

        Parameters:
            partner_id: Only those of fleets that share with this partner
            connection_status: Only those in this state
            source_name: Only those to this provider
        """
        call = Call(
            "GET",
            "/v2/integrations/overview/connections",
            query={
                "partner_id": partner_id,
                "connection_status": connection_status,
                "source_name": source_name,
                "size": size,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _CONNECTIONOVERVIEWREAD)


class Partners:
    """Operations of `client.partners`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(self, *, size: int | None = None, cursor: str | None = None) -> AsyncPages[models.PartnerRead]:
        r"""List partners.

        All partners for an administrator, oldest first; for a partner itself; for a fleet those that it shares with.
        """
        call = Call("GET", "/v2/orgs/partners", query={"size": size, "cursor": cursor})
        return self._client.pages(call, _PARTNERREAD)

    async def create(
        self, body: models.PartnerCreate | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.PartnerRead:
        r"""Create a partner.

        Creates a partner without an API client. Administrators only. `POST /v2/orgs/api-clients` makes its client.
        """
        call = Call("POST", "/v2/orgs/partners", body=models.PartnerCreate.of(body), key=new_key(idempotency_key))
        return await self._client.call(call, _PARTNERREAD)

    async def get(self, partner_id: UUID | str) -> models.PartnerRead:
        r"""Get a partner.

        One partner; a partner sees itself, a fleet those that it shares with.
        """
        call = Call("GET", f"/v2/orgs/partners/{partner_id}")
        return await self._client.call(call, _PARTNERREAD)

    async def update(self, partner_id: UUID | str, body: models.PartnerUpdate | dict[str, Any]) -> models.PartnerRead:
        r"""Change a partner.

        Changes the name and the description; a partner changes its own.
        """
        call = Call("PATCH", f"/v2/orgs/partners/{partner_id}", body=models.PartnerUpdate.of(body))
        return await self._client.call(call, _PARTNERREAD)

    async def delete(self, partner_id: UUID | str) -> None:
        r"""Delete a partner.

        Ends its tokens, deliveries, invitations and share agreements. Administrators only.
        """
        call = Call("DELETE", f"/v2/orgs/partners/{partner_id}")
        await self._client.call(call, _NONE)

    async def list_properties(self, partner_id: UUID | str) -> List[models.PartnerPropertyRead]:
        r"""List properties of a partner.

        The properties of a partner in one array. Administrators only.
        """
        call = Call("GET", f"/v2/orgs/partners/{partner_id}/properties")
        return await self._client.call(call, _LIST_PARTNERPROPERTYREAD)

    async def create_properties(
        self,
        partner_id: UUID | str,
        body: Sequence[models.PartnerPropertyCreate | dict[str, Any]],
        *,
        idempotency_key: str | None = None,
    ) -> List[models.PartnerPropertyRead]:
        r"""Add properties to a partner.

        Adds properties, all or none. Administrators only. One that exists must be deleted before it is added again.

        The `default_` properties fill in what an invitation leaves out. `account_status` `suspended` stops the partner's
        tokens, takes away what is shared with it, and lets its deliveries wait.
        """
        call = Call(
            "POST",
            f"/v2/orgs/partners/{partner_id}/properties",
            body=[models.PartnerPropertyCreate.of(each) for each in body],
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _LIST_PARTNERPROPERTYREAD)

    async def delete_property(self, partner_id: UUID | str, property_id: UUID | str) -> None:
        r"""Delete a property of a partner.

        Deletes one property. Administrators only.
        """
        call = Call("DELETE", f"/v2/orgs/partners/{partner_id}/properties/{property_id}")
        await self._client.call(call, _NONE)


class People:
    """Operations of `client.people`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self, *, partner_id: UUID | str | None = None, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.PersonRoleRead]:
        r"""List people.

        The roles of a partner's people, oldest first; for an administrator those of everybody.

        Parameters:
            partner_id: Only people of this partner
        """
        call = Call("GET", "/v2/orgs/people", query={"partner_id": partner_id, "size": size, "cursor": cursor})
        return self._client.pages(call, _PERSONROLEREAD)

    async def invite_person(
        self, body: models.PersonInvite | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.InvitedPersonRead:
        r"""Invite a person.

        Offers somebody a role. It counts once the owner of the address has accepted it by the link that is mailed there.

        Nobody offers more than their own token may do. A partner gets the same answer with and without an account. An
        account whose address nobody has proved then loses its password, second step and passkeys, and its owner sets a
        password. Repeating the call mails the link again.
        """
        call = Call("POST", "/v2/orgs/people", body=models.PersonInvite.of(body), key=new_key(idempotency_key))
        return await self._client.call(call, _INVITEDPERSONREAD)

    async def get_person_role(self, role_id: UUID | str) -> models.PersonRoleRead:
        r"""Get the role of a person.

        One role, with its person.
        """
        call = Call("GET", f"/v2/orgs/people/{role_id}")
        return await self._client.call(call, _PERSONROLEREAD)

    async def update_person_role(
        self, role_id: UUID | str, body: models.PersonRoleUpdate | dict[str, Any]
    ) -> models.PersonRoleRead:
        r"""Change the role of a person.

        Changes the role or its scopes, to nothing beyond the caller's own token. Tokens for it end within a second.

        Nobody changes their own role (409).
        """
        call = Call("PATCH", f"/v2/orgs/people/{role_id}", body=models.PersonRoleUpdate.of(body))
        return await self._client.call(call, _PERSONROLEREAD)

    async def end_person_role(self, role_id: UUID | str) -> None:
        r"""End the role of a person.

        Takes the role away. Its tokens end within a second, and the console closes at once. The account stays.

        Nobody ends their own role (409).
        """
        call = Call("DELETE", f"/v2/orgs/people/{role_id}")
        await self._client.call(call, _NONE)


class Reference:
    """Operations of `client.reference`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list_rulesets_reference(
        self, *, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.RefHosRuleset]:
        r"""List hours-of-service rulesets.

        The limits of each ruleset. They are not legal advice: numbers cannot express the exceptions of the law.
        """
        call = Call("GET", "/v2/telematics/ref-hos-rulesets", query={"size": size, "cursor": cursor})
        return self._client.pages(call, _REFHOSRULESET)

    def list_hos_event_codes_reference(
        self, *, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.RefHosEventCode]:
        r"""List hours-of-service event codes.

        The meaning of `event_code` in hours-of-service events.
        """
        call = Call("GET", "/v2/telematics/ref-hos-event-codes", query={"size": size, "cursor": cursor})
        return self._client.pages(call, _REFHOSEVENTCODE)

    def list_hos_malfunction_codes_reference(
        self, *, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.RefHosMalfunctionCode]:
        r"""List ELD malfunction codes.

        The meaning of `malfunction_code` in hours-of-service events.
        """
        call = Call("GET", "/v2/telematics/ref-hos-malfunction-codes", query={"size": size, "cursor": cursor})
        return self._client.pages(call, _REFHOSMALFUNCTIONCODE)

    def list_hos_record_origins_reference(
        self, *, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.RefHosRecordOrigin]:
        r"""List origins of hours-of-service records.

        The meaning of `record_origin_code` in hours-of-service events.
        """
        call = Call("GET", "/v2/telematics/ref-hos-record-origins", query={"size": size, "cursor": cursor})
        return self._client.pages(call, _REFHOSRECORDORIGIN)

    def list_hos_record_statuses_reference(
        self, *, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.RefHosRecordStatus]:
        r"""List statuses of hours-of-service records.

        The meaning of `record_status_code` in hours-of-service events.
        """
        call = Call("GET", "/v2/telematics/ref-hos-record-statuses", query={"size": size, "cursor": cursor})
        return self._client.pages(call, _REFHOSRECORDSTATUS)

    def list_hos_regions_reference(
        self, *, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.RefHosRegion]:
        r"""List regions.

        States, provinces and territories of the USA, Canada and Mexico.
        """
        call = Call("GET", "/v2/telematics/ref-hos-regions", query={"size": size, "cursor": cursor})
        return self._client.pages(call, _REFHOSREGION)

    def list_hos_violation_codes_reference(
        self, *, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.RefHosViolationCode]:
        r"""List hours-of-service violation codes.

        The meaning of `violation_code` in hours-of-service violations.
        """
        call = Call("GET", "/v2/telematics/ref-hos-violation-codes", query={"size": size, "cursor": cursor})
        return self._client.pages(call, _REFHOSVIOLATIONCODE)

    def list_timezones_reference(
        self, *, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.RefTimezoneCode]:
        r"""List time zones.

        Time zones with their offsets and daylight saving time, as of 2026.
        """
        call = Call("GET", "/v2/telematics/ref-timezones", query={"size": size, "cursor": cursor})
        return self._client.pages(call, _REFTIMEZONECODE)


class ResourceOperations:
    """Operations of `client.resource_operations`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        resource: models.ResourceEnum | str | None = None,
        connection_id: UUID | str | None = None,
        source_name: models.TspEnum | str | None = None,
        fleet_refs: Sequence[str] | None = None,
        operation: models.ResourceOperationTypeEnum | str | None = None,
        source_id: UUID | str | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.ResourceOperationRead]:
        r"""List resource operations.

        Your writes to providers, oldest first, each with its attempts so far.

        Parameters:
            resource: Only writes to this resource.
            connection_id: Only writes through this connection.
            source_name: Only writes to this platform.
            fleet_refs: Only these fleets, by your id.
            operation: Only creates, or only updates.
            source_id: Only writes to this record, by the provider's id. Needs `resource`.
            from_datetime: Made at this time or later; a day before `to_datetime` if it is left out.
            to_datetime: Made before this time; now if it is left out. The window has 45 days at most.
        """
        call = Call(
            "GET",
            "/v2/integrations/connections/resource-operations",
            query={
                "size": size,
                "resource": resource,
                "connection_id": connection_id,
                "source_name": source_name,
                "fleet_refs": fleet_refs,
                "operation": operation,
                "source_id": source_id,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _RESOURCEOPERATIONREAD)

    async def get(self, connection_id: UUID | str, resource_operation_id: UUID | str) -> models.ResourceOperationRead:
        r"""Get a resource operation.

        One write to a provider, with its attempts so far.
        """
        call = Call("GET", f"/v2/integrations/connections/{connection_id}/resource-operations/{resource_operation_id}")
        return await self._client.call(call, _RESOURCEOPERATIONREAD)


class Schedules:
    """Operations of `client.schedules`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get_data_freshness(
        self, *, fleet_ids: Sequence[UUID | str] | None = None, fleet_refs: Sequence[str] | None = None
    ) -> List[models.DataFreshness]:
        r"""Get the freshness of data.

        When each resource of each connection was last read, and when it will be read next.

        `last_successful_execution_at` says how fresh the records are; null means that nothing was read yet.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
        """
        call = Call(
            "GET",
            "/v2/integrations/connections/data-freshness",
            query={"fleet_ids": fleet_ids, "fleet_refs": fleet_refs},
        )
        return await self._client.call(call, _LIST_DATAFRESHNESS)

    async def backfill(
        self, body: models.ScheduleBackfillRequest | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.ScheduleBackfillResponse:
        r"""Add missing schedules.

        Add the schedule of a resource to each connection that never had one and whose agreements cover it.

        Administrators only. Schedules that exist stay as they are, deleted ones included. Either all are added or none.
        """
        call = Call(
            "POST",
            "/v2/integrations/connections/schedules/backfill",
            body=models.ScheduleBackfillRequest.of(body),
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _SCHEDULEBACKFILLRESPONSE)

    def list(
        self,
        connection_id: UUID | str,
        *,
        size: int | None = None,
        resource: models.ResourceEnum | str | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.ScheduleRead]:
        r"""List schedules.

        The schedules of a connection, oldest first: one for each resource that is read and shared with you.

        Parameters:
            resource: Only the schedule of this resource.
        """
        call = Call(
            "GET",
            f"/v2/integrations/connections/{connection_id}/schedules",
            query={"size": size, "resource": resource, "cursor": cursor},
        )
        return self._client.pages(call, _SCHEDULEREAD)

    async def create(
        self,
        connection_id: UUID | str,
        body: models.ScheduleCreate | dict[str, Any],
        *,
        idempotency_key: str | None = None,
    ) -> models.ScheduleRead:
        r"""Create a schedule.

        Read one more resource of a connection. Administrators only; the server creates most schedules itself.
        """
        call = Call(
            "POST",
            f"/v2/integrations/connections/{connection_id}/schedules",
            body=models.ScheduleCreate.of(body),
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _SCHEDULEREAD)

    async def activate_schedules(
        self, connection_id: UUID | str, *, idempotency_key: str | None = None
    ) -> List[models.ScheduleRead]:
        r"""Activate all schedules of a connection.

        Activate every paused or inactive schedule of the connection. Administrators only. Lists these schedules.
        """
        call = Call(
            "POST",
            f"/v2/integrations/connections/{connection_id}/schedules/activate-schedules",
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _LIST_SCHEDULEREAD)

    async def get(self, connection_id: UUID | str, schedule_id: UUID | str) -> models.ScheduleRead:
        r"""Get a schedule.

        One schedule.
        """
        call = Call("GET", f"/v2/integrations/connections/{connection_id}/schedules/{schedule_id}")
        return await self._client.call(call, _SCHEDULEREAD)

    async def update(
        self, connection_id: UUID | str, schedule_id: UUID | str, body: models.ScheduleUpdate | dict[str, Any]
    ) -> models.ScheduleRead:
        r"""Change a schedule.

        Pause a schedule, change its interval, or set where its next run begins. Administrators only.

        A run that is under way ends with the page that it has stored.
        """
        call = Call(
            "PATCH",
            f"/v2/integrations/connections/{connection_id}/schedules/{schedule_id}",
            body=models.ScheduleUpdate.of(body),
        )
        return await self._client.call(call, _SCHEDULEREAD)

    async def delete(self, connection_id: UUID | str, schedule_id: UUID | str) -> None:
        r"""Delete a schedule.

        Stop reading a resource of a connection. Administrators only. Records that were read stay.
        """
        call = Call("DELETE", f"/v2/integrations/connections/{connection_id}/schedules/{schedule_id}")
        await self._client.call(call, _NONE)

    async def activate(
        self, connection_id: UUID | str, schedule_id: UUID | str, *, idempotency_key: str | None = None
    ) -> models.ScheduleRead:
        r"""Activate a schedule.

        Activate a paused or inactive schedule. Administrators only. It is read at once.
        """
        call = Call(
            "POST",
            f"/v2/integrations/connections/{connection_id}/schedules/{schedule_id}/activate",
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _SCHEDULEREAD)

    def list_executions(
        self, connection_id: UUID | str, schedule_id: UUID | str, *, size: int | None = None, cursor: str | None = None
    ) -> AsyncPages[models.ExecutionRead]:
        r"""List executions.

        The runs of a schedule in the last seven days, oldest first.
        """
        call = Call(
            "GET",
            f"/v2/integrations/connections/{connection_id}/schedules/{schedule_id}/executions",
            query={"size": size, "cursor": cursor},
        )
        return self._client.pages(call, _EXECUTIONREAD)


class ShareAgreements:
    """Operations of `client.share_agreements`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        fleet_id: UUID | str | None = None,
        fleet_ref: str | None = None,
        share_agreement_status: models.ShareAgreementStatusEnum | str | None = None,
        size: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.ShareAgreementRead]:
        r"""List share agreements.

        The caller's agreements, oldest first: a partner's with all its fleets, a fleet's with all its partners.

        A fleet sees the reference only of the partner whose invitation its token came with.

        Parameters:
            fleet_id: Only those with this fleet
            fleet_ref: Only those with the fleet of this reference
            share_agreement_status: Only those in this state. Deleted ones are listed only with this filter
        """
        call = Call(
            "GET",
            "/v2/orgs/share-agreements",
            query={
                "fleet_id": fleet_id,
                "fleet_ref": fleet_ref,
                "share_agreement_status": share_agreement_status,
                "size": size,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _SHAREAGREEMENTREAD)

    async def get(self, share_agreement_id: UUID | str) -> models.ShareAgreementRead:
        r"""Get a share agreement.

        One agreement in any state.
        """
        call = Call("GET", f"/v2/orgs/share-agreements/{share_agreement_id}")
        return await self._client.call(call, _SHAREAGREEMENTREAD)

    async def update(
        self, share_agreement_id: UUID | str, body: models.ShareAgreementUpdate | dict[str, Any]
    ) -> models.ShareAgreementRead:
        r"""Change a share agreement.

        Changes when access begins and ends, and what of the drivers' movement is protected. Fleets only.
        `expiration_date: null` means never.

        An agreement that is active or paused expires by itself when its time is over.
        """
        call = Call(
            "PATCH", f"/v2/orgs/share-agreements/{share_agreement_id}", body=models.ShareAgreementUpdate.of(body)
        )
        return await self._client.call(call, _SHAREAGREEMENTREAD)

    async def delete(self, share_agreement_id: UUID | str) -> None:
        r"""Delete a share agreement.

        Ends access for good and takes the agreement out of lists. Fleets only.
        """
        call = Call("DELETE", f"/v2/orgs/share-agreements/{share_agreement_id}")
        await self._client.call(call, _NONE)

    async def backfill(
        self, body: models.ShareAgreementBackfill | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.ShareAgreementBackfillResult:
        r"""Share one more resource.

        Adds a resource to every active or paused agreement that lacks it. Administrators only.
        """
        call = Call(
            "POST",
            "/v2/orgs/share-agreements/backfill",
            body=models.ShareAgreementBackfill.of(body),
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _SHAREAGREEMENTBACKFILLRESULT)

    async def pause(
        self, share_agreement_id: UUID | str, *, idempotency_key: str | None = None
    ) -> models.ShareAgreementRead:
        r"""Pause a share agreement.

        Takes access away until the agreement is activated.

        The fleet and its records are gone from the partner's lists at once, writes are refused, and accepted writes that
        wait end as failed. No events of its records are published; after activation `updated_from` lists what has changed
        meanwhile.
        """
        call = Call("POST", f"/v2/orgs/share-agreements/{share_agreement_id}/pause", key=new_key(idempotency_key))
        return await self._client.call(call, _SHAREAGREEMENTREAD)

    async def activate(
        self, share_agreement_id: UUID | str, *, idempotency_key: str | None = None
    ) -> models.ShareAgreementRead:
        r"""Activate a share agreement.

        Gives access back after a pause. A partner cannot activate what the fleet or the operator has paused.
        """
        call = Call("POST", f"/v2/orgs/share-agreements/{share_agreement_id}/activate", key=new_key(idempotency_key))
        return await self._client.call(call, _SHAREAGREEMENTREAD)

    async def cancel(
        self, share_agreement_id: UUID | str, *, idempotency_key: str | None = None
    ) -> models.ShareAgreementRead:
        r"""Cancel a share agreement.

        Ends access for good.
        """
        call = Call("POST", f"/v2/orgs/share-agreements/{share_agreement_id}/cancel", key=new_key(idempotency_key))
        return await self._client.call(call, _SHAREAGREEMENTREAD)


class TrailerLocations:
    """Operations of `client.trailer_locations`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        trailer_ids: Sequence[UUID | str] | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        only_latest: bool | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.TrailerLocationRead]:
        r"""List trailer locations.

        The trailer locations of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            trailer_ids: Only records of these, by our id of the trailer.
            vehicle_ids: Only records of these, by our id of the vehicle.
            only_latest: Whether to list only the newest record of each trailer. The window of time has no effect then.
        """
        call = Call(
            "GET",
            "/v2/telematics/trailer-locations",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "trailer_ids": trailer_ids,
                "vehicle_ids": vehicle_ids,
                "only_latest": only_latest,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _TRAILERLOCATIONREAD)


class TrailerStatuses:
    """Operations of `client.trailer_statuses`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        trailer_ids: Sequence[UUID | str] | None = None,
        only_latest: bool | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.TrailerStatusRead]:
        r"""List trailer statuses.

        The trailer statuses of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            trailer_ids: Only records of these, by our id of the trailer.
            only_latest: Whether to list only the newest record of each trailer. The window of time has no effect then. Without it, name exactly one value of trailer_ids.
        """
        call = Call(
            "GET",
            "/v2/telematics/trailer-statuses",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "trailer_ids": trailer_ids,
                "only_latest": only_latest,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _TRAILERSTATUSREAD)


class TrailerVehicleAssociations:
    """Operations of `client.trailer_vehicle_associations`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        trailer_ids: Sequence[UUID | str] | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        only_latest: bool | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.TrailerVehicleAssociationRead]:
        r"""List trailer vehicle associations.

        The trailer vehicle associations of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            trailer_ids: Only records of these, by our id of the trailer.
            vehicle_ids: Only records of these, by our id of the vehicle.
            only_latest: Whether to list only the newest record of each trailer. The window of time has no effect then. Without it, name exactly one value of trailer_ids or vehicle_ids.
        """
        call = Call(
            "GET",
            "/v2/telematics/trailer-vehicle-associations",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "trailer_ids": trailer_ids,
                "vehicle_ids": vehicle_ids,
                "only_latest": only_latest,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _TRAILERVEHICLEASSOCIATIONREAD)


class Trailers:
    """Operations of `client.trailers`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        source_ids: Sequence[str] | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        trailer_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.TrailerRead]:
        r"""List trailers.

        The trailers of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            source_ids: Only these records, by the provider's id.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            trailer_ids: Only these records, by our id.
        """
        call = Call(
            "GET",
            "/v2/telematics/trailers",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "source_ids": source_ids,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "trailer_ids": trailer_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _TRAILERREAD)

    @overload
    async def create(
        self,
        body: models.TrailerCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[True],
        idempotency_key: str | None = None,
    ) -> dict[str, Any]: ...
    @overload
    async def create(
        self,
        body: models.TrailerCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[False] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation: ...
    async def create(
        self,
        body: models.TrailerCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation | dict[str, Any]:
        r"""Create a trailer.

        Create a trailer at the provider of `connection_id`.

        Parameters:
            is_sync: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
            dry_run: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
        """
        call = Call(
            "POST",
            "/v2/telematics/trailers",
            query={"is_sync": is_sync, "dry_run": dry_run},
            body=models.TrailerCreate.of(body),
            key=new_key(idempotency_key),
        )
        if dry_run:
            return await self._client.call(call, _DICT_STR_ANY)
        return await self._client.call(call, _RESOURCEOPERATION)

    async def get(self, trailer_id: UUID | str, *, include_source_data: bool | None = None) -> models.TrailerRead:
        r"""Get one trailer.

        One trailer of a fleet that shares it with you.

        Parameters:
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
        """
        call = Call("GET", f"/v2/telematics/trailers/{trailer_id}", query={"include_source_data": include_source_data})
        return await self._client.call(call, _TRAILERREAD)

    @overload
    async def update(
        self,
        trailer_id: UUID | str,
        body: models.TrailerUpdate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[True],
    ) -> dict[str, Any]: ...
    @overload
    async def update(
        self,
        trailer_id: UUID | str,
        body: models.TrailerUpdate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[False] | None = None,
    ) -> models.ResourceOperation: ...
    async def update(
        self,
        trailer_id: UUID | str,
        body: models.TrailerUpdate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: bool | None = None,
    ) -> models.ResourceOperation | dict[str, Any]:
        r"""Update a trailer.

        Change a trailer at its provider. Fields that are left out stay as they are, null clears.

        Parameters:
            is_sync: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
            dry_run: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
        """
        call = Call(
            "PATCH",
            f"/v2/telematics/trailers/{trailer_id}",
            query={"is_sync": is_sync, "dry_run": dry_run},
            body=models.TrailerUpdate.of(body),
        )
        if dry_run:
            return await self._client.call(call, _DICT_STR_ANY)
        return await self._client.call(call, _RESOURCEOPERATION)


class Tsps:
    """Operations of `client.tsps`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(
        self, *, slug: str | None = None, source_name: models.TspEnum | str | None = None
    ) -> List[models.TspRead]:
        r"""List telematics providers.

        All providers by name, in one array. No token is needed.

        Parameters:
            slug: Only the brand with this slug
            source_name: Only brands of this platform
        """
        call = Call("GET", "/v2/orgs/tsps", query={"slug": slug, "source_name": source_name})
        return await self._client.call(call, _LIST_TSPREAD)

    async def create(
        self, body: models.TspCreate | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.TspRead:
        r"""Add a telematics provider.

        Adds a brand of a platform that other brands may have as well. Administrators only.

        Fleets find it in Connect, and invitations may name it, while the platform's adapter is installed. `conn_type` is
        one that this adapter takes.
        """
        call = Call("POST", "/v2/orgs/tsps", body=models.TspCreate.of(body), key=new_key(idempotency_key))
        return await self._client.call(call, _TSPREAD)

    async def get(self, tsp_id: UUID | str) -> models.TspRead:
        r"""Get a telematics provider.

        One provider. No token is needed.
        """
        call = Call("GET", f"/v2/orgs/tsps/{tsp_id}")
        return await self._client.call(call, _TSPREAD)

    async def update(self, tsp_id: UUID | str, body: models.TspUpdate | dict[str, Any]) -> models.TspRead:
        r"""Change a telematics provider.

        Changes a brand. A new release of its adapter keeps the change. Administrators only.

        A brand that fleets have connected keeps its platform.
        """
        call = Call("PATCH", f"/v2/orgs/tsps/{tsp_id}", body=models.TspUpdate.of(body))
        return await self._client.call(call, _TSPREAD)

    async def delete(self, tsp_id: UUID | str) -> None:
        r"""Delete a telematics provider.

        Stops offering a brand. Existing connections go on, and their fleets can repair them. Administrators only.
        """
        call = Call("DELETE", f"/v2/orgs/tsps/{tsp_id}")
        await self._client.call(call, _NONE)


class Users:
    """Operations of `client.users`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        source_ids: Sequence[str] | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        user_ids: Sequence[UUID | str] | None = None,
        is_driver: bool | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.UserRead]:
        r"""List users.

        The users of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            source_ids: Only these records, by the provider's id.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            user_ids: Only these records, by our id.
            is_driver: Only records with this value.
        """
        call = Call(
            "GET",
            "/v2/telematics/users",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "source_ids": source_ids,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "user_ids": user_ids,
                "is_driver": is_driver,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _USERREAD)

    @overload
    async def create(
        self,
        body: models.UserCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[True],
        idempotency_key: str | None = None,
    ) -> dict[str, Any]: ...
    @overload
    async def create(
        self,
        body: models.UserCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[False] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation: ...
    async def create(
        self,
        body: models.UserCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation | dict[str, Any]:
        r"""Create a user.

        Create a user at the provider of `connection_id`.

        Parameters:
            is_sync: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
            dry_run: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
        """
        call = Call(
            "POST",
            "/v2/telematics/users",
            query={"is_sync": is_sync, "dry_run": dry_run},
            body=models.UserCreate.of(body),
            key=new_key(idempotency_key),
        )
        if dry_run:
            return await self._client.call(call, _DICT_STR_ANY)
        return await self._client.call(call, _RESOURCEOPERATION)

    async def get(self, user_id: UUID | str, *, include_source_data: bool | None = None) -> models.UserRead:
        r"""Get one user.

        One user of a fleet that shares it with you.

        Parameters:
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
        """
        call = Call("GET", f"/v2/telematics/users/{user_id}", query={"include_source_data": include_source_data})
        return await self._client.call(call, _USERREAD)

    @overload
    async def update(
        self,
        user_id: UUID | str,
        body: models.UserUpdate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[True],
    ) -> dict[str, Any]: ...
    @overload
    async def update(
        self,
        user_id: UUID | str,
        body: models.UserUpdate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[False] | None = None,
    ) -> models.ResourceOperation: ...
    async def update(
        self,
        user_id: UUID | str,
        body: models.UserUpdate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: bool | None = None,
    ) -> models.ResourceOperation | dict[str, Any]:
        r"""Update a user.

        Change a user at its provider. Fields that are left out stay as they are, null clears.

        Parameters:
            is_sync: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
            dry_run: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
        """
        call = Call(
            "PATCH",
            f"/v2/telematics/users/{user_id}",
            query={"is_sync": is_sync, "dry_run": dry_run},
            body=models.UserUpdate.of(body),
        )
        if dry_run:
            return await self._client.call(call, _DICT_STR_ANY)
        return await self._client.call(call, _RESOURCEOPERATION)


class VehicleLocations:
    """Operations of `client.vehicle_locations`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        only_latest: bool | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.VehicleLocationRead]:
        r"""List vehicle locations.

        The vehicle locations of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            vehicle_ids: Only records of these, by our id of the vehicle.
            driver_ids: Only records of these, by our id of the user.
            only_latest: Whether to list only the newest record of each vehicle. The window of time has no effect then. Without it, name exactly one value of vehicle_ids or driver_ids.
        """
        call = Call(
            "GET",
            "/v2/telematics/vehicle-locations",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "vehicle_ids": vehicle_ids,
                "driver_ids": driver_ids,
                "only_latest": only_latest,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _VEHICLELOCATIONREAD)


class VehicleRegionSegments:
    """Operations of `client.vehicle_region_segments`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        processing_date: date,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        group_by: str | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.VehicleRegionSegmentRead]:
        r"""List region segments of vehicles.

        Where vehicles were on one day: a segment for each stay in a state or province, from the vehicles' positions.

        The segments are derived when you ask, so late positions are included. The regions come from the providers'
        addresses. Positions of a provider without addresses form one segment without a region.

        Parameters:
            processing_date: The day, in UTC.
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            vehicle_ids: Only these vehicles, by our id.
            group_by: `segment` merges repeated visits of a vehicle to the same region.
        """
        call = Call(
            "GET",
            "/v2/telematics/vehicle-region-segments",
            query={
                "processing_date": processing_date,
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "vehicle_ids": vehicle_ids,
                "group_by": group_by,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _VEHICLEREGIONSEGMENTREAD)


class VehicleSensorEvents:
    """Operations of `client.vehicle_sensor_events`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.VehicleSensorRead]:
        r"""List vehicle sensor events.

        The vehicle sensor events of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            vehicle_ids: Only records of these, by our id of the vehicle.
        """
        call = Call(
            "GET",
            "/v2/telematics/vehicle-sensor-events",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "vehicle_ids": vehicle_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _VEHICLESENSORREAD)


class Vehicles:
    """Operations of `client.vehicles`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        source_ids: Sequence[str] | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.VehicleRead]:
        r"""List vehicles.

        The vehicles of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            source_ids: Only these records, by the provider's id.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            vehicle_ids: Only these records, by our id.
        """
        call = Call(
            "GET",
            "/v2/telematics/vehicles",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "source_ids": source_ids,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "vehicle_ids": vehicle_ids,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _VEHICLEREAD)

    @overload
    async def create(
        self,
        body: models.VehicleCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[True],
        idempotency_key: str | None = None,
    ) -> dict[str, Any]: ...
    @overload
    async def create(
        self,
        body: models.VehicleCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[False] | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation: ...
    async def create(
        self,
        body: models.VehicleCreate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: bool | None = None,
        idempotency_key: str | None = None,
    ) -> models.ResourceOperation | dict[str, Any]:
        r"""Create a vehicle.

        Create a vehicle at the provider of `connection_id`.

        Parameters:
            is_sync: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
            dry_run: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
        """
        call = Call(
            "POST",
            "/v2/telematics/vehicles",
            query={"is_sync": is_sync, "dry_run": dry_run},
            body=models.VehicleCreate.of(body),
            key=new_key(idempotency_key),
        )
        if dry_run:
            return await self._client.call(call, _DICT_STR_ANY)
        return await self._client.call(call, _RESOURCEOPERATION)

    async def get(self, vehicle_id: UUID | str, *, include_source_data: bool | None = None) -> models.VehicleRead:
        r"""Get one vehicle.

        One vehicle of a fleet that shares it with you.

        Parameters:
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
        """
        call = Call("GET", f"/v2/telematics/vehicles/{vehicle_id}", query={"include_source_data": include_source_data})
        return await self._client.call(call, _VEHICLEREAD)

    @overload
    async def update(
        self,
        vehicle_id: UUID | str,
        body: models.VehicleUpdate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[True],
    ) -> dict[str, Any]: ...
    @overload
    async def update(
        self,
        vehicle_id: UUID | str,
        body: models.VehicleUpdate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: Literal[False] | None = None,
    ) -> models.ResourceOperation: ...
    async def update(
        self,
        vehicle_id: UUID | str,
        body: models.VehicleUpdate | dict[str, Any],
        *,
        is_sync: bool | None = None,
        dry_run: bool | None = None,
    ) -> models.ResourceOperation | dict[str, Any]:
        r"""Update a vehicle.

        Change a vehicle at its provider. Fields that are left out stay as they are, null clears.

        Parameters:
            is_sync: If true, the request waits for the provider, and its answer has the result; the server does not retry and publishes no event of it. If false, the operation is accepted and done in the background.
            dry_run: If true, the answer says what would be sent to the provider and what would become of each field, as `application/vnd.gladhand.dry-run+json`. Nothing is sent, stored or published. The caller needs the rights of the write itself.
        """
        call = Call(
            "PATCH",
            f"/v2/telematics/vehicles/{vehicle_id}",
            query={"is_sync": is_sync, "dry_run": dry_run},
            body=models.VehicleUpdate.of(body),
        )
        if dry_run:
            return await self._client.call(call, _DICT_STR_ANY)
        return await self._client.call(call, _RESOURCEOPERATION)


class Webhooks:
    """Operations of `client.webhooks`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def get_metrics(self, webhook_id: UUID | str) -> models.WebhookMetrics:
        r"""Get metrics of a webhook subscription.

        Deliveries of the last 6 and 24 hours, 7 and 14 days, to a quarter of an hour.
        """
        call = Call("GET", f"/v2/notifications/webhooks/{webhook_id}/metrics")
        return await self._client.call(call, _WEBHOOKMETRICS)

    def get_logs(
        self,
        webhook_id: UUID | str,
        *,
        start_date: datetime | None = None,
        end_date: datetime | None = None,
        status: models.WebhookLogStatusEnum | str | None = None,
        size: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.WebhookLogRead]:
        r"""Get the delivery log of a webhook subscription.

        Every attempt of the last 14 days, oldest first.

        Parameters:
            start_date: Only from this time on
            end_date: Only before this time
            status: Only attempts with this status
        """
        call = Call(
            "GET",
            f"/v2/notifications/webhooks/{webhook_id}/logs",
            query={"start_date": start_date, "end_date": end_date, "status": status, "size": size, "cursor": cursor},
        )
        return self._client.pages(call, _WEBHOOKLOGREAD)

    async def replay_undelivered_messages_from_dlq(
        self,
        webhook_id: UUID | str,
        *,
        event_id: UUID | str | None = None,
        start_date: datetime | None = None,
        end_date: datetime | None = None,
        idempotency_key: str | None = None,
    ) -> models.Replayed:
        r"""Replay undelivered events.

        Deliver events again that were given up after the last attempt: all, those of a span of time, or one.

        While the subscription is paused or stale, they wait like all others.

        Parameters:
            event_id: Only this event
            start_date: Only from this time on
            end_date: Only before this time
        """
        call = Call(
            "POST",
            f"/v2/notifications/webhooks/{webhook_id}/replay",
            query={"event_id": event_id, "start_date": start_date, "end_date": end_date},
            key=new_key(idempotency_key),
        )
        return await self._client.call(call, _REPLAYED)

    async def create(
        self, body: models.WebhookCreate | dict[str, Any], *, idempotency_key: str | None = None
    ) -> models.Webhook | List[models.Webhook]:
        r"""Create a webhook subscription.

        Subscribe an address to an event.

        For one event name the answer is the subscription, for a wildcard a list of them. Only this answer has the secret.
        A second subscription with the same event, url and filters is a conflict.
        """
        call = Call(
            "POST", "/v2/notifications/webhooks", body=models.WebhookCreate.of(body), key=new_key(idempotency_key)
        )
        return await self._client.call(call, _WEBHOOK_LIST_WEBHOOK)

    def list(
        self,
        *,
        event_name: models.WebhookEventNameEnum | str | None = None,
        status: models.WebhookStatusEnum | str | None = None,
        size: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.WebhookRead]:
        r"""List webhook subscriptions.

        The caller's subscriptions, oldest first.

        Parameters:
            event_name: Only those to this event, or to the events of a wildcard
            status: Only those in this state. Deleted ones are listed only with this filter
        """
        call = Call(
            "GET",
            "/v2/notifications/webhooks",
            query={"event_name": event_name, "status": status, "size": size, "cursor": cursor},
        )
        return self._client.pages(call, _WEBHOOKREAD)

    async def get(self, webhook_id: UUID | str) -> models.WebhookRead:
        r"""Get a webhook subscription.

        One subscription; its secret and the last part of its url are masked.
        """
        call = Call("GET", f"/v2/notifications/webhooks/{webhook_id}")
        return await self._client.call(call, _WEBHOOKREAD)

    async def update(self, webhook_id: UUID | str, body: models.WebhookUpdate | dict[str, Any]) -> models.WebhookRead:
        r"""Update a webhook subscription.

        Change the url, the filters or the secret.

        After a change of the secret, the old one signs beside it for a day. Deliveries that wait already go to the new url.
        """
        call = Call("PATCH", f"/v2/notifications/webhooks/{webhook_id}", body=models.WebhookUpdate.of(body))
        return await self._client.call(call, _WEBHOOKREAD)

    async def delete(self, webhook_id: UUID | str) -> None:
        r"""Delete a webhook subscription.

        End a subscription. Events that it has not received yet are dropped.
        """
        call = Call("DELETE", f"/v2/notifications/webhooks/{webhook_id}")
        await self._client.call(call, _NONE)

    async def activate(self, webhook_id: UUID | str, *, idempotency_key: str | None = None) -> models.WebhookRead:
        r"""Activate a webhook subscription.

        Deliver again after a pause, or after too many failures.

        Events that were published meanwhile are delivered first, one after the other, in their order.
        """
        call = Call("POST", f"/v2/notifications/webhooks/{webhook_id}/activate", key=new_key(idempotency_key))
        return await self._client.call(call, _WEBHOOKREAD)

    async def pause(self, webhook_id: UUID | str, *, idempotency_key: str | None = None) -> models.WebhookRead:
        r"""Pause a webhook subscription.

        Keep events instead of delivering them, until it is activated.
        """
        call = Call("POST", f"/v2/notifications/webhooks/{webhook_id}/pause", key=new_key(idempotency_key))
        return await self._client.call(call, _WEBHOOKREAD)

    async def send_test_event(
        self, webhook_id: UUID | str, *, idempotency_key: str | None = None
    ) -> models.SampleEvent:
        r"""Send a test event.

        Deliver an invented event of the subscription's name, even if nothing publishes that event yet.

        It is signed and retried like any other, and has the header `X-Gladhand-Test: true`. Filters do not apply.
        """
        call = Call("POST", f"/v2/notifications/webhooks/{webhook_id}/test", key=new_key(idempotency_key))
        return await self._client.call(call, _SAMPLEEVENT)


class Workflows:
    """Operations of `client.workflows`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    def list(
        self,
        *,
        size: int | None = None,
        fleet_ids: Sequence[UUID | str] | None = None,
        fleet_refs: Sequence[str] | None = None,
        connection_id: UUID | str | None = None,
        updated_from: datetime | None = None,
        include_source_data: bool | None = None,
        source_ids: Sequence[str] | None = None,
        from_datetime: datetime | None = None,
        to_datetime: datetime | None = None,
        sort_by: str | None = None,
        sort_order: models.SortOrderEnum | str | None = None,
        workflow_ids: Sequence[UUID | str] | None = None,
        vehicle_ids: Sequence[UUID | str] | None = None,
        driver_ids: Sequence[UUID | str] | None = None,
        workflow_status: models.WorkflowStatusEnum | str | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[models.WorkflowRead]:
        r"""List workflows.

        The workflows of the fleets that share them with you, from all providers.

        Parameters:
            fleet_ids: Only these fleets, by our id.
            fleet_refs: Only these fleets, by your id.
            connection_id: Only records that came through this connection.
            updated_from: Only records that have changed at this time or later, in the order of their changes, removed ones included. To go on later, send the `updated_at` of the last record. The list has the whole history, because the default window does not apply, and ends a few seconds before now.
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
            source_ids: Only these records, by the provider's id.
            from_datetime: Only records that occurred at this time or later. Default: one day ago.
            to_datetime: Only records that occurred before this time. Default: now.
            sort_by: Name of a field to sort by. Null comes first. Default: occurred_at.
            workflow_ids: Only these records, by our id.
            vehicle_ids: Only records of these, by our id of the vehicle.
            driver_ids: Only records of these, by our id of the user.
            workflow_status: Only records with this value.
        """
        call = Call(
            "GET",
            "/v2/telematics/workflows",
            query={
                "size": size,
                "fleet_ids": fleet_ids,
                "fleet_refs": fleet_refs,
                "connection_id": connection_id,
                "updated_from": updated_from,
                "include_source_data": include_source_data,
                "source_ids": source_ids,
                "from_datetime": from_datetime,
                "to_datetime": to_datetime,
                "sort_by": sort_by,
                "sort_order": sort_order,
                "workflow_ids": workflow_ids,
                "vehicle_ids": vehicle_ids,
                "driver_ids": driver_ids,
                "workflow_status": workflow_status,
                "cursor": cursor,
            },
        )
        return self._client.pages(call, _WORKFLOWREAD)

    async def get(self, workflow_id: UUID | str, *, include_source_data: bool | None = None) -> models.WorkflowRead:
        r"""Get one workflow.

        One workflow of a fleet that shares it with you.

        Parameters:
            include_source_data: Whether to include `source_data`: the provider's own data, unchanged.
        """
        call = Call(
            "GET", f"/v2/telematics/workflows/{workflow_id}", query={"include_source_data": include_source_data}
        )
        return await self._client.call(call, _WORKFLOWREAD)


class Groups:
    """The operations, by what they are about."""

    def __init__(self, client: AsyncClient) -> None:
        self.analytics = Analytics(client)
        self.api_clients = ApiClients(client)
        self.audit_trail = AuditTrail(client)
        self.branding = Branding(client)
        self.connections = Connections(client)
        self.consent = Consent(client)
        self.driver_safety_events = DriverSafetyEvents(client)
        self.driver_vehicle_associations = DriverVehicleAssociations(client)
        self.dvir_logs = DvirLogs(client)
        self.embed_keys = EmbedKeys(client)
        self.engine_logs = EngineLogs(client)
        self.engine_statuses = EngineStatuses(client)
        self.event_schemas = EventSchemas(client)
        self.events = Events(client)
        self.external_tsps = ExternalTsps(client)
        self.fleet_info = FleetInfo(client)
        self.fleets = Fleets(client)
        self.fuel_transactions = FuelTransactions(client)
        self.group_messages = GroupMessages(client)
        self.hos_availabilities = HosAvailabilities(client)
        self.hos_daily_snapshots = HosDailySnapshots(client)
        self.hos_events = HosEvents(client)
        self.hos_violations = HosViolations(client)
        self.ifta_summaries = IftaSummaries(client)
        self.integrations = Integrations(client)
        self.invitations = Invitations(client)
        self.messages = Messages(client)
        self.overview = Overview(client)
        self.partners = Partners(client)
        self.people = People(client)
        self.reference = Reference(client)
        self.resource_operations = ResourceOperations(client)
        self.schedules = Schedules(client)
        self.share_agreements = ShareAgreements(client)
        self.trailer_locations = TrailerLocations(client)
        self.trailer_statuses = TrailerStatuses(client)
        self.trailer_vehicle_associations = TrailerVehicleAssociations(client)
        self.trailers = Trailers(client)
        self.tsps = Tsps(client)
        self.users = Users(client)
        self.vehicle_locations = VehicleLocations(client)
        self.vehicle_region_segments = VehicleRegionSegments(client)
        self.vehicle_sensor_events = VehicleSensorEvents(client)
        self.vehicles = Vehicles(client)
        self.webhooks = Webhooks(client)
        self.workflows = Workflows(client)
