"""Connect: the pages on which a fleet accepts an invitation and connects its providers.

They own the root of their origin. Every page is complete without script; a GET or HEAD never changes anything.
"""

from contextlib import suppress
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.auth.tokens.service import Tokens
from gladhand.connect import assets, notices, screens, signin
from gladhand.connect.details import Unconfirmed, confirmed, details_form
from gladhand.connect.flow import Step
from gladhand.connect.forms import Form
from gladhand.connect.pages import Visit
from gladhand.connect.queries import connected, tsp_count
from gladhand.connect.visit import Guest, Interrupted, PageRoute, Sent, Visiting, guest, invited
from gladhand.core.db import Database
from gladhand.core.problems import Conflict, Invalid
from gladhand.core.provided import Keys, provided
from gladhand.integrations.connections import service as connections
from gladhand.integrations.connections.problems import CredentialsRefused, ProviderUnavailable
from gladhand.integrations.reach import Reach
from gladhand.orgs.invitations import service as invitations
from gladhand.orgs.invitations.service import InvitationSettings
from gladhand.orgs.tsps import queries as tsps
from gladhand.orgs.tsps.queries import Tsp

router = APIRouter(include_in_schema=False, route_class=PageRoute)

_READ = ["GET", "HEAD"]
Data = Annotated[Database, provided(Database)]
Signing = Annotated[Tokens, provided(Tokens)]
Reaching = Annotated[Reach, provided(Reach)]
Settings = Annotated[InvitationSettings, provided(InvitationSettings)]


@router.api_route("/", methods=_READ)
async def open_link(visit: Visiting, database: Data) -> Response:
    """Whatever the invitation's link shows now."""
    match visit.step:
        case Step.CONSENT:
            return screens.consent(visit, invited(visit))
        case Step.CONNECT:
            return await list_providers(visit, database)
        case _:
            return screens.closed(visit)


@router.post("/viewed")
async def announce_view(sent: Sent, database: Data, settings: Settings) -> Response:
    """The script says that a person has the invitation before their eyes. Without script, the first form says so."""
    if sent.visit.step is Step.CONSENT:
        async with database.transaction() as connection:
            await invitations.view(connection, invited(sent.visit).id, settings)
    return Response(status_code=204)


@router.post("/accept")
async def accept(sent: Sent, database: Data, keyring: Keys, tokens: Signing, settings: Settings) -> Response:
    """A second press, in this tab or another, finds the invitation accepted and goes on like the first."""
    if sent.visit.step is not Step.CONSENT:
        return _next(sent.visit, "/providers")
    invitation = invited(sent.visit)
    try:
        details = confirmed(sent.values)
    except Unconfirmed as refusal:
        form = details_form(screens.fleet_details(invitation)).filled(sent.values)
        return screens.consent(sent.visit, invitation, form.with_errors(refusal.errors))
    with suppress(Conflict):
        async with database.transaction() as connection:
            await invitations.view(connection, invitation.id, settings)
            await invitations.accept(connection, keyring, tokens, invitation.id, details, None, settings)
    return _next(sent.visit, "/providers")


@router.api_route("/decline", methods=_READ)
async def ask_why(visit: Visiting) -> Response:
    """Declining is confirmed, since only the partner can undo it."""
    return screens.decline(visit, invited(visit))


@router.post("/decline")
async def decline(sent: Sent, database: Data, settings: Settings) -> Response:
    """Back to the partner where the invitation names a place; a second press takes the same way."""
    visit = sent.visit
    if visit.step is Step.CONSENT:
        invitation = invited(visit)
        form = screens.reason_form(visit.partner).filled(sent.values)
        if errors := form.missing(sent.values):
            return screens.decline(visit, invitation, form.with_errors(errors))
        reason = sent.values.get("decline_reason", "").strip() or None
        with suppress(Conflict):
            async with database.transaction() as connection:
                await invitations.view(connection, invitation.id, settings)
                await invitations.decline(connection, invitation.id, reason, settings)
    return _next(visit, "/declined")


@router.api_route("/declined", methods=_READ)
async def leave_declined(visit: Visiting) -> Response:
    """Sends a fleet that has declined back; everyone else to where they stand."""
    if visit.step is not Step.DECLINED or visit.invitation is None:
        return _next(visit, "/")
    target = screens.way_back(visit.invitation)
    return RedirectResponse(target, 303) if target else screens.closed(visit)


@router.api_route("/providers", methods=_READ)
async def list_providers(visit: Visiting, database: Data, q: str = "") -> Response:
    here = guest(visit)
    search = q.replace("\0", "").strip()
    async with database.reader() as connection:
        choices = await tsps.choices(connection, here.invitation.limit_tsps, search)
        found = await connected(connection, here.fleet_id)
    return screens.provider_list(visit, here.invitation, choices, found, search)


@router.api_route("/providers/{slug}", methods=_READ)
async def ask_credentials(slug: str, visit: Visiting, database: Data, reach: Reaching) -> Response:
    tsp, form = await _choice(database, reach, guest(visit), slug)
    return screens.sign_in(visit, tsp, form)


@router.post("/providers/{slug}")
async def connect(slug: str, sent: Sent, database: Data, keyring: Keys, reach: Reaching) -> Response:
    """Tries the credentials at the provider; connecting the same account again repairs what is there."""
    here = guest(sent.visit)
    tsp, empty = await _choice(database, reach, here, slug)
    form = empty.filled(sent.values)
    if errors := form.missing(sent.values):
        return screens.sign_in(sent.visit, tsp, form.with_errors(errors), status=422)
    given = signin.given_credentials(form, sent.values)
    try:
        made = await connections.create(database, keyring, reach, here.fleet_id, tsp.id, given)
    except CredentialsRefused as problem:
        return screens.sign_in(sent.visit, tsp, signin.refused(form, tsp.name, problem.said), status=422)
    except ProviderUnavailable:
        return screens.sign_in(sent.visit, tsp, signin.unanswered(form, tsp.name), status=502)
    except Invalid as problem:
        return screens.sign_in(sent.visit, tsp, signin.unfitting(form, problem.faults), status=422)
    return _next(sent.visit, "/connected", connection=made.id)


@router.api_route("/connected", methods=_READ)
async def show_connected(visit: Visiting, database: Data, connection: str = "") -> Response:
    here = guest(visit)
    async with database.reader() as reader:
        found = await connected(reader, here.fleet_id)
    fresh = next((each for each in found if str(each.id) == connection and each.works), None)
    if fresh is None:
        return _next(visit, "/providers")
    return screens.success(visit, here.invitation, fresh, found)


@router.api_route("/done", methods=_READ)
async def leave(visit: Visiting, database: Data) -> Response:
    """Back to the partner. Counted now: another tab may have connected one more provider."""
    here = guest(visit)
    async with database.reader() as connection:
        count = tsp_count(await connected(connection, here.fleet_id))
    target = screens.way_on(here.invitation, count)
    return RedirectResponse(target, 303) if target else screens.finished(visit, count)


@router.api_route("/static/connect/{name}", methods=_READ)
async def serve_asset(name: str) -> Response:
    found = assets.serve(name)
    if found is None:
        raise Interrupted(notices.no_such_page(), 404)
    return found


async def _choice(database: Database, reach: Reach, here: Guest, slug: str) -> tuple[Tsp, Form]:
    """A provider that this invitation offers, and its form; another one is no page."""
    async with database.reader() as connection:
        offered = await tsps.choices(connection, here.invitation.limit_tsps)
    for tsp in offered:
        provider = reach.provider(tsp.source_name) if tsp.slug == slug else None
        if provider is not None:
            return tsp, signin.sign_in_form(provider.definition)
    raise Interrupted(notices.no_such_page(), 404)


def _next(visit: Visit, path: str, **more: UUID) -> Response:
    """On to a page that can be reloaded without sending the form again."""
    return RedirectResponse(visit.trail.to(path, **more), 303)
