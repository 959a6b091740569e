"""The page by which a person stops the messages of a partner, and mail programs do so with one click (RFC 8058).

The signed link is all that it takes: no session, and no script. Opening the page changes nothing.
"""

from fastapi import APIRouter, Request, Response

from gladhand.connect.language import _
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import CurrentVisit, Data
from gladhand.connect.pages.messages import PageMessage
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.rendering import message_page, page
from gladhand.connect.pages.visit import ShowMessage
from gladhand.core.db import Database
from gladhand.core.dependencies import Keys
from gladhand.core.mail import stop_queries
from gladhand.core.mail.stopping import PATH, MailStop, read_stop_token

router = APIRouter(route_class=PageRoute)

_AGAIN = "again"


@router.get(PATH)
async def show_stop(visit: CurrentVisit, database: Data, keyring: Keys, t: str) -> Response:
    """Asks, because programs that scan mail open every link."""
    partner, _stop = await _stop_of(database, keyring, t)
    return page(visit, "mail_stop.html", sender=partner, stop_token=t, page_path=PATH)


@router.post(PATH)
async def stop(request: Request, visit: CurrentVisit, database: Data, keyring: Keys, t: str) -> Response:
    """Stops the messages, or lets them come again. A second time changes nothing."""
    partner, found = await _stop_of(database, keyring, t)
    form = await request.form()
    async with database.connection() as db:
        if form.get(_AGAIN):
            await stop_queries.delete_stop(db, found.partner_id, found.recipient_hash, only_bounced=False)
            return message_page(visit, PageMessage(_("You get messages from %s again") % partner, [], "check", "good"))
        await stop_queries.insert_stop(db, found.partner_id, found.recipient_hash, "asked")
    return page(visit, "mail_stop.html", sender=partner, stop_token=t, is_stopped=True, page_path=PATH)


async def _stop_of(database: Database, keyring: Keys, token: str) -> tuple[str, MailStop]:
    """The partner's name, and what the link stands for. Raises `ShowMessage`."""
    found = read_stop_token(keyring, token)
    if found is not None:
        async with database.connection() as db:
            name = await stop_queries.find_brand_name(db, found.partner_id)
        if name is not None:
            return name, found
    raise ShowMessage(messages.stop_link_unknown(), 404)
