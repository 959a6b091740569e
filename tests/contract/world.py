"""Two partners that have one of everything, the operator, and whoever has no token."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.conftest import Api, PartnerFixture, new_partner
from tests.examples import example_fields
from tests.integration.conftest import SimulatorAccount
from tests.integration.records.conftest import Ingest, incoming

from gladhand.core import clock
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.orgs.external_tsps.queries import RegistryEntry, upsert_external_tsps
from gladhand.records.ingest_queries import RecordOrigin
from gladhand.resources.registry import REGISTRY

PARTNER, FLEET, ADMIN = "partner", "fleet", "admin"
_RECORDS = ("user", "vehicle", "trailer", "hos_event", "dvir_log")
_WRITTEN = ("message", "group_message", "fuel_transaction")


@dataclass
class Party:
    """A partner, a fleet of it, and the ids of what they have, by the name of the path parameter."""

    partner: Api
    fleet: Api
    ids: dict[str, str]
    property_ids: dict[str, str]
    """Ids of a property by what has it: a fleet or a partner."""


@dataclass
class ContractWorld:
    own: Party
    foreign: Party
    admin: Api
    anyone: Api

    @property
    def callers(self) -> dict[str, Api]:
        return {PARTNER: self.own.partner, FLEET: self.own.fleet, ADMIN: self.admin}


@dataclass
class Builder:
    anyone: Api
    admin: Api
    database: Database
    keyring: Keyring
    simulator: str

    async def world(self) -> ContractWorld:
        return ContractWorld(await self.party(), await self.party(), self.admin, self.anyone)

    async def party(self) -> Party:
        partner = await new_partner(self.database, self.keyring, self.anyone)
        api = self.anyone.with_token(partner.token)
        permissions = dict.fromkeys((*_RECORDS, *_WRITTEN), "read_write")
        invited = await self._made(
            api.post("/v2/orgs/invitations", {"fleet_ref": uuid4().hex, "permissions": permissions})
        )
        accepted = await self._made(self.anyone.post(f"/v2/orgs/invitations/{invited['id']}/accept"))
        fleet = self.anyone.with_token(accepted["pre_registration_access_token"])
        still_open = await self._made(api.post("/v2/orgs/invitations", {"fleet_ref": uuid4().hex}))
        [agreement] = (await api.get("/v2/orgs/share-agreements")).body["items"]
        tsp = (await self.anyone.get("/v2/orgs/tsps?slug=groundhog")).body[0]["id"]
        ids = {
            "fleet_id": accepted["fleet_id"],
            "partner_id": str(partner.id),
            "invitation_id": still_open["id"],
            "share_agreement_id": agreement["id"],
            "tsp_id": tsp,
            "ext_tsp_id": await self._external(fleet),
            "event_name": "user.added",
            "version": "1.0",
        }
        properties = {}
        for kind, who in (("fleet", fleet), ("partner", self.admin)):
            path = f"/v2/orgs/{kind}s/{ids[f'{kind}_id']}/properties"
            body = [{"key": "type" if kind == "fleet" else "notes", "value": "x"}]
            properties[kind] = (await self._made(who.post(path, body)))[0]["id"]
        ids |= await self._of_connection(api, fleet, partner, accepted, tsp)
        webhook = {"url": "http://127.0.0.1:9/hooks", "event_name": "user.added"}
        ids["webhook_id"] = (await self._made(api.post("/v2/notifications/webhooks", webhook)))["id"]
        return Party(api, fleet, ids, properties)

    async def _of_connection(
        self, api: Api, fleet: Api, partner: PartnerFixture, accepted: Any, tsp: str
    ) -> dict[str, str]:
        account = SimulatorAccount(Api(self.anyone.session, self.simulator), f"key-{uuid4().hex}")
        await account.simulator.request("PUT", "/_control/accounts", json={"key": account.key, "name": "Fleet"})
        body = {"tsp_id": tsp, "credentials": {"api_key": account.key}}
        connection = (await self._made(fleet.post("/v2/integrations/connections", body)))["id"]
        path = f"/v2/integrations/connections/{connection}"
        schedules = (await api.get(f"{path}/schedules")).body["items"]
        user = {"connection_id": connection, "username": "ann"}
        operation = await self._made(api.post("/v2/telematics/users", user))
        origin = RecordOrigin(
            UUID(accepted["fleet_id"]),
            UUID(connection),
            UUID(tsp),
            tsp_slug="groundhog",
            source_name="catena_simulator",
        )
        ingest = Ingest(self.database, origin, partner.id, accepted["fleet_ref"])
        ids = {"connection_id": connection, "schedule_id": schedules[0]["id"], "resource_operation_id": operation["id"]}
        since = {"from_datetime": (clock.now() - timedelta(days=30)).isoformat()}
        for name in _RECORDS:
            resource = next(each for key, each in REGISTRY.items() if key.value == name)
            await ingest.page(resource, incoming(resource, [example_fields(resource)]))
            listed = await api.get(
                f"/v2/telematics/{resource.path}", params=since if "event" in name or "log" in name else None
            )
            ids[f"{name}_id"] = listed.body["items"][0]["id"]
        return ids

    async def _external(self, fleet: Api) -> str:
        entry = RegistryEntry(f"Rigwatch {uuid4().hex}")
        async with self.database.transaction() as db:
            await upsert_external_tsps(db, [entry])
        listed = (await fleet.get("/v2/orgs/external-tsps")).body
        return str(next(each["id"] for each in listed if each["name"] == entry.name))

    async def _made(self, answer: Any) -> Any:
        answered = await answer
        assert answered.status < 300, answered.body
        return answered.body
