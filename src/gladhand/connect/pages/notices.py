"""The pages on which a visit ends, or cannot go on: each says what happened and what to do next."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from gladhand.connect.flow import Step
from gladhand.connect.language import _


@dataclass(frozen=True)
class Notice:
    title: str
    texts: list[str] = field(default_factory=list)
    icon: str = "link"
    mood: str = "calm"
    target: str = ""
    action: str = ""
    follows_step: bool = False
    was_open_until: datetime | None = None
    may_ask_again: bool = False

    def leading_to(self, target: str | None, action: str) -> "Notice":
        return replace(self, target=target, action=action) if target else self


def closed(step: Step, partner: str, *, was_accepted: bool = False, expires_at: datetime | None = None) -> Notice:
    """For an invitation that is open no longer."""
    match step:
        case Step.EXPIRED:
            texts = [_("Please ask %s to send you a new one.") % partner]
            if was_accepted:
                texts.append(_("What you have connected goes on working."))
            title = _("This invitation has expired")
            return Notice(title, texts, "clock", "wait", was_open_until=expires_at, may_ask_again=True)
        case Step.DECLINED:
            return Notice(
                _("This invitation was declined"),
                [
                    _("%s got no access to your fleet data.") % partner,
                    _("Changed your mind? Ask %s to send the invitation again.") % partner,
                ],
                "cross",
            )
        case Step.WITHDRAWN:
            return Notice(
                _("This invitation was withdrawn"),
                [
                    _("%s has taken it back, and nothing was shared.") % partner,
                    _("If you did not expect that, please ask %s.") % partner,
                ],
                "cross",
            )
        case _:
            return unknown()


def unknown() -> Notice:
    """Says the same whether the id never was, was mistyped, or is missing."""
    return Notice(
        _("This link does not lead to an invitation"),
        [
            _("Part of it may be missing. Open it again from the message you got, or copy all of it."),
            _("If it still does not work, ask the company that invited you for a new one."),
        ],
        "link",
    )


def finished(partner: str, tsp_count: int) -> Notice:
    """At the end of a flow whose invitation names no address to go back to."""
    if not tsp_count:
        return Notice(
            _("No provider is connected yet"),
            [
                _("%s cannot see anything until you connect one.") % partner,
                _("You can come back with the same link while the invitation is open."),
            ],
            "clock",
            "wait",
            follows_step=True,
        )
    return Notice(
        _("You are all set"),
        [_("%s can now work with what you agreed to share.") % partner, _("You can close this page.")],
        "check",
        "good",
        follows_step=True,
    )


def requested(partner: str) -> Notice:
    """At the end of a flow whose provider cannot be connected yet."""
    return Notice(
        _("Thank you, we have noted it"),
        [
            _("%s cannot see anything until you connect a provider.") % partner,
            _("You can come back with the same link while the invitation is open."),
        ],
        "check",
        "good",
        follows_step=True,
    )


def asked_again(partner: str) -> Notice:
    """Says the same whether this was the first time or not."""
    return Notice(
        _("We have told %s") % partner,
        [_("You get a new invitation if they still need one. You can close this page.")],
        "check",
        "good",
        follows_step=True,
    )


def too_often() -> Notice:
    return Notice(
        _("That was too often"),
        [_("To be safe, nothing was sent. Please wait a minute and go on from where you were.")],
        "clock",
        "wait",
        follows_step=True,
    )


def no_cookies() -> Notice:
    return Notice(
        _("Please allow cookies for this page"),
        [
            _("Your browser did not send back the one small cookie that protects these forms, so nothing was changed."),
            _("Allow cookies for this site, or leave private mode, and go on."),
        ],
        "alert",
        "wait",
        follows_step=True,
    )


def out_of_date() -> Notice:
    return Notice(
        _("This page was open for a long time"),
        [_("To be safe, nothing was changed. Go on from where you were.")],
        "clock",
        "wait",
        follows_step=True,
    )


def foreign_sign_in() -> Notice:
    return Notice(
        _("This sign-in was not begun here"),
        [
            _("It was begun in another browser, or a long time ago. Nothing was changed."),
            _("Open the link of your invitation again and go on from there."),
        ],
        "clock",
        "wait",
        follows_step=True,
    )


def connected_in_window(provider: str) -> Notice:
    return Notice(
        _("%s is connected") % provider,
        [_("You can close this window and go on where you were.")],
        "check",
        "good",
        follows_step=True,
    )


def not_connected_in_window(message: str, advice: str) -> Notice:
    texts = [advice, _("You can close this window and try again where you were.")]
    return Notice(message, texts, "alert", "bad", follows_step=True)


def go_on_in_first_window() -> Notice:
    return Notice(
        _("This sign-in is over"),
        [_("You can close this window and go on where you were.")],
        "clock",
        "wait",
        follows_step=True,
    )


def no_such_page() -> Notice:
    return Notice(_("There is no such page"), [_("Go on from where you were.")], "link")


def unreadable() -> Notice:
    return Notice(
        _("This form could not be read"), [_("Nothing was changed. Please fill it in again.")], "alert", "wait"
    )


def trouble() -> Notice:
    return Notice(
        _("Something went wrong on our side"),
        [_("Please try again in a moment. If it happens again, tell the company that invited you.")],
        "alert",
        "bad",
        follows_step=True,
    )
