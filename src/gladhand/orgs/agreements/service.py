"""Changes of share agreements. Each function works in the caller's transaction.

Access follows the agreement's row at once: every list, read and write joins `live_agreement`. What takes longer follows
by itself: schedules by `integrations.schedules.alignment`, waiting writes by `integrations.operations.tasks`.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from gladhand.auth.audit.actors import SERVER, Actor
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.callers import Caller, FleetCaller, PartnerCaller
from gladhand.core.db import Db
from gladhand.notifications.published import PublishedEvent
from gladhand.orgs.agreements import change_queries, events
from gladhand.orgs.agreements.change_queries import LockedAgreement
from gladhand.orgs.agreements.privacy import NOTHING_PROTECTED, MovementPrivacy
from gladhand.orgs.agreements.problems import (
    AgreementEnded,
    FleetRefTaken,
    HeldByFleet,
    OtherInvitation,
    PausedByOther,
    SharedFleet,
)
from gladhand.orgs.agreements.reference_queries import update_invitation_reference
from gladhand.orgs.agreements.rules import check_dates, check_protection, mark_of_dates, mark_of_stop, rank_of_pause
from gladhand.orgs.agreements.schemas import ShareAgreementBackfill, ShareAgreementUpdate
from gladhand.orgs.agreements.schemas import ShareAgreementStatusEnum as Status

_BATCH_SIZE = 100
_LIVING = (Status.ACTIVE, Status.PAUSED)


async def update_agreement(db: Db, caller: Caller, actor: Actor, agreement_id: UUID, body: ShareAgreementUpdate) -> str:
    """Change the dates and what is protected. Returns the agreement as JSON. Raises `NotFound`, `AgreementEnded`,
    `OthersCanRead`, `HeldByFleet` and `Invalid`.
    """
    agreement = await _get_living(db, caller, agreement_id)
    values: dict[str, Any] = {}
    # The contract lets an agreement be without an end, and not without a beginning.
    if body.effective_date is not None:
        values["effective_date"] = body.effective_date
    if "expiration_date" in body.model_fields_set:
        values["expiration_date"] = body.expiration_date
    check_dates(agreement, values)
    if values:
        values |= mark_of_dates(caller, agreement, values)
    if "movement_privacy" in body.model_fields_set:
        values["movement_privacy"] = (body.movement_privacy or NOTHING_PROTECTED).stored()
        check_protection(caller, agreement, values["movement_privacy"])
    if any(getattr(agreement, name) != value for name, value in values.items()):
        return await _change(db, actor, agreement, values, "share_agreement.updated")
    return agreement.record


async def protect_movement(
    db: Db, caller: FleetCaller, actor: Actor, agreement_id: UUID, privacy: MovementPrivacy
) -> None:
    """Change what is protected, for the fleet on its own pages. Raises `NotFound`, `AgreementEnded` and
    `OthersCanRead`.
    """
    agreement = await _get_living(db, caller, agreement_id)
    values = {"movement_privacy": privacy.stored()}
    check_protection(caller, agreement, values["movement_privacy"])
    if agreement.movement_privacy != values["movement_privacy"]:
        await _change(db, actor, agreement, values, "share_agreement.updated")


async def pause_agreement(db: Db, caller: Caller, actor: Actor, agreement_id: UUID) -> str:
    """Take access away for a while. The fleet's pause replaces the partner's, and the operator's replaces both. What
    the fleet itself has paused is noted. Returns the agreement as JSON. Raises `NotFound` and `AgreementEnded`.
    """
    agreement = await _get_living(db, caller, agreement_id)
    marks = mark_of_stop(agreement, caller)
    if agreement.status == Status.ACTIVE:
        values = {"status": Status.PAUSED, "paused_by": actor.kind, **marks}
        return await _change(db, actor, agreement, values, "share_agreement.paused")
    if marks or rank_of_pause(actor.kind) > rank_of_pause(agreement.paused_by):
        # It changes nobody's access.
        paused_by = max(str(actor.kind), agreement.paused_by or "", key=rank_of_pause)
        values = {"paused_by": paused_by, **marks}
        return await _change(db, actor, agreement, values, "share_agreement.paused", event=None)
    return agreement.record


async def activate_agreement(db: Db, caller: Caller, actor: Actor, agreement_id: UUID) -> str:
    """Give access back. Does nothing if it is active already. Returns the agreement as JSON. Raises `NotFound`,
    `AgreementEnded`, `PausedByOther` and `HeldByFleet`.
    """
    agreement = await _get_living(db, caller, agreement_id)
    if agreement.status == Status.ACTIVE:
        return agreement.record
    if rank_of_pause(actor.kind) < rank_of_pause(agreement.paused_by):
        raise PausedByOther(agreement.paused_by)
    if agreement.is_held_by_fleet and isinstance(caller, FleetCaller) and not caller.is_proved:
        raise HeldByFleet
    values: dict[str, Any] = {"status": Status.ACTIVE, "paused_by": None}
    if agreement.is_held_by_fleet:
        values["is_held_by_fleet"] = False
    return await _change(db, actor, agreement, values, "share_agreement.activated")


async def cancel_agreement(db: Db, caller: Caller, actor: Actor, agreement_id: UUID) -> str:
    """End it for good. Does nothing if it is cancelled already. Returns the agreement as JSON. Raises `NotFound` and
    `AgreementEnded`.
    """
    agreement = await _lock(db, caller, agreement_id)
    if agreement.status == Status.CANCELLED:
        return agreement.record
    if agreement.status not in _LIVING:
        raise AgreementEnded(agreement.status)
    values = {"status": Status.CANCELLED, "paused_by": None, **mark_of_stop(agreement, caller)}
    return await _change(db, actor, agreement, values, "share_agreement.cancelled")


async def delete_agreement(db: Db, caller: Caller, actor: Actor, agreement_id: UUID) -> None:
    """End it, and take it out of lists. Does nothing if it is deleted already. Raises `NotFound`."""
    agreement = await _lock(db, caller, agreement_id)
    if agreement.status != Status.DELETED:
        await _delete(db, caller, actor, agreement)


async def delete_agreements_of_fleet(db: Db, caller: FleetCaller, actor: Actor) -> None:
    """Delete what the fleet shares, because it is deleted itself. Raises `SharedFleet`."""
    for agreement in await lock_agreements_of_fleet(db, caller):
        await _delete(db, caller, actor, agreement)


async def set_fleet_ref(db: Db, caller: FleetCaller, actor: Actor, fleet_ref: str | None) -> bool:
    """Change the reference that the inviting partner has for the fleet. Returns whether the fleet shares with it.
    Raises `FleetRefTaken`.
    """
    living = await change_queries.lock_living_agreements(db, caller.fleet_id)
    agreement = next((each for each in living if each.partner_id == caller.invited_by and each.status in _LIVING), None)
    if agreement is None:
        return False
    if agreement.fleet_ref != fleet_ref:
        if fleet_ref is not None and not await update_invitation_reference(db, agreement, fleet_ref):
            raise FleetRefTaken
        await _change(db, actor, agreement, {"fleet_ref": fleet_ref}, "share_agreement.updated")
    return True


async def lock_agreements_of_fleet(db: Db, caller: FleetCaller) -> list[LockedAgreement]:
    """The living agreements of a fleet that changes what all its partners read. Raises `SharedFleet` if the token came
    with the invitation of one partner while the fleet shares with another.
    """
    living = await change_queries.lock_living_agreements(db, caller.fleet_id)
    if caller.invited_by is not None and any(each.partner_id != caller.invited_by for each in living):
        raise SharedFleet
    return living


async def backfill_agreements(db: Db, actor: Actor, body: ShareAgreementBackfill) -> list[UUID]:
    """Add a resource to the living agreements that lack it. Lists their ids."""
    changed = await change_queries.update_lacking(
        db, body.resource, body.share_level, fleet_ids=body.fleet_ids, event=events.UPDATED
    )
    if changed:
        details = {"resource": body.resource, "share_level": body.share_level, "share_agreement_ids": changed}
        await insert_change(db, actor, "share_agreement.backfilled", details=details)
    return changed


async def expire_due(db: Db) -> int:
    """Mark a batch of agreements whose time is over, and publish it. Returns how many there were.

    Several workers may do this at the same time: each row is locked by the one that marks it.
    """
    due = await change_queries.lock_due_agreements(db, _BATCH_SIZE)
    for agreement in due:
        values = {"status": Status.EXPIRED, "paused_by": None, **mark_of_stop(agreement)}
        await _change(db, SERVER, agreement, values, "share_agreement.expired")
    return len(due)


async def _lock(db: Db, caller: Caller, agreement_id: UUID) -> LockedAgreement:
    """The agreement, if it is the caller's. Raises `NotFound` and `OtherInvitation`."""
    agreement = await change_queries.lock_agreement(
        db,
        agreement_id,
        partner_id=caller.partner_id if isinstance(caller, PartnerCaller) else None,
        fleet_id=caller.fleet_id if isinstance(caller, FleetCaller) else None,
    )
    # The partner can read this token as well, so it must not reach the agreements of others.
    if isinstance(caller, FleetCaller) and caller.invited_by not in (None, agreement.partner_id):
        raise OtherInvitation
    return agreement


async def _get_living(db: Db, caller: Caller, agreement_id: UUID) -> LockedAgreement:
    agreement = await _lock(db, caller, agreement_id)
    if agreement.status not in _LIVING:
        raise AgreementEnded(agreement.status)
    return agreement


async def _delete(db: Db, caller: Caller, actor: Actor, agreement: LockedAgreement) -> None:
    values = {"status": Status.DELETED, "paused_by": None, **mark_of_stop(agreement, caller)}
    await _change(db, actor, agreement, values, "share_agreement.deleted", event=events.DELETED)


async def _change(
    db: Db,
    actor: Actor,
    agreement: LockedAgreement,
    values: Mapping[str, Any],
    action: str,
    *,
    event: PublishedEvent | None = events.UPDATED,
) -> str:
    return await change_queries.update_agreement(db, agreement, values, actor=actor, action=action, event=event)
