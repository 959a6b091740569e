"""The messages that people get: one declaration each. Their English texts are the keys of the translations."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


def N_(message: str) -> str:  # noqa: N802 - the usual name in gettext
    """Mark a string that is translated when the message is written."""
    return message


@dataclass(frozen=True)
class MailKind:
    """A message. Its texts may name `partner`, and the `names` that its values have."""

    name: str
    subject: str
    paragraphs: tuple[str, ...]
    button: str = ""
    """What the link is called; empty for a message without one."""
    names: frozenset[str] = frozenset()
    can_stop: bool = True
    """Whether a person may stop messages of this kind. What somebody asks for, such as a new password, always comes."""
    has_daily_limit: bool = True
    """Whether an address gets only so many in a day, with all others of the same sender."""
    sms: str = ""
    """The text of a short message; empty where there is none."""


def _account_changed(name: str, subject: str) -> MailKind:
    """A change of how somebody's account opens."""
    return MailKind(
        name,
        subject,
        (
            N_("This happened on %(until)s. If it was you, you do not need to do anything."),
            N_(
                "Was it not you? Choose a new password at once: that signs out everybody who is signed in. Then look at"
                " the passkeys and the second step of your account, and remove what you do not know."
            ),
        ),
        N_("Choose a new password"),
        frozenset({"until"}),
        can_stop=False,
        has_daily_limit=False,
    )


_ALL = (
    MailKind(
        "invitation",
        N_("%(partner)s invites you to connect your fleet"),
        (
            N_(
                "%(partner)s would like to use data from your vehicles. For this, connect your telematics provider: the"
                " company whose devices or app your vehicles use."
            ),
            N_("First you see what is shared. Nothing is shared before you agree, and you can stop at any time."),
            N_("The link is valid until %(until)s."),
        ),
        N_("Open the invitation"),
        frozenset({"until"}),
        sms=N_("%(partner)s invites you to connect your fleet: %(link)s"),
    ),
    MailKind(
        "provider_available",
        N_("You can connect %(provider)s now"),
        (
            N_("You asked us for %(provider)s. It is ready."),
            N_("Connect it, so that %(partner)s can use the data that you agreed to share."),
        ),
        N_("Connect your provider"),
        frozenset({"provider"}),
    ),
    MailKind(
        "connection_repair",
        N_("Please sign in to %(provider)s again"),
        (
            N_("%(provider)s no longer accepts your sign-in. Until you sign in again, %(partner)s gets no new data."),
            N_("The usual reason is a changed password or a deleted key."),
        ),
        N_("Sign in again"),
        frozenset({"provider"}),
    ),
    MailKind(
        "access_ended",
        N_("%(partner)s can no longer see your fleet data"),
        (
            N_("The access of %(partner)s ended on %(until)s."),
            N_("You do not need to do anything. If you did not expect this, please ask %(partner)s."),
        ),
        names=frozenset({"until"}),
    ),
    MailKind(
        "sharing_link",
        N_("Your link to what you share with %(partner)s"),
        (
            N_("With this link you see at any time what you share, and you can pause or stop it."),
            N_("Keep this message, and give the link to nobody outside your company."),
        ),
        N_("What you share"),
        can_stop=False,
        has_daily_limit=False,
    ),
    MailKind(
        "password_reset",
        N_("Choose a new password"),
        (
            N_("Somebody asked for a new password for your account. If it was you, open the page and choose one."),
            N_("The link works once, until %(until)s."),
            N_("If it was not you, ignore this message. Your password stays as it is."),
        ),
        N_("Choose a new password"),
        frozenset({"until"}),
        can_stop=False,
    ),
    MailKind(
        "person_invited",
        N_("%(partner)s gives you access"),
        (N_("Open the invitation to accept it. Until you do, nothing changes. The link works once, until %(until)s."),),
        N_("Open the invitation"),
        frozenset({"until"}),
        can_stop=False,
    ),
    _account_changed("passkey_added", N_("A passkey was added to your account")),
    _account_changed("passkey_removed", N_("A passkey was removed from your account")),
    _account_changed("passkey_blocked", N_("A passkey of your account was blocked: it may have been copied")),
    _account_changed("password_changed", N_("The password of your account was changed")),
    _account_changed("second_step_on", N_("The second step of your account was turned on")),
    _account_changed("second_step_off", N_("The second step of your account was turned off")),
    MailKind(
        "test",
        N_("Mail of this server works"),
        (N_("An operator has sent this message to see whether mail arrives. It did."),),
        can_stop=False,
        has_daily_limit=False,
    ),
)

KINDS: Mapping[str, MailKind] = MappingProxyType({kind.name: kind for kind in _ALL})
