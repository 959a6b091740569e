"""The pages on which a fleet that has accepted connects, repairs and disconnects providers, and leaves."""

from contextlib import suppress
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from gladhand.connect.embed import events
from gladhand.connect.pages import messages, redirects, views
from gladhand.connect.pages.access import may_manage, require_manager
from gladhand.connect.pages.dependencies import CurrentVisit, Data, Settings, Submitted
from gladhand.connect.pages.offer import Offer
from gladhand.connect.pages.own_link import own_link, own_link_address
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.shared import shared_with
from gladhand.connect.pages.visit import ShowMessage, Visit, connecting_fleet
from gladhand.connect.queries import (
    ConnectedProvider,
    count_working_tsps,
    has_recent_disconnect,
    list_connected_providers,
    list_visit_connections,
)
from gladhand.connect.signin import integration_requests, oauth, provider_form, window
from gladhand.connect.signin.kept_secrets import read_kept, with_kept
from gladhand.connect.signin.offers import get_offer, list_connectable_tsps
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.core.dependencies import Keys
from gladhand.core.problems import NotFound
from gladhand.core.proxies import client_address
from gladhand.core.routers import add_routes
from gladhand.integrations.connections import service as connections
from gladhand.integrations.dependencies import Gateway
from gladhand.integrations.gateway import ProviderGateway
from gladhand.integrations.schedules.fitting_queries import list_stretched
from gladhand.orgs.funnel import queries as funnel
from gladhand.orgs.funnel.schemas import FunnelStepEnum
from gladhand.orgs.sharing import queries as links
from gladhand.resources.cleaning import clean_line

router = APIRouter(include_in_schema=False, route_class=PageRoute)
add_routes(router, oauth.router)
add_routes(router, window.router)
add_routes(router, integration_requests.router)

#: The kind of credentials of the form. Without it, the provider's usual kind.
Kind = Annotated[str, Query(alias="way")]
#: The id of the connection that needs a new sign-in.
Repair = Annotated[str, Query(alias="repair")]


@router.get("/providers")
async def show_providers(
    visit: CurrentVisit, database: Data, gateway: Gateway, q: str = "", ended: UUID | None = None
) -> Response:
    """The list of providers. `ended` is the connection that the fleet has just deleted."""
    fleet = connecting_fleet(visit)
    search = clean_line(q.replace("\0", ""))
    async with database.connection() as db:
        choices = await list_connectable_tsps(db, gateway, fleet, search)
        connected = await _list_connected(db, visit)
    is_deleted = ended is not None and all(connection.id != ended for connection in connected)
    return views.provider_list(
        visit,
        fleet.invitation,
        choices,
        connected=connected,
        search=search,
        is_deleted=is_deleted,
        events=events.disconnected(ended) if ended is not None and is_deleted else [],
    )


async def show_first(visit: Visit, database: Database, gateway: ProviderGateway) -> Response:
    """What the link opens: a connection that needs a new sign-in, else the list of providers."""
    fleet = connecting_fleet(visit)
    async with database.connection() as db:
        connected = await list_connected_providers(db, fleet.id, invitation=fleet.invitation)
    broken = next((each for each in connected if not each.works), None)
    if broken is not None:
        return RedirectResponse(visit.link.url(f"/providers/{broken.slug}", repair=broken.id), 303)
    return await show_providers(visit, database, gateway)


@router.get("/providers/{slug}")
async def show_sign_in(
    slug: str, visit: CurrentVisit, keyring: Keys, gateway: Gateway, kind: Kind = "", repair: Repair = ""
) -> Response:
    return views.sign_in(visit, await _offer(gateway, visit, keyring, slug=slug, kind=kind, repair=repair))


@router.post("/providers/{slug}")
async def connect(
    slug: str,
    submission: Submitted,
    request: Request,
    keyring: Keys,
    gateway: Gateway,
    kind: Kind = "",
    repair: Repair = "",
) -> Response:
    """Check the credentials at the provider. A second sign-in to the same account repairs its connection."""
    visit, values = submission.visit, submission.values
    fleet = connecting_fleet(visit)
    offer = await _offer(gateway, visit, keyring, slug=slug, kind=kind, repair=repair)
    if not offer.form.fields:
        return RedirectResponse(visit.link.url(f"/providers/{slug}"), 303)
    form, values = read_kept(offer.form, values, keyring=keyring, session=visit.session, slug=slug)
    form = form.with_values(values)
    entered = provider_form.entered_credentials(form, values)
    status = 422
    if errors := form.errors(values):
        form = form.with_errors(errors)
    else:
        result = await provider_form.try_sign_in(
            gateway,
            fleet,
            offer.tsp,
            browser=visit.session.browser_hash,
            address=client_address(request.scope),
            credentials=entered,
            form=form,
        )
        if not isinstance(result, provider_form.SignInFailed):
            return RedirectResponse(visit.link.url("/connected", **offer.connected(result.id)), 303)
        form, status = result.form, result.status
    form = with_kept(form, entered, keyring=keyring, session=visit.session, slug=slug)
    return views.sign_in(visit, offer, form, status=status)


@router.get("/connections/{connection_id}/disconnect")
async def show_disconnect(connection_id: UUID, visit: CurrentVisit, database: Data) -> Response:
    """Asks for confirmation, because the credentials are deleted with the connection."""
    async with database.connection() as db:
        await require_manager(db, visit)
        return views.disconnect(visit, await _get_disconnectable(db, visit, connection_id))


@router.post("/connections/{connection_id}/disconnect")
async def disconnect(connection_id: UUID, submission: Submitted, database: Data) -> Response:
    """A second submission finds no connection and continues like the first."""
    fleet = connecting_fleet(submission.visit)
    async with database.connection() as db:
        await require_manager(db, submission.visit)
    with suppress(ShowMessage, NotFound):
        async with database.transaction() as db:
            connection = await _get_disconnectable(db, submission.visit, connection_id)
            await connections.delete(db, fleet.id, connection.id)
    return RedirectResponse(submission.visit.link.url("/providers", ended=connection_id), 303)


@router.get("/connected")
async def show_connected(
    visit: CurrentVisit, database: Data, keyring: Keys, settings: Settings, connection: str = "", repair: str = ""
) -> Response:
    """The page after a connection was made, or repaired."""
    fleet = connecting_fleet(visit)
    async with database.connection() as db:
        connected = await _list_connected(db, visit)
    newest = next((row for row in connected if str(row.id) == connection and row.works), None)
    if newest is None:
        return RedirectResponse(visit.link.url("/providers"), 303)
    async with database.connection() as db:
        secret = await _own_secret(db, visit, keyring)
        # Whoever has no more than the link of the invitation sees neither what is shared nor the address.
        mailed_to = await own_link_address(db, visit.sharing_owner, fleet.invitation) if secret else ""
        stretched = await list_stretched(db, fleet.id, newest.id)
    return views.success(
        visit,
        fleet.invitation,
        newest,
        connected=connected,
        shared=shared_with(visit.agreement) if secret and visit.agreement else None,
        link=own_link(settings.connect_url, secret),
        mailed_to=mailed_to,
        stretched=stretched,
        is_repair=repair == connection,
    )


@router.post("/done")
async def finish(submission: Submitted, database: Data) -> Response:
    """The last button."""
    invitation = connecting_fleet(submission.visit).invitation
    async with database.transaction() as db:
        await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.RETURNED)
    return RedirectResponse(submission.visit.link.url("/done"), 303)


@router.get("/done")
async def leave(visit: CurrentVisit, database: Data) -> Response:
    """Back to the partner. Providers are counted here, because another tab may have connected one meanwhile."""
    fleet = connecting_fleet(visit)
    async with database.connection() as db:
        tsp_count = count_working_tsps(await list_connected_providers(db, fleet.id, invitation=fleet.invitation))
        connection_ids = await list_visit_connections(db, visit.session.browser_hash, fleet.invitation.id)
        has_disconnected = not tsp_count and await has_recent_disconnect(db, fleet.id)
    reason = events.DISCONNECTED if has_disconnected else events.NOTHING_CONNECTED
    return views.end_flow(
        visit,
        redirects.return_url(fleet.invitation, tsp_count),
        views.finished_message(visit, tsp_count),
        events=events.succeeded(connection_ids) if tsp_count else events.exited(reason),
    )


async def _own_secret(db: Db, visit: Visit, keyring: Keyring) -> str | None:
    """The secret of the fleet's own link. Only the browser that has accepted the invitation gets it."""
    owner = visit.sharing_owner
    if owner is None or not await links.is_known_browser(db, owner, visit.session.browser_hash):
        return None
    return await links.find_secret(db, owner, keyring)


async def _offer(
    gateway: ProviderGateway, visit: Visit, keyring: Keyring, *, slug: str, kind: str, repair: str
) -> Offer:
    offer = await get_offer(gateway, connecting_fleet(visit), slug, kind, repair)
    return replace(offer, window_urls=window.window_urls(visit, slug, keyring))


async def _list_connected(db: Db, visit: Visit) -> list[ConnectedProvider]:
    """The fleet's connections. Whoever has no more than the link of the invitation may add one, and end none."""
    fleet = connecting_fleet(visit)
    connected = await list_connected_providers(db, fleet.id, invitation=fleet.invitation)
    manages = await may_manage(db, visit)
    return [replace(each, may_disconnect=each.may_disconnect and manages) for each in connected]


async def _get_disconnectable(db: Db, visit: Visit, connection_id: UUID) -> ConnectedProvider:
    """A connection that the pages offer to disconnect to whoever manages what is shared. Raises `ShowMessage`."""
    fleet = connecting_fleet(visit)
    for connection in await list_connected_providers(db, fleet.id, invitation=fleet.invitation):
        if connection.id == connection_id and connection.may_disconnect:
            return connection
    raise ShowMessage(messages.page_not_found(), 404)
