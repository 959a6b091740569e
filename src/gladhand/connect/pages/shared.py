"""What a fleet shares with one partner, in words."""

from dataclasses import dataclass

from gladhand.connect.pages.consent_texts import ConsentRequest, granted_lines
from gladhand.connect.pages.movement import has_movement, movement_lines
from gladhand.orgs.agreements.fleet_queries import FleetAgreement
from gladhand.orgs.agreements.permissions import levels


@dataclass(frozen=True)
class SharedWith:
    """One partner, and what the fleet shares with it."""

    agreement: FleetAgreement
    granted: ConsentRequest

    @property
    def movement(self) -> list[tuple[str, str]]:
        """What is protected of the movement of drivers, in words."""
        return movement_lines(self.agreement.movement_privacy)

    @property
    def has_movement(self) -> bool:
        """Whether the partner sees where drivers are, so that the fleet may protect it."""
        return has_movement(self.agreement.scopes)

    @property
    def may_resume(self) -> bool:
        """A fleet cannot undo the pause of the operator."""
        return self.agreement.status == "paused" and self.agreement.paused_by != "admin"

    @property
    def outcome(self) -> str:
        """What a page says after a change by the fleet; empty where the operator has paused it meanwhile."""
        if self.agreement.status == "paused":
            return "paused" if self.may_resume else ""
        return "resumed" if self.agreement.is_living else "ended"


def shared_with(agreement: FleetAgreement) -> SharedWith:
    """An agreement and what it allows, in words."""
    scopes = {resource.value: level.value for resource, level in levels(agreement.scopes).items()}
    return SharedWith(agreement, granted_lines(scopes))
