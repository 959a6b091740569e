"""What a visitor may see and change: what a fleet shares with the partner of the invitation."""

from dataclasses import dataclass

from gladhand.auth.callers import FleetCaller
from gladhand.connect.pages import messages
from gladhand.connect.pages.access import is_proved, require_manager
from gladhand.connect.pages.shared import SharedWith
from gladhand.connect.pages.visit import ShowMessage, Visit
from gladhand.connect.sharing import service
from gladhand.connect.sharing.service import SharingOverview
from gladhand.core.db import Db
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.sharing.queries import SharingOwner


@dataclass(frozen=True)
class ManagedSharing:
    """The fleet that may see and change what it shares with the partner."""

    owner: SharingOwner
    invitation: Invitation
    overview: SharingOverview
    is_proved: bool

    @property
    def caller(self) -> FleetCaller:
        # The partner knows the invitation's link, too, so that this reaches the agreement with this partner alone.
        return FleetCaller(
            self.owner.fleet_id, "", frozenset(), invited_by=self.owner.partner_id, is_proved=self.is_proved
        )

    @property
    def shared(self) -> SharedWith:
        """Raises `ShowMessage`."""
        if not self.overview.partners:
            raise ShowMessage(messages.page_not_found(), 404)
        return self.overview.partners[0]


async def require_managed(db: Db, visit: Visit) -> ManagedSharing:
    """Raises `ShowMessage`, which leads to the page that says what to do."""
    await require_manager(db, visit)
    return await load_managed(db, visit)


async def load_managed(db: Db, visit: Visit) -> ManagedSharing:
    """For a visitor of whom `may_manage` is true."""
    owner, invitation = visit.sharing_owner, visit.invitation
    if owner is None or invitation is None:
        raise ShowMessage(messages.page_not_found(), 404)
    overview = await service.load_sharing(db, owner.fleet_id, invitation=invitation)
    return ManagedSharing(owner, invitation, overview, await is_proved(db, visit))
