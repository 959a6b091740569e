"""The texts of a fleet's history of consent, made from the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gladhand.connect.language import N_, _

_TEXTS: Mapping[str, str] = {
    "invitation.accepted": N_("Sharing with %s was agreed"),
    "share_agreement.updated": N_("Sharing with %s was changed"),
    "share_agreement.paused": N_("Sharing with %s was paused"),
    "share_agreement.activated": N_("Sharing with %s was resumed"),
    "share_agreement.cancelled": N_("Sharing with %s was ended"),
    "share_agreement.deleted": N_("Sharing with %s was ended"),
    "share_agreement.expired": N_("Sharing with %s reached its end date"),
    "person.role_given": N_("Somebody got access to this page"),
    "person.role_taken": N_("Somebody lost access to this page"),
}
_ACTORS: Mapping[str, str] = {
    "fleet": N_("by you"),
    "partner": N_("by the partner"),
    "admin": N_("by the company that runs this page"),
    "operator": N_("by the company that runs this page"),
    "person": N_("with the link of the invitation"),
}


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    text: str
    actor: str


def history_line(change: Mapping[str, Any], partners: Mapping[UUID, str]) -> HistoryLine | None:
    """The line of one change of rights. None for those that are not about what is shared."""
    text = _TEXTS.get(change["action"])
    if text is None:
        return None
    partner = partners.get(UUID(change["partner_id"]), "") if change["partner_id"] else ""
    actor = _ACTORS.get(change["actor_kind"])
    shown = _(text) % partner if "%s" in text else _(text)
    return HistoryLine(datetime.fromisoformat(change["created_at"]), shown, _(actor) if actor else "")
