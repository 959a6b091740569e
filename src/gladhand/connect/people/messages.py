"""Messages to people who sign in with an account of their own."""

from gladhand.connect.language import _
from gladhand.connect.pages.messages import PageMessage


def must_sign_in(target: str) -> PageMessage:
    return PageMessage(
        _("Please sign in"),
        [_("Sign in to see this page.")],
        "lock",
        target=target,
        action=_("Sign in"),
    )


def signed_out(target: str) -> PageMessage:
    """A form came from a page of somebody who had signed in, and its session is gone."""
    return PageMessage(
        _("You are not signed in any more"),
        [_("You have signed out, the sign-in has ended, or cookies were deleted. Nothing was changed.")],
        "lock",
        "wait",
        target=target,
        action=_("Sign in"),
        takes_focus=True,
    )


def sign_in_again(target: str) -> PageMessage:
    return PageMessage(
        _("Please sign in again"),
        [_("To be safe, this needs a sign-in of the last ten minutes. Please sign out, sign in and come back.")],
        "lock",
        target=target,
        action=_("Continue"),
    )


def passkeys_full(target: str) -> PageMessage:
    return PageMessage(
        _("No room for another passkey"),
        [_("An account may have 20 passkeys. Please remove one that you no longer use.")],
        "lock",
        target=target,
        action=_("Passkeys"),
    )


def application_unknown() -> PageMessage:
    """The browser is not sent back, because the address is not one that the operator has registered."""
    return PageMessage(
        _("This application is not known here"),
        [_("Nothing was shared with it. Please tell the people who run it.")],
        "alert",
        "bad",
    )


def other_account(target: str) -> PageMessage:
    """A role was offered to somebody else than who is signed in."""
    text = _("This link is for another account. Sign out, and sign in with the address that got the message.")
    return PageMessage(_("Please sign in"), [text], "lock", target=target, action=_("Continue"))


def link_used_up(target: str) -> PageMessage:
    return PageMessage(
        _("This link does not work any more"),
        [_("It works once, and for a short time. Please ask for a new one.")],
        "clock",
        "wait",
        target=target,
        action=_("Sign in"),
        takes_focus=True,
    )


def password_set(target: str) -> PageMessage:
    return PageMessage(
        _("Your new password is set"),
        [_("All browsers and applications were signed out.")],
        "check",
        "good",
        target=target,
        action=_("Sign in"),
        takes_focus=True,
    )


def link_sent(email: str) -> PageMessage:
    """The same text for addresses with and without an account. `email` is what was typed in."""
    return PageMessage(
        _("Please check your e-mail"),
        [_("If there is an account for %s, a message is on its way there. Its link works for one hour.") % email],
        "check",
        takes_focus=True,
    )


def password_forgotten() -> PageMessage:
    """Where no mail is sent."""
    return PageMessage(
        _("Forgotten your password?"),
        [_("The company that runs this page can give you a link with which you set a new password.")],
        "lock",
    )
