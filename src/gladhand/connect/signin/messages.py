"""Messages to fleets who come back from the pages of a provider, in the tab or in a window of its own."""

from gladhand.connect.language import _
from gladhand.connect.pages.messages import PageMessage


def sign_in_unknown() -> PageMessage:
    return PageMessage(
        _("This sign-in was not started here"),
        [
            _("It was started in another browser or a long time ago, or cookies were deleted. Nothing was changed."),
            _("Open the link of your invitation again and continue from there."),
        ],
        "clock",
        "wait",
        takes_focus=True,
    )


def connected_in_window(provider: str) -> PageMessage:
    return PageMessage(
        _("%s is connected") % provider,
        [_("You can close this window and continue where you were.")],
        "check",
        "good",
        takes_focus=True,
    )


def not_connected_in_window(message: str, advice: str) -> PageMessage:
    texts = [advice, _("You can close this window and try again where you were.")]
    return PageMessage(message, texts, "alert", "bad", takes_focus=True)


def sign_in_over() -> PageMessage:
    return PageMessage(
        _("This sign-in has ended"),
        [_("You can close this window and continue where you were.")],
        "clock",
        "wait",
        takes_focus=True,
    )
