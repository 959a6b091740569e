"""How a request becomes a visit, how a posted form is proven to be ours, and how trouble becomes a page."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from gladhand.connect.embed.launch_parameters import Embed, key_text, launch
from gladhand.connect.flow import Step, Trail, step_of
from gladhand.connect.language import _, chosen, speaking
from gladhand.connect.pages import notices
from gladhand.connect.pages.notices import Notice
from gladhand.connect.pages.rendering import Visit, notice_page
from gladhand.connect.session import TOKEN_FIELD, FormCheck, Session, vouched_for
from gladhand.core.clock import now
from gladhand.core.crypto import Keyring
from gladhand.core.db import AWAY, Database, Db
from gladhand.core.dependencies import Keys, look_up, provided
from gladhand.core.log import LogEvent, get_logger
from gladhand.orgs.branding import queries as branding
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.embed_keys import queries as embed_keys
from gladhand.orgs.embed_keys.queries import EmbedKey
from gladhand.orgs.invitations import queries as invitations
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.invitations.service import InvitationSettings

log = get_logger()

_DATABASE_AWAY = LogEvent(
    "connect.database_away", "Connect could not reach the database; the fleet saw a page that says so."
)
_CRASHED = LogEvent("connect.crashed", "A page of Connect failed because of a bug; the line has a traceback.")


class Interrupted(Exception):
    """The visit cannot go on like this: a notice instead of the page that was asked for."""

    def __init__(self, notice: Notice, status: int, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(notice.title)
        self.notice = notice
        self.status = status
        self.headers = headers


class Elsewhere(Exception):
    """The invitation stands at another step by now: its link shows which."""


class PageRoute(APIRoute):
    """A route for people: whatever goes wrong becomes a page with a way on, never JSON or a stack trace."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:  # type: ignore[override] # a function
        handle = super().get_route_handler()

        async def handle_as_page(request: Request) -> Response:
            with speaking(chosen(request.query_params.get("lang"), request.headers.get("Accept-Language"))):
                return await handle_spoken(request)

        async def handle_spoken(request: Request) -> Response:
            try:
                return await handle(request)
            except Elsewhere:
                return RedirectResponse(Trail(request.query_params.multi_items()).to("/"), 303)
            except Interrupted as error:
                stop = error
            except RequestValidationError:
                # A part of the address that is cut off or mistyped.
                stop = Interrupted(notices.no_such_page(), 404)
            except HTTPException as error:
                stop = Interrupted(notices.unreadable(), error.status_code)
            except AWAY as error:
                log.warning(_DATABASE_AWAY, route=self.path, reason=type(error).__name__)
                stop = Interrupted(notices.trouble(), 503)
            except Exception as error:
                log.error(_CRASHED, method=request.method, route=self.path, exc_info=error)
                stop = Interrupted(notices.trouble(), 500)
            answer = await shown(request, stop.notice, stop.status)
            answer.headers.update(stop.headers)
            return answer

        return handle_as_page


async def shown(request: Request, notice: Notice, status: int) -> Response:
    """A notice in answer to a request that leads to no page."""
    trail = Trail(request.query_params.multi_items())
    session = _session(request, trail, look_up(request.app, InvitationSettings))
    # Errors are shown in frames too, so that their sites are looked up; without a database nobody may frame this.
    key = None
    with suppress(*AWAY):
        async with look_up(request.app, Database).connection() as db:
            key = await _key(db, trail, None)
    visit = Visit(None, Step.UNKNOWN, trail, session, token="", launch=launch(trail.query, key, PartnerBranding()))
    return notice_page(visit, notice.leading_to(trail.to("/"), _("Go on")), status=status)


async def _visit(
    request: Request,
    database: Annotated[Database, provided(Database)],
    keyring: Keys,
    settings: Annotated[InvitationSettings, provided(InvitationSettings)],
) -> Visit:
    trail = Trail(request.query_params.multi_items())
    return await visit_at(trail, _session(request, trail, settings), database, keyring)


def _session(request: Request, trail: Trail, settings: InvitationSettings) -> Session:
    return Session.of(request.cookies, settings.connect_url, framed=trail.query.get("embed") == Embed.IFRAME)


async def visit_at(trail: Trail, session: Session, database: Database, keyring: Keyring) -> Visit:
    """The visit of whoever follows this trail."""
    invitation_id = trail.invitation_id
    invitation, look = None, None
    # Given back at once: what follows may wait for a provider, and must not hold a connection meanwhile.
    async with database.connection() as db:
        if invitation_id is not None:
            invitation = await invitations.find_invitation(db, invitation_id)
        if invitation is not None:
            look = await branding.find_branding(db, invitation.partner_id)
        key = await _key(db, trail, invitation)
    token = session.token(keyring, invitation_id)
    opened = launch(trail.query, key, look or PartnerBranding())
    return Visit(invitation, step_of(invitation, now()), trail, session, token, opened)


async def _key(connection: Db, trail: Trail, invitation: Invitation | None) -> EmbedKey | None:
    """The living key of the link, unless it is another partner's: that one's sites have no part in this invitation."""
    text = key_text(trail.query)
    found = await embed_keys.find_embed_key(connection, text) if text is not None else None
    is_foreign = found is not None and invitation is not None and found.partner_id != invitation.partner_id
    return None if is_foreign else found


Visiting = Annotated[Visit, Depends(_visit)]


def invited(visit: Visit) -> Invitation:
    """The invitation that waits for its answer. Raises `Elsewhere`."""
    if visit.invitation is None or visit.step is not Step.CONSENT:
        raise Elsewhere
    return visit.invitation


@dataclass(frozen=True)
class Guest:
    """A fleet that has accepted, and whose link is still good."""

    invitation: Invitation
    fleet_id: UUID


def guest(visit: Visit) -> Guest:
    """Who connects providers. Raises `Elsewhere`."""
    if visit.invitation is None or visit.invitation.fleet_id is None or visit.step is not Step.CONNECT:
        raise Elsewhere
    return Guest(visit.invitation, visit.invitation.fleet_id)


@dataclass(frozen=True)
class Posted:
    """A form that one of our own pages has sent, for the invitation of the visit."""

    visit: Visit
    values: dict[str, str]


async def _posted(
    request: Request,
    visit: Visiting,
    keyring: Keys,
    settings: Annotated[InvitationSettings, provided(InvitationSettings)],
) -> Posted:
    form = await request.form()
    # A file has no place in these forms, and PostgreSQL has none for a zero character.
    values = {name: value.replace("\0", "") for name, value in form.items() if isinstance(value, str)}
    token, is_vouched_for = values.pop(TOKEN_FIELD, ""), vouched_for(request.headers, settings.connect_url)
    match visit.session.check(keyring, visit.trail.invitation_id, token, is_vouched_for=is_vouched_for):
        case FormCheck.NO_COOKIE:
            raise Interrupted(notices.no_cookies(), 403)
        case FormCheck.STALE:
            raise Interrupted(notices.out_of_date(), 403)
        case FormCheck.GOOD:
            return Posted(visit, values)


Sent = Annotated[Posted, Depends(_posted)]
