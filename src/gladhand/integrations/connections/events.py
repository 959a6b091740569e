"""What happens to connections, told to the partners that the fleet shares with."""

from uuid import uuid5

from gladhand.core.db import Db
from gladhand.integrations.connections.queries import Connection
from gladhand.notifications.publish import publish
from gladhand.orgs.agreements.queries import Sharing, list_sharing
from gladhand.orgs.invitations import queries as invitations


async def connected(db: Db, connection: Connection, *, is_new: bool) -> None:
    """`connection.created` for a new one; `fleet_connection.created` always, since it closes every sign-in and tells
    that data flows (again)."""
    for partner in await list_sharing(db, connection.fleet_id):
        if is_new:
            await _publish(db, partner, connection, "connection.created")
        await publish(
            db,
            partner.partner_id,
            "fleet_connection.created",
            {
                # The link of this partner's fleet with the connection: the same one has the same id.
                "id": str(uuid5(connection.id, str(partner.partner_id))),
                "fleet_id": str(connection.fleet_id),
                "connection_id": str(connection.id),
            },
            fleet_id=connection.fleet_id,
            fleet_ref=partner.fleet_ref,
            callback_url=partner.callback_url,
        )


async def staled(db: Db, connection: Connection, connect_url: str) -> None:
    """`connection.staled` with the link of the invitation, which works again for a while."""
    links = await invitations.reopen_links(db, connection.fleet_id)
    for partner in await list_sharing(db, connection.fleet_id):
        invitation_id = links.get(partner.partner_id)
        more = {"magic_link": f"{connect_url}/?invite={invitation_id}"} if invitation_id else {}
        await _publish(db, partner, connection, "connection.staled", more)


async def stopped(db: Db, connection: Connection) -> None:
    """The fleet has paused, cancelled or deleted it. The contract has one name for a connection through which nothing
    comes any more; the status tells why."""
    for partner in await list_sharing(db, connection.fleet_id):
        await _publish(db, partner, connection, "connection.staled")


async def _publish(
    db: Db, partner: Sharing, connection: Connection, name: str, more: dict[str, str] | None = None
) -> None:
    shown = {
        "id": str(connection.id),
        "source_name": connection.source_name,
        "fleet_id": str(connection.fleet_id),
        "tsp_id": str(connection.tsp_id),
        "status": connection.status,
    }
    await publish(
        db,
        partner.partner_id,
        name,
        shown | (more or {}),
        fleet_id=connection.fleet_id,
        fleet_ref=partner.fleet_ref,
        callback_url=partner.callback_url,
    )
