"""A fleet that has connected its account at a fake, seen by its partner."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.conftest import Api

RIGHTS = {"user": "read_write", "vehicle": "read_write", "trailer": "read_write"}


@dataclass
class ConnectedFleet:
    api: Api
    connection: Any
    """As it was answered when it was made."""

    async def write(self, path: str, body: dict[str, Any], *, record: str | None = None, **query: str) -> Any:
        asked = "".join(f"?{name}={value}" for name, value in query.items())
        place = f"/v2/telematics/{path}{f'/{record}' if record else ''}{asked}"
        sent = {"connection_id": self.connection["id"], **body}
        return await (self.api.patch(place, sent) if record else self.api.post(place, sent))

    async def settled(self, operation_id: str) -> Any:
        place = f"/v2/integrations/connections/{self.connection['id']}/resource-operations/{operation_id}"
        for _ in range(1200):
            operation = (await self.api.get(place)).body
            if operation["status"] != "pending":
                return operation
            await asyncio.sleep(0.05)
        raise AssertionError(f"not settled: {operation}")


async def fleet_at(
    api: Api, anyone: Api, slug: str, credentials: dict[str, str], *, rights: Mapping[str, str] = RIGHTS
) -> ConnectedFleet:
    """Invite a fleet, and let it connect its account at the brand with this slug."""
    invited = await api.post(
        "/v2/orgs/invitations", {"fleet_ref": f"{slug}-{uuid4().hex}", "permissions": dict(rights)}
    )
    assert invited.status == 201, invited.body
    accepted = await anyone.post(f"/v2/orgs/invitations/{invited.body['id']}/accept")
    [tsp] = (await api.get(f"/v2/orgs/tsps?slug={slug}")).body
    connected = await anyone.with_token(accepted.body["pre_registration_access_token"]).post(
        "/v2/integrations/connections", {"tsp_id": tsp["id"], "credentials": credentials}
    )
    assert connected.status == 200, connected.body
    return ConnectedFleet(api, connected.body)
