"""The roles of people in the console, and the callers that they are for the API."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from gladhand.auth.callers import AdminCaller, PartnerCaller
from gladhand.auth.scopes import ADMIN, PARTNER


class ConsoleRole(StrEnum):
    OPERATOR = "operator"
    PARTNER_ADMIN = "partner-admin"
    PARTNER_READ_ONLY = "partner-read-only"

    @property
    def may_change(self) -> bool:
        return self is not ConsoleRole.PARTNER_READ_ONLY


@dataclass(frozen=True)
class ConsoleUser:
    """Who is signed in. A partner's people see only that partner; an operator sees all."""

    session_id: UUID
    name: str
    """As the audit trail names them: `link 0199…`."""
    role: ConsoleRole
    partner_id: UUID | None
    partner_slug: str | None

    @property
    def client_id(self) -> str:
        """The name under which the API knows this person: in logs, limits and the audit trail."""
        return f"console {self.name}"

    def as_partner(self, partner_id: UUID, slug: str) -> PartnerCaller:
        """The caller for one partner. Who may only read lacks every scope that changes something."""
        scopes = PARTNER if self.role.may_change else frozenset(each for each in PARTNER if each.endswith(":read"))
        return PartnerCaller(partner_id, slug, self.client_id, scopes, extensions=True)

    def as_operator(self) -> AdminCaller:
        assert self.role is ConsoleRole.OPERATOR
        return AdminCaller(self.client_id, ADMIN)
