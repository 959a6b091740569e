"""Messages that end a visit or replace a page. Each says what happened and what to do next."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from gladhand.connect.flow import Step
from gladhand.connect.language import _
from gladhand.core.next_page import MY_DATA


@dataclass(frozen=True)
class PageMessage:
    """A page with a title, some sentences and at most one button."""

    title: str
    texts: list[str] = field(default_factory=list)
    icon: str = "link"
    tone: str = "calm"
    target: str = ""
    action: str = ""
    takes_focus: bool = False
    open_until: datetime | None = None
    offers_renewal: bool = False
    sends_own_link: bool = False
    shows_sharing: bool = False
    """Whether the page leads to what the fleet shares."""
    opens_tab: bool = False
    """Whether the button opens a tab of its own, since its page may not be framed."""

    def with_action(self, target: str | None, action: str) -> "PageMessage":
        """The same with a button that leads to `target`, if there is one."""
        return replace(self, target=target, action=action) if target else self

    def with_account(self) -> "PageMessage":
        """The same with a button for whoever has an account."""
        return replace(self, target=MY_DATA, action=_("Sign in to your account"), opens_tab=True)


def closed(step: Step, partner: str, *, sharing: str = "", expires_at: datetime | None = None) -> PageMessage:
    """The invitation is not open any more. `sharing` is the status of the agreement that came of it, if one did."""
    match step:
        case Step.EXPIRED:
            asking = _("Please ask %s to send you a new one.") % partner
            texts = {"active": [_("Your existing connections keep working.")], "paused": []}.get(sharing, [asking])
            title = _("This invitation has expired")
            return PageMessage(
                title, texts, "clock", "wait", open_until=expires_at, offers_renewal=True, shows_sharing=bool(sharing)
            )
        case Step.DECLINED:
            return PageMessage(
                _("This invitation was declined"),
                [
                    _("%s got no access to your fleet data.") % partner,
                    _("Changed your mind? Ask %s to send the invitation again.") % partner,
                ],
                "cross",
            )
        case Step.WITHDRAWN:
            # One that was accepted is withdrawn after the sharing has ended.
            nothing = [] if sharing else [_("%s has withdrawn it, and nothing was shared.") % partner]
            return PageMessage(
                _("This invitation was withdrawn"),
                [*nothing, _("If you did not expect that, please ask %s.") % partner],
                "cross",
                shows_sharing=bool(sharing),
            )
        case _:
            return unknown()


def unknown() -> PageMessage:
    """The same text for an unknown, a mistyped and a missing id."""
    return PageMessage(
        _("This link does not lead to an invitation"),
        [
            _("Part of it may be missing. Open it again from the message you got, or copy all of it."),
            _("If it still does not work, ask the company that invited you for a new one."),
        ],
        "link",
    )


def stop_link_unknown() -> PageMessage:
    """The signature of a link that stops messages does not match, or the partner is gone."""
    return PageMessage(
        _("This link does not work"),
        [_("Part of it may be missing. Open it again from the message you got, or copy all of it.")],
        "link",
    )


def help_page(partner: str) -> PageMessage:
    """What goes wrong most often, and whom to ask."""
    texts = [
        _("Choose the company whose devices or app your vehicles use."),
        _("Does somebody else look after the account there? Let that person open the link of the invitation."),
        _("Check each entry for typing errors and missing characters, then try again."),
        _("To see what you share, or to stop, open your own link. You got it when you connected your provider."),
        secrecy(partner),
    ]
    if partner:
        texts.append(_("Any questions? Please ask %s.") % partner)
    return PageMessage(_("Help"), texts, "company").with_account()


def secrecy(partner: str) -> str:
    """What becomes of the sign-in details."""
    if not partner:
        return _("Sign-in details are encrypted. No partner ever sees them.")
    return _("Sign-in details are encrypted. %s never sees them.") % partner


def server_itself() -> PageMessage:
    """For developers who open the address of the API. In English, like the documentation."""
    return PageMessage(
        "gladhand",
        [
            "This is the API of a telematics hub.",
            "Have you been invited to connect your fleet? Open the whole link from the message that you got.",
        ],
        "link",
        target="/docs",
        action="Read the documentation",
    )


def finished(partner: str, tsp_count: int, *, is_paused: bool = False) -> PageMessage:
    """The end of a flow whose invitation has no redirect URL."""
    if not tsp_count:
        return PageMessage(
            _("No provider is connected yet"),
            [
                _("%s cannot see anything until you connect one.") % partner,
                _("You can come back with the same link while the invitation is open."),
            ],
            "clock",
            "wait",
            takes_focus=True,
        )
    if is_paused:
        return PageMessage(
            _("Paused"),
            [_("%(partner)s gets nothing while this is paused.") % {"partner": partner}, _("You can close this page.")],
            "clock",
            "wait",
            takes_focus=True,
            shows_sharing=True,
        )
    return PageMessage(
        _("You are all set"),
        [_("%s can now use the data that you agreed to share.") % partner, _("You can close this page.")],
        "check",
        "good",
        takes_focus=True,
        shows_sharing=True,
    )


def requested(partner: str) -> PageMessage:
    """The end of a flow whose provider cannot be connected yet."""
    return PageMessage(
        _("Thank you, we have noted it"),
        [
            _("%s cannot see anything until you connect a provider.") % partner,
            _("You can come back with the same link while the invitation is open."),
        ],
        "check",
        "good",
        takes_focus=True,
    )


def renewal_requested(partner: str) -> PageMessage:
    """The same text for the first and for each further request."""
    return PageMessage(
        _("We have told %s") % partner,
        [_("You get a new invitation if they still need one. You can close this page.")],
        "check",
        "good",
        takes_focus=True,
    )


def too_many_attempts() -> PageMessage:
    return PageMessage(
        _("Too many attempts"),
        [_("To be safe, nothing was sent. Please wait a minute and continue where you were.")],
        "clock",
        "wait",
        takes_focus=True,
    )


def cookie_gone() -> PageMessage:
    """The browser has sent no cookie with a form: it was deleted meanwhile, or the browser keeps none."""
    return PageMessage(
        _("Please fill in this page once more"),
        [
            _("One small cookie protects our forms. It was deleted, or your browser blocks it. Nothing was changed."),
            _("If this page comes back, allow cookies for this site, or leave private mode."),
        ],
        "alert",
        "wait",
        takes_focus=True,
    )


def form_expired() -> PageMessage:
    return PageMessage(
        _("This page was open for a long time"),
        [_("To be safe, nothing was changed. Please fill in the form once more.")],
        "clock",
        "wait",
        takes_focus=True,
    )


def link_still_works() -> str:
    """For messages after which a fleet has to begin again."""
    return _("The link from your message still works, too.")


def page_not_found() -> PageMessage:
    return PageMessage(_("This page does not exist"), [_("Open the link from your message again.")], "link")


def form_unreadable() -> PageMessage:
    return PageMessage(
        _("This form could not be read"), [_("Nothing was changed. Please fill it in again.")], "alert", "wait"
    )


def internal_error() -> PageMessage:
    return PageMessage(
        _("Something went wrong on our side"),
        [_("Please try again in a moment. If it happens again, tell the company that invited you.")],
        "alert",
        "bad",
        takes_focus=True,
    )
