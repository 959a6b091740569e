"""Who may manage what a fleet shares without an account."""

from collections.abc import Iterator
from contextlib import contextmanager

from gladhand.connect.pages import sharing_messages
from gladhand.connect.pages.visit import ShowMessage, Visit
from gladhand.core.db import Db
from gladhand.orgs.agreements.problems import HeldByFleet, OthersCanRead
from gladhand.orgs.sharing import queries as links


async def may_manage(db: Db, visit: Visit) -> bool:
    """Whether this browser has the fleet's own link, has accepted the invitation, or nothing can be proved: the fleet
    has no link of its own, or no address is known.
    """
    if visit.sharing_owner is None or visit.invitation is None:
        return False
    link = await links.find_link(db, visit.sharing_owner)
    if link is None or (link.email is None and visit.invitation.fleet_email is None):
        return True
    return await is_proved(db, visit)


async def require_manager(db: Db, visit: Visit) -> None:
    """Raises `ShowMessage`, which leads to the page that says how the fleet proves itself."""
    if not await may_manage(db, visit):
        raise ShowMessage(sharing_messages.prove_address(visit.partner, visit.partner_consent.contact_email), 403)


@contextmanager
def refused_page(partner: str, contact: str | None) -> Iterator[None]:
    """What only the fleet itself may do leads, for anybody else, to the page that says how the fleet proves itself."""
    try:
        yield
    except (HeldByFleet, OthersCanRead):
        raise ShowMessage(sharing_messages.prove_address(partner, contact), 403) from None


async def is_proved(db: Db, visit: Visit) -> bool:
    """Whether this browser has what the partner has not: the fleet's own link, or the acceptance of the invitation."""
    if visit.sharing_owner is None:
        return False
    return visit.link.sharing_secret is not None or await links.is_known_browser(
        db, visit.sharing_owner, visit.session.browser_hash
    )
