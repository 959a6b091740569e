"""Events about connections, for the partners with which the fleet shares."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid5

import orjson

from gladhand.core.db import Db
from gladhand.integrations.connections.queries import Connection, list_active_connections
from gladhand.notifications.publish import publish
from gladhand.notifications.published import PublishedEvent
from gladhand.notifications.sealed_links import magic_link_json
from gladhand.orgs.agreements.queries import Sharing, list_sharing
from gladhand.orgs.invitations import change_queries

CREATED = PublishedEvent("connection.created", "A fleet has signed in at a provider.")
STALED = PublishedEvent(
    "connection.staled",
    "The connection no longer works. `status` says why: the provider refuses the credentials (`stale`), or the fleet "
    "has `paused`, `cancelled` or `deleted` it.",
)
AVAILABLE = PublishedEvent(
    "fleet_connection.created",
    "The partner can use a fleet's connection. The last event of every sign-in, and of an acceptance by a fleet that "
    "has connected its provider before.",
)

EVENTS = (CREATED, STALED, AVAILABLE)


async def publish_connected(db: Db, connection: Connection, *, is_new: bool) -> None:
    """Publish `fleet_connection.created`, and `connection.created` for a new connection.

    `fleet_connection.created` follows every sign-in: it tells partners that data flows, or flows again.
    """
    for partner in await list_sharing(db, connection.fleet_id):
        if is_new:
            await _publish(db, partner, connection, CREATED)
        await _publish_available(db, partner, connection)


async def publish_linked(db: Db, fleet_id: UUID, partner_id: UUID) -> None:
    """Publish `fleet_connection.created` of each active connection to one partner, with which the fleet begins to
    share. The fleet does not sign in again, so no other event would tell that data flows.
    """
    for partner in await list_sharing(db, fleet_id):
        if partner.partner_id == partner_id:
            for connection in await list_active_connections(db, fleet_id):
                await _publish_available(db, partner, connection)


async def publish_staled(db: Db, connection: Connection, connect_url: str) -> None:
    """Publish `connection.staled` with the link of the invitation, which is valid again for a while."""
    links = await change_queries.extend_links(db, connection.fleet_id)
    for partner in await list_sharing(db, connection.fleet_id):
        sealed_link = links.get(partner.partner_id)
        link = {"magic_link": orjson.Fragment(magic_link_json(connect_url))} if sealed_link is not None else {}
        await _publish(db, partner, connection, STALED, more=link, sealed_link=sealed_link)


async def publish_stopped(db: Db, connection: Connection) -> None:
    """The fleet has paused, cancelled or deleted the connection.

    The contract has one event for every connection that no longer delivers data; `status` gives the reason.
    """
    for partner in await list_sharing(db, connection.fleet_id):
        await _publish(db, partner, connection, STALED)


async def _publish_available(db: Db, partner: Sharing, connection: Connection) -> None:
    await publish(
        db,
        partner.partner_id,
        AVAILABLE,
        {
            # Identifies the pair of this partner's fleet and the connection.
            "id": str(uuid5(connection.id, str(partner.partner_id))),
            "fleet_id": str(connection.fleet_id),
            "connection_id": str(connection.id),
        },
        fleet_id=connection.fleet_id,
        fleet_ref=partner.fleet_ref,
        callback_url=partner.callback_url,
    )


async def _publish(
    db: Db,
    partner: Sharing,
    connection: Connection,
    event: PublishedEvent,
    *,
    more: Mapping[str, Any] = MappingProxyType({}),
    sealed_link: bytes | None = None,
) -> None:
    data = {
        "id": str(connection.id),
        "source_name": connection.source_name,
        "fleet_id": str(connection.fleet_id),
        "tsp_id": str(connection.tsp_id),
        "status": connection.status,
    }
    await publish(
        db,
        partner.partner_id,
        event,
        {**data, **more},
        fleet_id=connection.fleet_id,
        fleet_ref=partner.fleet_ref,
        callback_url=partner.callback_url,
        sealed_link=sealed_link,
    )
