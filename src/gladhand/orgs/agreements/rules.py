"""Who may change what of a share agreement: pauses by rank, what the fleet itself has stopped, dates and protection."""

from collections.abc import Mapping
from typing import Any

from gladhand.auth.audit.actors import ActorKindEnum
from gladhand.auth.callers import Caller, FleetCaller
from gladhand.core.problems import Invalid
from gladhand.orgs.agreements.change_queries import LockedAgreement
from gladhand.orgs.agreements.privacy import loosens
from gladhand.orgs.agreements.problems import HeldByFleet, OthersCanRead
from gladhand.orgs.agreements.schemas import ShareAgreementStatusEnum as Status

_RANKS = {ActorKindEnum.PARTNER: 1, ActorKindEnum.FLEET: 2, ActorKindEnum.ADMIN: 3}


def rank_of_pause(paused_by: str | None) -> int:
    """The rank of pauses: a pause of a higher rank replaces a lower one."""
    return 0 if paused_by is None else _RANKS[ActorKindEnum(paused_by)]


def mark_of_stop(agreement: LockedAgreement, caller: Caller | None = None) -> dict[str, bool]:
    """The mark that the fleet itself has stopped it, where that changes with a stop by `caller`, or by nobody. The mark
    outlasts what others do.

    On an active row it is left from a pause that the former release has lifted, and says nothing.
    """
    was_held = agreement.is_held_by_fleet and agreement.stored_status != Status.ACTIVE
    is_held = was_held or (isinstance(caller, FleetCaller) and caller.is_proved)
    return {} if is_held == agreement.is_held_by_fleet else {"is_held_by_fleet": is_held}


def mark_of_dates(caller: Caller, agreement: LockedAgreement, values: Mapping[str, Any]) -> dict[str, bool]:
    """The mark that the fleet itself has set the dates, as it is after this change of them. Raises `HeldByFleet` for
    more time than that with what the partner can read.
    """
    begins = values.get("effective_date", agreement.effective_date)
    ends = values.get("expiration_date", agreement.expiration_date)
    if isinstance(caller, FleetCaller) and caller.is_proved:
        return {"has_held_dates": ends is not None or begins > agreement.now}
    is_longer = begins < agreement.effective_date or (
        agreement.expiration_date is not None and (ends is None or ends > agreement.expiration_date)
    )
    if not agreement.has_held_dates or not is_longer:
        return {}
    if isinstance(caller, FleetCaller):
        raise HeldByFleet
    return {"has_held_dates": False}


def check_protection(caller: Caller, agreement: LockedAgreement, privacy: Mapping[str, str] | None) -> None:
    """Raises `OthersCanRead` if more would be shown to who may be the partner, which knows the same token."""
    may_be_partner = isinstance(caller, FleetCaller) and not caller.is_proved
    if may_be_partner and loosens(agreement.movement_privacy, privacy):
        raise OthersCanRead


def check_dates(agreement: LockedAgreement, values: Mapping[str, Any]) -> None:
    """Raises `Invalid` for an end that has passed, or lies before the beginning."""
    ends, begins = values.get("expiration_date"), values.get("effective_date", agreement.effective_date)
    if ends is not None and ends <= agreement.now:
        raise Invalid.at(
            "body.expiration_date", "must lie in the future; cancel the agreement to end it now", given=ends
        )
    until = values.get("expiration_date", agreement.expiration_date)
    if until is not None and until <= begins:
        at = "expiration_date" if ends is not None else "effective_date"
        raise Invalid.at(f"body.{at}", "expiration_date must lie after effective_date", given=values[at])
