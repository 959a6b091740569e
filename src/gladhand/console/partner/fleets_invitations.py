"""One fleet's invitations, from created to connected, and what sends, refreshes and withdraws them."""

from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from gladhand.console.pages.blocks import Copy, Facts, FormBlock, Forms, Link, Time, Timeline, TimelineStep, state
from gladhand.console.pages.dependencies import Submitted
from gladhand.console.pages.fields import param
from gladhand.console.pages.lists import FROM_THE_END
from gladhand.console.pages.page_route import ConsoleRoute
from gladhand.console.pages.problems import PageNotFound
from gladhand.console.pages.rendering import ConsolePage
from gladhand.console.pages.views import PartnerView, View
from gladhand.console.partner.invitation_terms import asked_for
from gladhand.core.dependencies import get_dependency
from gladhand.core.mail.outbox import MailChannelEnum, Outbox
from gladhand.orgs.funnel.queries import list_steps
from gladhand.orgs.invitations.queries import find_invitation
from gladhand.orgs.invitations.schemas import FLEET_FIELDS

router = APIRouter(prefix="/console/partners/{slug}/invitations/of", include_in_schema=False, route_class=ConsoleRoute)

API: Final = "/v2/orgs/invitations"
#: The scope of what makes, refreshes and sends an invitation.
CREATE: Final = "invitation:create"
_MOST = 10
_OPEN = ("active", "accepted")
_STEPS = {
    "opened": "The fleet has opened the link",
    "accepted": "The fleet has accepted",
    "provider_chosen": "The fleet has chosen its provider",
    "check_failed": "The provider has refused the sign-in",
    "connected": "The provider is connected",
    "returned": "The fleet has returned to your site",
    "integration_requested": "The fleet has asked for a provider that is not supported",
    "declined": "The fleet has declined",
}
_BAD_STEPS = frozenset({"check_failed", "declined", "integration_requested"})
# An expired invitation is followed by a new one, which asks for the same.
_KEPT = (
    *FLEET_FIELDS,
    *("permissions", "limit_tsps", "callback_url", "success_redirect_url", "failure_redirect_url", "expires_in_hours"),
)


async def newest_invitations(view: View, fleet_ref: str, size: int) -> tuple[list[Any], int]:
    """The newest invitations of a fleet, the newest first, and how many there are."""
    answer = await view.api.get(API, fleet_ref=fleet_ref, cursor=FROM_THE_END, size=size)
    return answer["items"][::-1], answer["total"]


def open_link(invitation: Any) -> str | None:
    """The link, if it still opens something."""
    return invitation["magic_link"] if invitation["status"] in _OPEN else None


async def refreshed(view: View, fleet_ref: str) -> dict[str, Any]:
    """The body that refreshes the newest invitation of a fleet."""
    items, _ = await newest_invitations(view, fleet_ref, 1)
    if not items or items[0]["status"] != "expired":
        return {"fleet_ref": fleet_ref}
    kept = {name: items[0][name] for name in _KEPT if items[0][name] is not None}
    delivery = await view.api.get(f"{API}/{items[0]['id']}/delivery")
    # No answer of the API has the terms of the consent page.
    async with view.reading("invitation:read") as db:
        stored = await find_invitation(db, UUID(items[0]["id"]))
    more = {"language": delivery["language"], "consent": stored and stored.consent}
    kept |= {name: value for name, value in more.items() if value}
    # Nobody has asked for a message.
    return {"fleet_ref": fleet_ref, "send": False} | kept


@router.get("")
async def show_fleets_invitations(view: PartnerView, request: Request) -> Response:
    """The newest invitations of one fleet. Its address has the fleet's reference, since an invitation's id opens its
    link."""
    fleet_ref = param(request, "fleet_ref")
    if fleet_ref is None:
        raise PageNotFound
    items, total = await newest_invitations(view, fleet_ref, _MOST)
    if not items:
        raise PageNotFound
    # Not through the route, which asks for an invitation's id: whoever only reads has none.
    async with view.reading("invitation:read") as db:
        steps = await list_steps(db, view.partner, fleet_ref)
    blocks: list[Any] = []
    for number, each in enumerate(items):
        blocks += await _invitation(view, each, steps.get(each["created_at"], ()), is_newest=number == 0)
    trail = [("Invitations", view.url("/invitations"))]
    intro = f"The newest {len(items)} of {total} invitations, the newest first." if total > len(items) else ""
    return view.show(ConsolePage(f"Invitation of {fleet_ref}", blocks, intro, trail))


async def _invitation(view: View, invitation: Any, taken: Any, *, is_newest: bool) -> list[Any]:
    facts: list[tuple[str, Any]] = [
        ("Status", state(invitation["status"])),
        ("Name", invitation["fleet_name"]),
        ("E-mail", invitation["fleet_email"]),
        ("Expires", Time(invitation["expires_at"])),
        ("Asked for", asked_for(invitation["permissions"] or {})),
    ]
    delivery: Any = {"status": None}
    if view.may(CREATE):
        # Whoever has the link acts for the fleet.
        link = open_link(invitation)
        facts.append(("Link", Copy(link, "Copy link") if link else f"none, because it is {invitation['status']}"))
        delivery = await view.api.get(f"{API}/{invitation['id']}/delivery")
        facts.append(("Message with the link", _delivery(view, invitation, delivery)))
    if invitation["fleet_id"]:
        facts.append(("Fleet", Link("Look at the fleet", view.url(f"/fleets/{invitation['fleet_id']}"))))
    steps = [TimelineStep(Time(invitation["created_at"]), "Created or refreshed by you")]
    steps += [
        TimelineStep(
            Time(step["first_at"]),
            _STEPS.get(step["step"], step["step"]),
            _detail(step),
            "bad" if step["step"] in _BAD_STEPS else "good",
        )
        for step in sorted(taken, key=lambda step: str(step["first_at"]))
    ]
    if invitation["decline_reason"]:
        steps.append(
            TimelineStep(Time(invitation["declined_at"]), "Reason for declining", invitation["decline_reason"])
        )
    forms = _forms(view, invitation, is_sent=delivery["status"] is not None, is_newest=is_newest)
    title = "Invitation" if is_newest else "Earlier invitation"
    return [Facts(title, facts), Timeline("What has happened", steps), *([Forms("", forms)] if forms else [])]


def _channel(view: View, invitation: Any) -> MailChannelEnum | None:
    """How this server can send the link."""
    outbox = get_dependency(view.request.app, Outbox)
    addresses = {MailChannelEnum.MAIL: invitation["fleet_email"], MailChannelEnum.SMS: invitation["fleet_phone"]}
    return next((each for each, address in addresses.items() if address and outbox.can_send(each)), None)


def _delivery(view: View, invitation: Any, delivery: Any) -> Any:
    """What became of the message, or why there is none."""
    if delivery["status"] is not None:
        cells = [state(delivery["status"]), delivery["channel"], Time(delivery["updated_at"]), delivery["error"]]
        return [each for each in cells if each]
    if not get_dependency(view.request.app, Outbox).is_open:
        return "This server sends no messages. Send the link yourself."
    return "Not sent yet." if _channel(view, invitation) else "Not sent: the invitation has no address to send it to."


def _forms(view: View, invitation: Any, *, is_sent: bool, is_newest: bool) -> list[FormBlock]:
    here = view.url("/invitations/of")
    hidden = {"fleet_ref": invitation["fleet_ref"], "created_at": invitation["created_at"]}
    forms = []
    if invitation["status"] == "active" and _channel(view, invitation):
        label = "Send again" if is_sent else "Send the link"
        forms.append(FormBlock(label, f"{here}/send", hidden=hidden, needs=[CREATE], tone="primary"))
    if is_newest:
        warning = "The time of the link starts again. If the fleet had accepted, its former tokens end."
        if invitation["status"] == "expired":
            warning = "A new invitation asks for the same, and has a new link."
        refresh = {"fleet_ref": invitation["fleet_ref"]}
        forms.append(FormBlock("Refresh", f"{here}/refresh", hidden=refresh, needs=[CREATE], warning=warning))
    if invitation["status"] in ("active", "expired"):
        forms.append(
            FormBlock(
                "Withdraw",
                f"{here}/withdraw",
                hidden=hidden,
                needs=["invitation:delete"],
                tone="danger",
                warning="The link opens nothing any more.",
            )
        )
    return forms


def _detail(step: Any) -> str:
    times = f"{step['times']} times" if step["times"] > 1 else ""
    return ", ".join(each for each in (step["detail"], times) if each)


@router.post("/refresh")
async def refresh(view: PartnerView, form: Submitted) -> Response:
    fleet_ref = form.text("fleet_ref")
    body, details = await refreshed(view, fleet_ref), {"fleet_ref": fleet_ref}
    await view.api.change("invitation.refreshed", "POST", API, body, details=details)
    return view.go("/invitations/of", "invitation-refreshed", fleet_ref=fleet_ref)


@router.post("/send")
async def send(view: PartnerView, form: Submitted) -> Response:
    """Send the link of an invitation once more."""
    invitation = await _meant(view, form)
    details = {"fleet_ref": invitation["fleet_ref"]}
    await view.api.change("invitation.sent", "POST", f"{API}/{invitation['id']}/send", details=details)
    return view.go("/invitations/of", "invitation-sent", fleet_ref=invitation["fleet_ref"])


@router.post("/withdraw")
async def withdraw(view: PartnerView, form: Submitted) -> Response:
    """Take an invitation back."""
    invitation = await _meant(view, form)
    details = {"fleet_ref": invitation["fleet_ref"]}
    await view.api.change("invitation.deleted", "DELETE", f"{API}/{invitation['id']}", details=details)
    return view.go("/invitations", "invitation-deleted")


async def _meant(view: View, form: Submitted) -> Any:
    """The invitation that a form is about, which it names by when it was made. Raises `PageNotFound`."""
    fleet_ref, created_at = form.text("fleet_ref"), form.text("created_at")
    items, _ = await newest_invitations(view, fleet_ref, _MOST) if fleet_ref else ([], 0)
    found = next((each for each in items if each["created_at"] == created_at), None)
    if found is None:
        raise PageNotFound
    return found
