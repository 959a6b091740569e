"""One function per page of the flow: gathers what it shows."""

from collections.abc import Sequence

from fastapi import Response
from fastapi.responses import RedirectResponse

from gladhand.connect.embed import messages
from gladhand.connect.embed.launch_parameters import Embed
from gladhand.connect.embed.messages import Message
from gladhand.connect.flow import Step
from gladhand.connect.language import _
from gladhand.connect.pages import notices
from gladhand.connect.pages.consent_texts import asked_for
from gladhand.connect.pages.details import details_form, summary
from gladhand.connect.pages.forms import Field, Form
from gladhand.connect.pages.notices import Notice
from gladhand.connect.pages.offer import Offer
from gladhand.connect.pages.redirects import failure_url, form_target, success_url, usable
from gladhand.connect.pages.rendering import Visit, notice_page, page
from gladhand.connect.queries import Connected
from gladhand.orgs.agreements.permissions import levels
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.tsps.queries import Tsp

LONGEST_REASON = 500

# Fewer than this need no search.
_SEARCH_FROM = 5


def consent(visit: Visit, invitation: Invitation, form: Form | None = None, *, is_preview: bool = False) -> Response:
    details = fleet_details(invitation)
    return page(
        visit,
        "consent.html",
        form=form or details_form(details),
        company=summary(details),
        request=asked_for({resource.value: level.value for resource, level in levels(invitation.permissions).items()}),
        announce=visit.trail.to("/viewed") if invitation.viewed_at is None else "",
        is_preview=is_preview,
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
    visit: Visit,
    invitation: Invitation,
    choices: list[Tsp],
    connected: list[Connected],
    search: str,
    tell: Sequence[Message] = (),
) -> Response:
    return page(
        visit,
        "providers.html",
        tell=tell,
        choices=choices,
        connected=connected,
        search=search,
        searchable=bool(search) or invitation.limit_tsps is None or len(choices) >= _SEARCH_FROM,
        carried=visit.trail.pairs,
        form_target=_ways_out(invitation),
        can_return=can_return(visit, invitation.success_redirect_url),
        can_leave=can_return(visit, invitation.failure_redirect_url),
    )


def window(visit: Visit, notice: Notice) -> Response:
    """The last page of a second window: nobody listens to it, and its script closes it where it may."""
    return page(visit, "notice.html", notice=notice, closes=notice.mood == "good")


def sign_in(visit: Visit, offer: Offer, form: Form | None = None, *, status: int = 200) -> Response:
    return page(
        visit,
        "credentials.html",
        provider=offer.tsp,
        form=form or offer.form,
        way=offer.way,
        is_started=offer.is_started,
        other_ways=offer.other_ways,
        # Signing in at the provider is an answer to our form that leads there.
        form_target=form_target(offer.authorize_url),
        leads_there=offer.application is not None,
        window=offer.window,
        status=status,
    )


def disconnect(visit: Visit, ending: Connected) -> Response:
    return page(visit, "disconnect.html", ending=ending)


def success(visit: Visit, invitation: Invitation, fresh: Connected, connected: list[Connected]) -> Response:
    return page(
        visit,
        "connected.html",
        tell=messages.connected(fresh.id),
        form_target=_ways_out(invitation),
        fresh=fresh,
        connected=connected,
        can_return=can_return(visit, invitation.success_redirect_url),
    )


def can_return(visit: Visit, url: str | None) -> bool:
    """Whether the last button leads anywhere: in a frame it only tells the page around it."""
    is_heard = visit.launch.embed is Embed.POPUP and bool(visit.launch.audience)
    return not visit.launch.is_framed and (bool(usable(url)) or is_heard)


def _ways_out(invitation: Invitation) -> str:
    """Where the answer to the last button's form may redirect."""
    urls = (usable(invitation.success_redirect_url), usable(invitation.failure_redirect_url))
    return " ".join(dict.fromkeys(form_target(url) for url in urls if url))


def closed(visit: Visit) -> Response:
    """The page of a link that leads no further; a site that has sent the browser here gets it back at once."""
    target = way_back(visit.invitation) if visit.invitation is not None else None
    if visit.launch.embed is Embed.REDIRECT and visit.launch.key is not None and target is not None:
        return RedirectResponse(target, 303)
    return notice_page(visit, closed_notice(visit))


def closed_notice(visit: Visit) -> Notice:
    """What it says, with the way back that the invitation names; in a frame nothing leads out of it."""
    invitation = visit.invitation
    if invitation is None:
        return notices.unknown()
    notice = notices.closed(
        visit.step,
        visit.partner,
        was_accepted=invitation.accepted_at is not None,
        expires_at=invitation.expires_at,
    )
    target = None if visit.launch.is_framed else way_back(invitation)
    return notice.leading_to(target, _("Return to %s") % visit.partner)


def ending(visit: Visit, target: str | None, notice: Notice, tell: Sequence[Message]) -> Response:
    """The end of the flow: told to the page that listens, else back to where the invitation says, else a last page.

    Whether the page that opened a popup is still there, only the script in the popup can know.
    """
    if target is None or visit.launch.is_framed:
        return notice_page(visit, notice, tell=tell)
    if visit.launch.audience:
        return notice_page(
            visit, notice.leading_to(target, _("Return to %s") % visit.partner), tell=tell, otherwise=target
        )
    return RedirectResponse(target, 303)


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


def finished_notice(visit: Visit, tsp_count: int) -> Notice:
    notice = notices.finished(visit.partner, tsp_count)
    return notice if tsp_count else notice.leading_to(visit.trail.to("/providers"), _("Choose a provider"))
