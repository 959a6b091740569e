"""Every write of the contract once, all of them granted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.conftest import Api, PartnerFixture, operator_token
from tests.contract.calls import CallClient, Caller
from tests.integration.conftest import SimulatorAccount

from gladhand.core.db import Database
from gladhand.orgs.external_tsps.queries import RegistryEntry, upsert_external_tsps

CONNECTIONS, WEBHOOKS = "/v2/integrations/connections", "/v2/notifications/webhooks"
INVITATIONS, AGREEMENTS = "/v2/orgs/invitations", "/v2/orgs/share-agreements"
FLEETS, PARTNERS, TSPS = "/v2/orgs/fleets", "/v2/orgs/partners", "/v2/orgs/tsps"
EXTERNAL = "/v2/orgs/external-tsps"
WRITTEN = ("user", "vehicle", "trailer", "message", "group_message", "dvir_log", "fuel_transaction")


@dataclass
class WriteCallers:
    partner: Caller
    operator: Caller
    anyone: Caller

    async def accepted(self, **fields: Any) -> tuple[Caller, dict[str, Any]]:
        """A fleet and what it answered an invitation."""
        invited = await self.partner.post(INVITATIONS, {"fleet_ref": f"ref-{uuid4().hex[:8]}"} | fields)
        accepted = await self.anyone.post(f"{INVITATIONS}/{{invitation_id}}/accept", invitation_id=invited["id"])
        return self.partner.named(accepted["pre_registration_access_token"]), accepted


async def callers_of(
    client: CallClient, anyone: Api, make_partner: Callable[..., Any], database: Database
) -> WriteCallers:
    """A partner and the operator, who have asked for no extension, and somebody without a token."""
    partner: PartnerFixture = await make_partner(extensions=False)
    nobody = Caller(client)
    return WriteCallers(
        partner=nobody.named(partner.token),
        operator=nobody.named(await operator_token(database, anyone, extensions=False)),
        anyone=nobody,
    )


async def write_everything(
    callers: WriteCallers, make_account: Callable[..., Any], tsp_id: str, database: Database
) -> None:
    fleet, accepted = await callers.accepted(permissions=dict.fromkeys(WRITTEN, "read_write"))
    connection_id = await _connections(callers, fleet, await make_account(), tsp_id)
    await _records(callers.partner, connection_id)
    await _webhooks(callers.partner)
    await _partners(callers)
    await _providers(callers, fleet, database)
    await _invitations(callers)
    await _agreements_and_fleets(callers, fleet, accepted["fleet_id"])
    await fleet.delete(f"{CONNECTIONS}/{{connection_id}}", connection_id=connection_id)
    await fleet.delete(f"{FLEETS}/{{fleet_id}}", fleet_id=accepted["fleet_id"])


async def _connections(callers: WriteCallers, fleet: Caller, account: SimulatorAccount, tsp: str) -> str:
    key = {"api_key": account.key}
    kept = {"username": "ann", "password": "horse-staple"}
    await fleet.post("/v2/integrations/connection-pre-auths", {"tsp_id": tsp, "pre_auth_credentials": kept})
    connected = await fleet.post(CONNECTIONS, {"tsp_id": tsp, "credentials": key})
    one, ids = f"{CONNECTIONS}/{{connection_id}}", {"connection_id": connected["id"]}
    await fleet.patch(one, {"credentials": key, "description": "Yard"}, **ids)
    operator, schedules, schedule = callers.operator, f"{one}/schedules", f"{one}/schedules/{{schedule_id}}"
    made = await operator.post(schedules, {"resource": "driver_safety_event"}, **ids)
    await operator.delete(schedule, schedule_id=made["id"], **ids)
    listed = (await operator.get(schedules, **ids))["items"]
    shared = next(each for each in listed if each["resource"] == "user")
    await operator.patch(schedule, {"status": "paused"}, schedule_id=shared["id"], **ids)
    await operator.post(f"{schedule}/activate", schedule_id=shared["id"], **ids)
    await operator.post(f"{schedules}/activate-schedules", **ids)
    body = {"resource": "driver_safety_event", "connection_ids": [connected["id"]]}
    await operator.post(f"{CONNECTIONS}/schedules/backfill", body)
    return str(connected["id"])


async def _records(partner: Caller, connection_id: str) -> None:
    async def create(path: str, fields: dict[str, Any], *, is_sync: bool) -> Any:
        body = {"connection_id": connection_id} | fields
        return await partner.post(f"/v2/telematics/{path}", body, {"is_sync": is_sync})

    ids = {}
    for path, name in (("users", "username"), ("vehicles", "vehicle_name"), ("trailers", "trailer_name")):
        ids[path] = (await create(path, {name: "ann"}, is_sync=True))["resource_id"]
        await create(path, {name: "ben"}, is_sync=False)
        template = f"/v2/telematics/{path}/{{{path[:-1]}_id}}"
        await partner.patch(template, {"connection_id": connection_id, name: "anne"}, **{f"{path[:-1]}_id": ids[path]})
    ann, vehicle = ids["users"], ids["vehicles"]
    for path, fields in (
        ("messages", {"sender_id": ann, "recipient_id": ann, "message_text": "Dock 4"}),
        ("group-messages", {"sender_id": ann, "recipient_ids": [ann], "message_text": "Ice"}),
        ("dvir-logs", {"driver_id": ann, "vehicle_id": vehicle, "defects": ["horn"]}),
        (
            "fuel-transactions",
            {"driver_id": ann, "vehicle_id": vehicle, "fuel_volume": 100, "fuel_volume_unit": "US_GALLON"},
        ),
    ):
        await create(path, fields, is_sync=True)
        await create(path, fields, is_sync=False)


async def _webhooks(partner: Caller) -> None:
    one = f"{WEBHOOKS}/{{webhook_id}}"
    await partner.post(WEBHOOKS, {"url": "http://127.0.0.1:9/all", "event_name": "user.*"})
    made = await partner.post(WEBHOOKS, {"url": "http://127.0.0.1:9/one", "event_name": "user.added"})
    ids = {"webhook_id": made["id"]}
    await partner.patch(one, {"filters": {"fleet_refs": ["F-100"]}, "secret": "quite-a-long-secret"}, **ids)
    for verb in ("pause", "activate", "replay"):
        await partner.post(f"{one}/{verb}", **ids)
    await partner.delete(one, **ids)


async def _partners(callers: WriteCallers) -> None:
    one, properties = f"{PARTNERS}/{{partner_id}}", f"{PARTNERS}/{{partner_id}}/properties"
    ids = {"partner_id": (await callers.operator.post(PARTNERS, {"name": "Acme"}))["id"]}
    await callers.operator.patch(one, {"description": "Freight"}, **ids)
    [made] = await callers.operator.post(properties, [{"key": "notes", "value": "met at a fair"}], **ids)
    assert await callers.operator.get(properties, **ids) == [made]
    await callers.operator.delete(f"{properties}/{{property_id}}", property_id=made["id"], **ids)
    await callers.operator.delete(one, **ids)


async def _providers(callers: WriteCallers, fleet: Caller, database: Database) -> None:
    entry = RegistryEntry(f"Rigwatch {uuid4().hex}")
    async with database.transaction() as db:
        await upsert_external_tsps(db, [entry])
    listed = await fleet.get(EXTERNAL)
    ids = {"ext_tsp_id": next(each["id"] for each in listed if each["name"] == entry.name)}
    await fleet.post(f"{EXTERNAL}/{{ext_tsp_id}}/request-integration", {"fleet_contact_name": "Ann"}, **ids)
    assert await callers.partner.get(f"{EXTERNAL}/integration-requests")
    body = {"name": f"Brand {uuid4().hex[:8]}", "source_name": "catena_simulator", "conn_type": "api_key"}
    ids = {"tsp_id": (await callers.operator.post(TSPS, body))["id"]}
    await callers.operator.patch(f"{TSPS}/{{tsp_id}}", {"description": "Ours"}, **ids)
    await callers.operator.delete(f"{TSPS}/{{tsp_id}}", **ids)


async def _invitations(callers: WriteCallers) -> None:
    invited = await callers.partner.post(INVITATIONS, {"fleet_ref": "F-100", "limit_tsps": ["geotab"]})
    await callers.partner.post(INVITATIONS, {"fleet_ref": "F-100"})
    ids = {"invitation_id": invited["id"]}
    await callers.anyone.post(f"{INVITATIONS}/{{invitation_id}}/decline", {"decline_reason": "Later"}, **ids)
    await callers.partner.delete(f"{INVITATIONS}/{{invitation_id}}", **ids)


async def _agreements_and_fleets(callers: WriteCallers, fleet: Caller, fleet_id: str) -> None:
    ids: dict[str, Any] = {"fleet_id": fleet_id}
    await fleet.patch(f"{FLEETS}/{{fleet_id}}", {"city": "Oslo"}, **ids)
    properties = f"{FLEETS}/{{fleet_id}}/properties"
    [made] = await fleet.post(properties, [{"key": "location", "value": "Oslo"}], **ids)
    assert await fleet.get(properties, **ids) == [made]
    await fleet.delete(f"{properties}/{{property_id}}", property_id=made["id"], **ids)
    await callers.operator.post(f"{AGREEMENTS}/backfill", {"resource": "vehicle_location", "fleet_ids": [fleet_id]})
    listed = (await callers.partner.get(AGREEMENTS))["items"]
    [agreement] = [each for each in listed if each["fleet_id"] == fleet_id]
    one = f"{AGREEMENTS}/{{share_agreement_id}}"
    ids = {"share_agreement_id": agreement["id"]}
    await fleet.patch(one, {"effective_date": "2026-01-01T00:00:00Z"}, **ids)
    for verb in ("pause", "activate", "cancel"):
        await fleet.post(f"{one}/{verb}", **ids)
    await fleet.delete(one, **ids)
