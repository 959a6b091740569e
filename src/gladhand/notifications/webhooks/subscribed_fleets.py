"""The fleets whose events a subscription gets."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gladhand.notifications.webhooks.schemas import WebhookFilters


@dataclass(frozen=True)
class SubscribedFleets:
    """Lists of ids and of partners' own references. Without either, all fleets."""

    fleet_ids: list[UUID] | None
    fleet_refs: list[str] | None

    @classmethod
    def of(cls, given: WebhookFilters | None) -> "SubscribedFleets":
        """Sort the lists, remove duplicates and turn empty lists into None, so that equal filters compare equal."""
        if given is None:
            return cls(None, None)
        return cls(sorted(set(given.fleet_ids or ())) or None, sorted(set(given.fleet_refs or ())) or None)

    def as_json(self) -> dict[str, Any] | None:
        if self.fleet_ids is None and self.fleet_refs is None:
            return None
        ids = None if self.fleet_ids is None else [str(fleet_id) for fleet_id in self.fleet_ids]
        return {"fleet_ids": ids, "fleet_refs": self.fleet_refs}
