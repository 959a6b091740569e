"""One function for each page of the flow. It collects the values for the template."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from fastapi import Response
from fastapi.responses import RedirectResponse

from gladhand.connect.embed import events as embed_events
from gladhand.connect.embed.events import EmbedEvent
from gladhand.connect.embed.launch_parameters import EmbedMode
from gladhand.connect.language import _
from gladhand.connect.pages import messages
from gladhand.connect.pages.consent_texts import consent_request, noun
from gladhand.connect.pages.details import DETAIL_NAMES, details_form, details_summary, open_details
from gladhand.connect.pages.forms import Field, PageForm
from gladhand.connect.pages.messages import PageMessage
from gladhand.connect.pages.movement import has_movement, movement_form
from gladhand.connect.pages.offer import Offer
from gladhand.connect.pages.redirects import failure_return_url, form_target, safe_url
from gladhand.connect.pages.rendering import message_page, page
from gladhand.connect.pages.shared import SharedWith
from gladhand.connect.pages.visit import Visit
from gladhand.connect.queries import ConnectedProvider
from gladhand.core.clock import now
from gladhand.integrations.schedules.fitting_queries import StretchedSchedule
from gladhand.orgs.agreements.permissions import levels
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.tsps.queries import Tsp

_MAX_REASON_LENGTH = 500
# Shorter lists have no search field.
_SEARCH_FROM = 5


def consent(
    visit: Visit,
    invitation: Invitation,
    form: PageForm | None = None,
    *,
    refused: Collection[str] = (),
    movement: PageForm | None = None,
    is_preview: bool = False,
) -> Response:
    """The first page. `form` is a form with errors, `refused` are the groups that were unticked in it,
    `movement` is what was chosen for the drivers."""
    details = fleet_details(invitation)
    permissions = {resource.value: level.value for resource, level in levels(invitation.permissions).items()}
    return page(
        visit,
        "consent.html",
        form=form or details_form(details, visit.region),
        company=details_summary(details),
        open_details=open_details(details),
        movement=movement or (movement_form() if has_movement(permissions) else PageForm()),
        request=consent_request(permissions, visit.terms, refused),
        terms=visit.terms,
        ends_at=now() + timedelta(days=visit.terms.access_days) if visit.terms.access_days else None,
        viewed_url=visit.link.url("/viewed") if invitation.viewed_at is None else "",
        is_preview=is_preview,
        status=422 if form else 200,
    )


def fleet_details(invitation: Invitation) -> dict[str, str | None]:
    """The details of the fleet that the partner has filled in."""
    return {name: getattr(invitation, name) for name in DETAIL_NAMES}


def decline(visit: Visit, invitation: Invitation, form: PageForm | None = None) -> Response:
    return page(
        visit,
        "decline.html",
        form=form or decline_form(visit.partner),
        form_target=form_target(safe_url(invitation.failure_redirect_url)),
        status=422 if form else 200,
    )


def decline_form(partner: str) -> PageForm:
    reason = Field(
        "decline_reason",
        _("Reason"),
        type="textarea",
        help=_("%s will see it.") % partner,
        required=False,
        max_length=_MAX_REASON_LENGTH,
    )
    return PageForm(fields=[reason])


def provider_list(
    visit: Visit,
    invitation: Invitation,
    choices: list[Tsp],
    *,
    connected: list[ConnectedProvider],
    search: str,
    is_deleted: bool = False,
    events: Sequence[EmbedEvent] = (),
) -> Response:
    return page(
        visit,
        "providers.html",
        events=events,
        choices=choices,
        connected=connected,
        search=search,
        is_deleted=is_deleted,
        searchable=bool(search) or invitation.limit_tsps is None or len(choices) >= _SEARCH_FROM,
        link_parameters=visit.link.pairs,
        form_target=_return_targets(invitation),
        can_return=can_return(visit, invitation.success_redirect_url),
        can_leave=can_return(visit, invitation.failure_redirect_url),
    )


def sign_in_window(visit: Visit, message: PageMessage) -> Response:
    """The last page of a sign-in window. After a success its script closes the window, if the browser allows it."""
    return page(visit, "message.html", message=message, closes_window=message.tone == "good")


def sign_in(visit: Visit, offer: Offer, form: PageForm | None = None, *, status: int = 200) -> Response:
    """The form for one provider. `form` is a form with errors."""
    return page(
        visit,
        "credentials.html",
        provider=offer.tsp,
        form=form or offer.form,
        here=offer.parameters(offer.kind),
        is_started=offer.is_started,
        broken=offer.broken,
        other_kinds=[(offer.parameters(kind), label) for kind, label in offer.other_kinds],
        # The form for OAuth 2 redirects to the provider.
        form_target=form_target(offer.authorize_url),
        has_own_pages=offer.application is not None,
        window_urls=offer.window_urls,
        status=status,
    )


def disconnect(visit: Visit, connection: ConnectedProvider) -> Response:
    return page(
        visit, "disconnect.html", connection=connection, area="", back="/providers", is_shared=not visit.is_paused
    )


def success(
    visit: Visit,
    invitation: Invitation,
    connection: ConnectedProvider,
    *,
    connected: list[ConnectedProvider],
    shared: SharedWith | None,
    link: str,
    mailed_to: str,
    stretched: Sequence[StretchedSchedule],
    is_repair: bool,
) -> Response:
    """The page after a connection was made or repaired."""
    return page(
        visit,
        "connected.html",
        events=embed_events.connected(connection.id),
        form_target=_return_targets(invitation),
        connection=connection,
        connected=connected,
        shared=shared,
        own_link=link,
        mailed_to=mailed_to,
        stretched=[(noun(each.resource), _minutes(each.seconds), _minutes(each.usual)) for each in stretched],
        is_repair=is_repair,
        can_return=can_return(visit, invitation.success_redirect_url),
    )


def _minutes(seconds: int) -> str:
    """As text, with one decimal at most."""
    return f"{max(seconds / 60, 0.1):.1f}".removesuffix(".0")


def can_return(visit: Visit, url: str | None) -> bool:
    """Whether the last button leads to the partner. In a frame it does not: the partner's page gets an event."""
    has_listener = visit.launch.embed is EmbedMode.POPUP and bool(visit.launch.event_origins)
    return not visit.launch.is_framed and (bool(safe_url(url)) or has_listener)


def _return_targets(invitation: Invitation) -> str:
    """The origins to which the form of the last button may redirect."""
    urls = (safe_url(invitation.success_redirect_url), safe_url(invitation.failure_redirect_url))
    return " ".join(dict.fromkeys(form_target(url) for url in urls if url))


def closed(visit: Visit) -> Response:
    """The page of a link that is not open any more. In redirect mode the browser returns to the partner at once."""
    url = failure_return_url(visit.invitation) if visit.invitation is not None else None
    if visit.launch.embed is EmbedMode.REDIRECT and visit.launch.key is not None and url is not None:
        return RedirectResponse(url, 303)
    return message_page(visit, closed_message(visit))


def closed_message(visit: Visit) -> PageMessage:
    """The message about the invitation's state. It has a button to the partner, except in a frame."""
    invitation = visit.invitation
    if invitation is None:
        return messages.unknown()
    sharing = visit.agreement.status if visit.agreement else ""
    message = messages.closed(visit.step, visit.partner, sharing=sharing, expires_at=invitation.expires_at)
    url = None if visit.launch.is_framed else failure_return_url(invitation)
    return message.with_action(url, _("Return to %s") % visit.partner)


def end_flow(visit: Visit, url: str | None, message: PageMessage, *, events: Sequence[EmbedEvent]) -> Response:
    """The end of the flow: events for the partner's page, else a redirect to `url`, else the message.

    Only the script in a popup can find out whether the page that opened it still exists. If not, it goes to `url`.
    """
    if url is None or visit.launch.is_framed:
        return message_page(visit, message, events=events)
    if visit.launch.event_origins:
        message = message.with_action(url, _("Return to %s") % visit.partner)
        return message_page(visit, message, events=events, fallback_url=url)
    return RedirectResponse(url, 303)


def finished_message(visit: Visit, tsp_count: int) -> PageMessage:
    message = messages.finished(visit.partner, tsp_count, is_paused=visit.is_paused)
    return message if tsp_count else message.with_action(visit.link.url("/providers"), _("Choose a provider"))
