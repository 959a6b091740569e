"""What endpoints of Connect receive: the visit, a submitted form, and the objects that `app.py` provides."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from gladhand.auth.tokens.service import Tokens
from gladhand.connect.embed.launch_parameters import EmbedMode
from gladhand.connect.language import _
from gladhand.connect.link import LinkParameters
from gladhand.connect.pages import messages
from gladhand.connect.pages.limits import FormLimits
from gladhand.connect.pages.messages import PageMessage
from gladhand.connect.pages.operator import Operator
from gladhand.connect.pages.pictures import PicturePaths
from gladhand.connect.pages.visit import ShowMessage, Visit, load_visit
from gladhand.connect.session import BrowserSession
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.dependencies import Keys, dependency
from gladhand.core.languages import Language, choose_language, region_of
from gladhand.core.mail.outbox import Outbox
from gladhand.core.posted_forms import FormFlaw, FormRefused, read_own_form
from gladhand.orgs.invitations.settings import InvitationSettings

Data = Annotated[Database, dependency(Database)]
Limits = Annotated[FormLimits, dependency(FormLimits)]
Settings = Annotated[InvitationSettings, dependency(InvitationSettings)]
Mail = Annotated[Outbox, dependency(Outbox)]
TokenIssuer = Annotated[Tokens, dependency(Tokens)]


def link_of(request: Request) -> LinkParameters:
    return LinkParameters(request.query_params.multi_items())


def language_of(request: Request) -> Language:
    return choose_language(request.query_params.get("lang"), request.headers.get("Accept-Language"))


def session_of(request: Request, link: LinkParameters, settings: InvitationSettings) -> BrowserSession:
    is_framed = link.query.get("embed") == EmbedMode.IFRAME
    return BrowserSession.from_cookies(request.cookies, settings.connect_url, is_framed=is_framed)


async def _visit(
    request: Request,
    database: Data,
    keyring: Keys,
    settings: Settings,
    operator: Annotated[Operator, dependency(Operator)],
) -> Visit:
    link = link_of(request)
    visit = await load_visit(link, session_of(request, link, settings), database, keyring, operator)
    pictures = PicturePaths(keyring, settings.connect_url, public=visit.launch.public_logos)
    return replace(visit, region=region_of(request.headers.get("Accept-Language")), picture=pictures)


#: The visit of a page.
CurrentVisit = Annotated[Visit, Depends(_visit)]


@dataclass(frozen=True)
class Submission:
    """A form that one of our own pages has sent for the visit's invitation."""

    visit: Visit
    values: dict[str, str]


async def _submission(request: Request, visit: CurrentVisit, keyring: Keys, settings: Settings) -> Submission:
    return Submission(visit, await read_form(request, visit.session, keyring, settings, subject=visit.link.bound_id))


async def read_form(
    request: Request, session: BrowserSession, keyring: Keyring, settings: InvitationSettings, *, subject: object
) -> dict[str, str]:
    """The values of a form that one of our pages has made for this subject. Raises `ShowMessage`."""
    try:
        form = await read_own_form(request, keyring, settings.connect_url, browser=session.sent, subject=subject)
    except FormRefused as refused:
        raise ShowMessage(_refusal(request, refused.flaw), 403) from None
    return form.values


def _refusal(request: Request, flaw: FormFlaw) -> PageMessage:
    """What happened, and the way on: the page of the form, or where that leads without one."""
    message = messages.cookie_gone() if flaw is FormFlaw.NO_COOKIE else messages.form_expired()
    link = link_of(request)
    if link.invitation_id is not None or link.sharing_secret is not None:
        message = replace(message, texts=[*message.texts, messages.link_still_works()])
    return message.with_action(link.url(request.url.path), _("Continue"))


#: The visit and the values of a submitted form.
Submitted = Annotated[Submission, Depends(_submission)]
