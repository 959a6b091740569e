"""Changes of fleets, which a fleet makes itself. Each function works in the caller's transaction."""

from collections.abc import Sequence
from uuid import UUID

from gladhand.auth.audit.actors import Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.callers import FleetCaller
from gladhand.core.db import Db
from gladhand.core.problems import Invalid, NotFound
from gladhand.orgs.agreements.service import delete_agreements_of_fleet, lock_agreements_of_fleet, set_fleet_ref
from gladhand.orgs.fleets import change_queries
from gladhand.orgs.fleets.schemas import FleetPropertyCreate, FleetUpdate
from gladhand.orgs.properties import queries as property_queries


def check_own(caller: FleetCaller, fleet_id: UUID) -> None:
    """Raises `NotFound` for another fleet."""
    if fleet_id != caller.fleet_id:
        raise NotFound.of("fleet")


async def update_fleet(db: Db, caller: FleetCaller, actor: Actor, body: FleetUpdate) -> None:
    """Absent fields stay, null clears all but the name. Raises `Invalid` for a reference that is nobody's,
    `FleetRefTaken` and `SharedFleet`.
    """
    values = body.model_dump(exclude_unset=True)
    if "fleet_ref" in values:
        fleet_ref = values.pop("fleet_ref")
        if not await set_fleet_ref(db, caller, actor, fleet_ref):
            message = "is the reference of one partner; use the token that came with this partner's invitation"
            raise Invalid.at("body.fleet_ref", message, given=fleet_ref)
    if values.get("name") is None:
        values.pop("name", None)
    if values:
        await lock_agreements_of_fleet(db, caller)
    await change_queries.update_fleet(db, caller.fleet_id, values)


async def delete_fleet(db: Db, caller: FleetCaller, actor: Actor) -> None:
    """Delete the fleet and what it shares. Its tokens end at once; its connections are ended by a task of the worker.

    Raises `NotFound` and `SharedFleet`.
    """
    await delete_agreements_of_fleet(db, caller, actor)
    await change_queries.delete_fleet(db, caller.fleet_id)
    await insert_change(db, actor, "fleet.deleted", fleet_id=caller.fleet_id, subject_id=caller.fleet_id)


async def create_properties(db: Db, caller: FleetCaller, properties: Sequence[FleetPropertyCreate]) -> str:
    """Add properties, all or none; as JSON. Raises `NotFound`, `PropertyExists` and `SharedFleet`.

    Every server hears of a deletion a moment later, and takes the fleet's tokens until then.
    """
    await change_queries.lock_fleet(db, caller.fleet_id)
    await lock_agreements_of_fleet(db, caller)
    pairs = [(each.key, each.value) for each in properties]
    return await property_queries.insert_properties(db, "fleet", caller.fleet_id, properties=pairs)


async def delete_property(db: Db, caller: FleetCaller, property_id: UUID) -> None:
    """Raises `NotFound` and `SharedFleet`."""
    await change_queries.lock_fleet(db, caller.fleet_id)
    await lock_agreements_of_fleet(db, caller)
    await property_queries.delete_property(db, "fleet", caller.fleet_id, property_id)
