"""What a fleet shares, and how it takes it back. The pages of a fleet's own link and of its people both use it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.callers import FleetCaller
from gladhand.connect.pages.shared import SharedWith, shared_with
from gladhand.connect.queries import ConnectedProvider, list_connected_providers
from gladhand.core.db import Db
from gladhand.core.problems import NotFound
from gladhand.integrations.connections import service as connections
from gladhand.integrations.schedules.freshness_queries import list_last_reads
from gladhand.orgs.agreements import service as agreements
from gladhand.orgs.agreements.fleet_queries import list_agreements_of_fleet
from gladhand.orgs.invitations.queries import Invitation

#: A change of one agreement by its fleet.
Change: TypeAlias = Callable[[Db, FleetCaller, Actor, UUID], Awaitable[None]]


@dataclass(frozen=True)
class SharedConnection:
    """A connection of the fleet, and when it was last read."""

    provider: ConnectedProvider
    last_read_at: datetime | None


@dataclass(frozen=True)
class SharingOverview:
    """All that a page shows."""

    partners: Sequence[SharedWith]
    connections: Sequence[SharedConnection]
    is_read: bool
    """Whether any partner gets data, also one that the page does not show: otherwise no connection is read."""


async def load_sharing(db: Db, fleet_id: UUID, *, invitation: Invitation | None = None) -> SharingOverview:
    """What the fleet shares with all partners, or with the one of this invitation.

    By an invitation's link the fleet may disconnect what that link has made, and all if its partner brought the fleet
    in.
    """
    partner_id = invitation.partner_id if invitation else None
    agreements_of_fleet = await list_agreements_of_fleet(db, fleet_id)
    found = [each for each in agreements_of_fleet if partner_id in (None, each.partner_id)]
    connected = await list_connected_providers(db, fleet_id, invitation=invitation)
    last_reads = await list_last_reads(db, fleet_id)
    return SharingOverview(
        [shared_with(each) for each in found],
        [SharedConnection(each, last_reads.get(each.id)) for each in connected],
        is_read=any(each.status == "active" for each in agreements_of_fleet),
    )


async def pause(db: Db, caller: FleetCaller, actor: Actor, agreement_id: UUID) -> None:
    """Nothing is shared until the fleet resumes it. Raises `NotFound` and `AgreementEnded`."""
    await agreements.pause_agreement(db, caller, actor, agreement_id)


async def resume(db: Db, caller: FleetCaller, actor: Actor, agreement_id: UUID) -> None:
    """Raises `NotFound`, `AgreementEnded`, `PausedByOther` and `HeldByFleet`."""
    await agreements.activate_agreement(db, caller, actor, agreement_id)


async def end(db: Db, caller: FleetCaller, actor: Actor, agreement_id: UUID) -> None:
    """End the agreement for good. Raises `NotFound` and `AgreementEnded`."""
    await agreements.cancel_agreement(db, caller, actor, agreement_id)


async def disconnect(db: Db, fleet_id: UUID, sharing: SharingOverview, connection_id: UUID) -> None:
    """Delete one of the connections that the page offers to disconnect. Raises `NotFound`."""
    if not any(each.provider.id == connection_id and each.provider.may_disconnect for each in sharing.connections):
        raise NotFound.of("connection")
    await connections.delete(db, fleet_id, connection_id)
