"""Who may manage what a fleet shares without an account."""

from gladhand.connect.pages.visit import Visit
from gladhand.core.db import Db
from gladhand.orgs.sharing import queries as links


async def may_manage(db: Db, visit: Visit) -> bool:
    """Whether this browser has the fleet's own link, has accepted the invitation, or nothing can be proved."""
    owner, invitation = visit.sharing_owner, visit.invitation
    if owner is None or invitation is None:
        return False
    if visit.link.sharing_secret is not None or invitation.fleet_email is None:
        return True
    return await links.is_known_browser(db, owner, visit.session.browser_hash)
