"""One function per page of the flow: gathers what it shows."""

from fastapi import Response

from gladhand.connect import notices
from gladhand.connect.details import details_form, summary
from gladhand.connect.flow import Step
from gladhand.connect.forms import Field, Form
from gladhand.connect.language import _
from gladhand.connect.offers import Offer
from gladhand.connect.pages import Visit, notice_page, page
from gladhand.connect.queries import Connected
from gladhand.connect.redirects import failure_url, form_target, success_url, usable
from gladhand.connect.words import asked_for
from gladhand.orgs.agreements.permissions import levels
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.tsps.queries import Tsp

LONGEST_REASON = 500

# Fewer than this need no search.
_SEARCH_FROM = 5


def consent(visit: Visit, invitation: Invitation, form: Form | None = None) -> Response:
    details = fleet_details(invitation)
    return page(
        visit,
        "consent.html",
        form=form or details_form(details),
        company=summary(details),
        request=asked_for({resource.value: level.value for resource, level in levels(invitation.permissions).items()}),
        announce=visit.trail.to("/viewed") if invitation.viewed_at is None else "",
        status=422 if form else 200,
    )


def fleet_details(invitation: Invitation) -> dict[str, str | None]:
    names = [field.name for field in details_form({}).fields]
    return {name: getattr(invitation, name) for name in names}


def decline(visit: Visit, invitation: Invitation, form: Form | None = None) -> Response:
    return page(
        visit,
        "decline.html",
        form=form or reason_form(visit.partner),
        form_target=form_target(usable(invitation.failure_redirect_url)),
        status=422 if form else 200,
    )


def reason_form(partner: str) -> Form:
    reason = Field(
        "decline_reason",
        _("Reason"),
        type="textarea",
        help=_("%s will see it.") % partner,
        required=False,
        max_length=LONGEST_REASON,
    )
    return Form(fields=[reason])


def provider_list(
    visit: Visit, invitation: Invitation, choices: list[Tsp], connected: list[Connected], search: str
) -> Response:
    return page(
        visit,
        "providers.html",
        choices=choices,
        connected=connected,
        search=search,
        searchable=bool(search) or invitation.limit_tsps is None or len(choices) >= _SEARCH_FROM,
        carried=visit.trail.pairs,
        can_return=bool(usable(invitation.success_redirect_url)),
        can_leave=bool(usable(invitation.failure_redirect_url)),
    )


def sign_in(visit: Visit, offer: Offer, form: Form | None = None, *, status: int = 200) -> Response:
    return page(
        visit,
        "credentials.html",
        provider=offer.tsp,
        form=form or offer.form,
        # Signing in at the provider is an answer to our form that leads there.
        form_target=form_target(offer.authorize_url),
        leads_there=offer.application is not None,
        status=status,
    )


def success(visit: Visit, invitation: Invitation, fresh: Connected, connected: list[Connected]) -> Response:
    can_return = bool(usable(invitation.success_redirect_url))
    return page(visit, "connected.html", fresh=fresh, connected=connected, can_return=can_return)


def closed(visit: Visit) -> Response:
    """The page of a link that leads no further, with the way back that the invitation names."""
    invitation = visit.invitation
    if invitation is None:
        return notice_page(visit, notices.unknown())
    notice = notices.closed(
        visit.step,
        visit.partner,
        was_accepted=invitation.accepted_at is not None,
        expires_at=invitation.expires_at,
    )
    return notice_page(visit, notice.leading_to(way_back(invitation), _("Return to %s") % visit.partner))


def way_back(invitation: Invitation) -> str | None:
    """Where a visit ends that connects nothing; `None` where the invitation names no place."""
    url = usable(invitation.failure_redirect_url)
    if url is None:
        return None
    return failure_url(
        url,
        invitation_id=invitation.id,
        fleet_ref=invitation.fleet_ref,
        skip_reason=invitation.decline_reason if invitation.status == Step.DECLINED.name.lower() else None,
    )


def way_on(invitation: Invitation, tsp_count: int) -> str | None:
    """Where a visit ends: at success with a provider, else at failure; `None` where the invitation names no place."""
    if not tsp_count:
        return way_back(invitation)
    url = usable(invitation.success_redirect_url)
    if url is None:
        return None
    return success_url(url, invitation_id=invitation.id, fleet_ref=invitation.fleet_ref, tsp_count=tsp_count)


def finished(visit: Visit, tsp_count: int) -> Response:
    notice = notices.finished(visit.partner, tsp_count)
    return notice_page(
        visit, notice if tsp_count else notice.leading_to(visit.trail.to("/providers"), _("Choose a provider"))
    )
