"""The pages on which a fleet answers an invitation, and the router of all of Connect.

Connect has the root of its origin. Every page works without script. A GET or HEAD request changes nothing, except the
return from a provider's own sign-in page.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from gladhand.connect.embed import events, probe
from gladhand.connect.flow import Step
from gladhand.connect.language import _
from gladhand.connect.pages import assets, mail_stop, messages, preview, redirects, sharing_messages, views
from gladhand.connect.pages.dependencies import (
    CurrentVisit,
    Data,
    Limits,
    Mail,
    Settings,
    Submitted,
    TokenIssuer,
)
from gladhand.connect.pages.details import InvalidDetails, details_form, parse_details
from gladhand.connect.pages.movement import movement_form, parse_movement
from gladhand.connect.pages.own_link import mail_own_link
from gladhand.connect.pages.page_route import PageRoute
from gladhand.connect.pages.pictures import FETCHED_PATH, PROVIDER_PATH, fetched_picture, provider_picture
from gladhand.connect.pages.rendering import message_page
from gladhand.connect.pages.visit import ShowMessage, open_invitation
from gladhand.connect.people import endpoints as people
from gladhand.connect.session import SESSION_LASTS
from gladhand.connect.sharing import endpoints as sharing
from gladhand.connect.signin import endpoints as signin
from gladhand.core.dependencies import Address, Keys, dependency
from gladhand.core.languages import ENGLISH, current_language, use_language
from gladhand.core.pictures import Pictures, PublicPictures
from gladhand.core.problems import Conflict
from gladhand.core.routers import add_routes
from gladhand.integrations.dependencies import Gateway
from gladhand.orgs.consent.groups import ConsentGroupEnum, without_groups
from gladhand.orgs.funnel import queries as funnel
from gladhand.orgs.funnel.schemas import FunnelStepEnum
from gladhand.orgs.invitations import delivery_queries
from gladhand.orgs.invitations import service as invitations
from gladhand.orgs.sharing import queries as sharing_links
from gladhand.orgs.sharing.queries import SharingOwner
from gladhand.resources.cleaning import clean_prose

router = APIRouter(include_in_schema=False, route_class=PageRoute)
add_routes(router, signin.router)
add_routes(router, people.router)
add_routes(router, sharing.router)
add_routes(router, mail_stop.router)
add_routes(router, preview.router)
add_routes(router, probe.router)


@router.get("/")
async def show_link(visit: CurrentVisit, database: Data, gateway: Gateway) -> Response:
    """The magic link: the page of the invitation's step. Without any parameter, the page of the server itself."""
    if not visit.link.pairs:
        with use_language(ENGLISH):
            return message_page(visit, messages.server_itself())
    match visit.step:
        case Step.CONSENT:
            return views.consent(visit, open_invitation(visit))
        case Step.CONNECT if visit.link.sharing_secret is not None:
            return RedirectResponse(visit.link.url("/sharing"), 303)
        case Step.CONNECT if visit.has_ended:
            return message_page(visit, sharing_messages.sharing_ended(visit.partner))
        case Step.CONNECT:
            return await signin.show_first(visit, database, gateway)
        case _:
            return views.closed(visit)


@router.get("/help")
async def show_help(visit: CurrentVisit) -> Response:
    """The same for every step, also where a link leads to no invitation."""
    return message_page(visit, messages.help_page(visit.partner))


@router.post("/viewed")
async def mark_viewed(submission: Submitted, database: Data, settings: Settings) -> Response:
    """The script reports that a person has touched the page, typed, scrolled or moved a mouse. Mail scanners do not."""
    if submission.visit.step is Step.CONSENT:
        invitation = open_invitation(submission.visit)
        async with database.transaction() as db:
            await funnel.insert_step(db, invitation.partner_id, invitation.id, FunnelStepEnum.OPENED)
            await invitations.view_invitation(db, invitation, settings)
    return Response(status_code=204)


@router.post("/accept")
async def accept(
    submission: Submitted,
    database: Data,
    keyring: Keys,
    tokens: TokenIssuer,
    settings: Settings,
    limits: Limits,
    outbox: Mail,
    address: Address,
) -> Response:
    """A second submission finds the invitation accepted and continues in the same way."""
    visit = submission.visit
    providers = RedirectResponse(visit.link.url("/providers"), 303)
    if visit.step is not Step.CONSENT:
        return providers
    invitation = open_invitation(visit)
    limits.count_answer(invitation.id)
    refused = _refused_groups(submission.values)
    privacy = parse_movement(submission.values)
    movement = None if privacy is None else movement_form(privacy.stored())
    partners = views.fleet_details(invitation)
    form = details_form(partners, visit.region).with_values(submission.values)
    if not without_groups(invitation.permissions, refused.intersection(visit.terms.optional_groups)):
        message = _("Please leave at least one kind of data ticked")
        return views.consent(
            visit, invitation, form.with_errors({}, message=message), refused=refused, movement=movement
        )
    try:
        details = parse_details(submission.values, partners, visit.region)
    except InvalidDetails as error:
        return views.consent(visit, invitation, form.with_errors(error.errors), refused=refused, movement=movement)
    with suppress(Conflict):
        async with database.transaction() as db:
            await invitations.view_invitation(db, invitation, settings)
            accepted = await invitations.accept_invitation(
                db,
                invitation.link_id,
                details,
                fleet=None,
                keyring=keyring,
                tokens=tokens,
                settings=settings,
                address=address,
                refused_groups=refused,
                privacy=privacy,
            )
            owner = SharingOwner(invitation.partner_id, accepted.fleet_id)
            await sharing_links.upsert_link(db, owner, keyring)
            await sharing_links.upsert_browser(db, owner, visit.session.browser_hash, lasts=SESSION_LASTS)
            await delivery_queries.update_language(db, invitation.partner_id, invitation.id, current_language().code)
            if details.fleet_email:
                await mail_own_link(
                    db,
                    outbox,
                    keyring,
                    owner=owner,
                    invitation=invitation,
                    email=details.fleet_email,
                    connect_url=settings.connect_url,
                )
    return providers


def _refused_groups(values: Mapping[str, str]) -> set[str]:
    """The groups that the form has offered with a tick and that came back without it."""
    return {
        group.value for group in ConsentGroupEnum if f"offered_{group}" in values and f"share_{group}" not in values
    }


@router.post("/ask-again")
async def request_renewal(submission: Submitted, database: Data, settings: Settings) -> Response:
    """The fleet asks for a new link. The answer does not show whether the invitation exists."""
    visit = submission.visit
    if visit.invitation is not None and visit.step is Step.EXPIRED:
        async with database.transaction() as db:
            await invitations.request_renewal(db, visit.invitation, settings)
    return message_page(visit, messages.renewal_requested(visit.partner))


@router.get("/decline")
async def show_decline(visit: CurrentVisit) -> Response:
    """Asks for confirmation, because only the partner can undo it."""
    return views.decline(visit, open_invitation(visit))


@router.post("/decline")
async def decline(submission: Submitted, database: Data, settings: Settings) -> Response:
    """A second submission continues like the first."""
    visit, values = submission.visit, submission.values
    if visit.step is Step.CONSENT:
        invitation = open_invitation(visit)
        form = views.decline_form(visit.partner).with_values(values)
        if errors := form.errors(values):
            return views.decline(visit, invitation, form.with_errors(errors))
        reason = clean_prose(values.get("decline_reason", "")) or None
        with suppress(Conflict):
            async with database.transaction() as db:
                await invitations.view_invitation(db, invitation, settings)
                await invitations.decline_invitation(db, invitation.link_id, reason, settings=settings)
    return RedirectResponse(visit.link.url("/declined"), 303)


@router.get("/declined")
async def leave_declined(visit: CurrentVisit) -> Response:
    """Back to the partner after declining."""
    if visit.step is not Step.DECLINED or visit.invitation is None:
        return RedirectResponse(visit.link.url("/"), 303)
    return views.end_flow(
        visit,
        redirects.failure_return_url(visit.invitation),
        views.closed_message(visit),
        events=events.exited(events.CONSENT_DECLINED),
    )


@router.get("/static/connect/{name}")
async def serve_asset(name: str) -> Response:
    return _found(assets.asset_response(name))


@router.get(PROVIDER_PATH + "/{source_name}/{name}")
async def serve_provider_picture(source_name: str, name: str) -> Response:
    return _found(provider_picture(source_name, name))


@router.get(FETCHED_PATH + "/{mac}/{name}")
async def serve_fetched_picture(
    mac: str,
    name: str,
    keyring: Keys,
    pictures: Annotated[Pictures, dependency(Pictures)],
    public_pictures: Annotated[PublicPictures, dependency(PublicPictures)],
) -> Response:
    """A picture that has its address elsewhere, such as a partner's logo."""
    return _found(await fetched_picture(pictures, public_pictures, keyring, mac, name))


def _found(response: Response | None) -> Response:
    if response is None:
        raise ShowMessage(messages.page_not_found(), 404)
    return response
