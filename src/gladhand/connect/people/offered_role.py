"""A role that somebody has offered by a link: its owner looks at it, and accepts it."""

from urllib.parse import urlsplit

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.people import offers
from gladhand.auth.people.offer_queries import RoleOffer
from gladhand.auth.people.problems import LinkUnusable
from gladhand.connect.pages.dependencies import Data, Settings
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.people import paths, views
from gladhand.connect.people.account import CurrentAccount, PersonAccount, SubmittedForm
from gladhand.connect.people.messages import link_used_up, other_account
from gladhand.core.db import Db
from gladhand.core.dependencies import Address
from gladhand.core.next_page import CONSOLE

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get(paths.ROLE)
async def show_offer(account: CurrentAccount, database: Data, settings: Settings) -> Response:
    """Opening the link accepts nothing: mail scanners open links, too."""
    async with database.connection() as db:
        offer = await _offer(db, account)
    return views.offered_role(account, offer.giver or str(urlsplit(settings.connect_url).hostname))


@router.post(paths.ROLE)
async def accept(submission: SubmittedForm, database: Data, address: Address) -> Response:
    """The role counts. Who has no account yet goes on to set a password."""
    account = submission.account
    try:
        async with database.transaction() as db:
            await _offer(db, account)
            link = await offers.accept_offer(
                db,
                _token(account),
                signed_in=account.signed_in.person_id if account.signed_in else None,
                address=address,
            )
    except LinkUnusable:
        raise ShowMessage(link_used_up(paths.SIGN_IN), 410) from None
    return RedirectResponse(CONSOLE if link is None else link.reveal(), 303)


async def _offer(db: Db, account: PersonAccount) -> RoleOffer:
    """What the link offers to this browser. Raises `ShowMessage`."""
    try:
        offer = await offers.get_role_offer(db, _token(account))
    except LinkUnusable:
        raise ShowMessage(link_used_up(paths.SIGN_IN), 410) from None
    # Where nobody has proved the address yet, the link of the mailbox is the proof.
    if offer.is_proved and account.person.person_id != offer.person_id:
        raise ShowMessage(other_account(paths.MY_DATA), 403)
    return offer


def _token(account: PersonAccount) -> str:
    return account.visit.link.query.get(paths.OFFER, "")[:200]
