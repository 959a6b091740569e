"""Messages about what a fleet shares, where there is nothing to show yet, or no longer."""

from gladhand.connect.language import _
from gladhand.connect.pages.messages import PageMessage
from gladhand.connect.pages.own_link import masked_email


def nothing_shared(partner: str) -> PageMessage:
    """The fleet's page while there is no agreement."""
    return PageMessage(
        _("You share nothing with %(partner)s") % {"partner": partner},
        [
            _("If you accept the invitation, you can see here what you share, and pause or stop it at any time."),
            _("When you have accepted, you get a link of your own. It opens this page on any device."),
        ],
        "lock",
    )


def sharing_ended(partner: str) -> PageMessage:
    """The fleet has accepted, and what it agreed to is over."""
    return PageMessage(
        _("You share nothing with %(partner)s") % {"partner": partner},
        [_("To share again, ask %(partner)s for a new invitation.") % {"partner": partner}],
        "lock",
        shows_sharing=True,
    )


def prove_address(partner: str, contact: str | None, *, sends_to: str = "") -> PageMessage:
    """Somebody has the invitation's link, and nothing else. `sends_to`: the fleet's address, where its own link can be
    sent there."""
    return PageMessage(
        _("Please use your own link"),
        [
            _("Others may have the link of the invitation, so it does not open this page in a new browser."),
            _("We can send your own link to the address of your company, %s.") % masked_email(sends_to)
            if sends_to
            else _("Use the link that you got when you connected your provider, or the browser in which you did it."),
            _("Have you lost it? Write to %s.") % (contact or partner),
        ],
        "lock",
        "wait",
        sends_own_link=bool(sends_to),
    ).with_account()


def own_link_sent(email: str) -> PageMessage:
    """The same whether or not the mail arrives."""
    return PageMessage(
        _("We have sent your link"),
        [_("Check the e-mail of %s. The link opens this page on any device.") % masked_email(email)],
        "check",
        "good",
        takes_focus=True,
    )
