"""The addresses of the pages. Links in other pages and in mail lead there."""

from gladhand.connect.link import LinkParameters
from gladhand.core import next_page

SIGN_IN = next_page.SIGN_IN
SECOND_STEP = "/account/second-step"
AUTHORIZE = "/account/authorize"
REGISTER = "/account/register"
FORGOTTEN = "/account/forgotten"
NEW_PASSWORD = "/account/new-password"  # noqa: S105 - a path
ROLE = "/account/role"
PASSKEY_SIGN_IN = "/account/passkey"
OPENID = "/account/openid"
PASSKEYS = "/account/passkeys"
SIGN_OUT = "/account/sign-out"
SECURITY = "/account/security"
MY_DATA = next_page.MY_DATA
#: Pages whose forms need nobody who has signed in.
FOR_ANYBODY = frozenset({SIGN_IN, SECOND_STEP, REGISTER, FORGOTTEN, NEW_PASSWORD, ROLE, PASSKEY_SIGN_IN})
#: The parameter of a link that offers a role.
OFFER = "offer"


def after_sign_in(link: LinkParameters) -> str:
    """Where a browser goes that has signed in: only to pages of ours, whatever the link says."""
    if OFFER in link.query:
        return link.url(ROLE)
    if "client_id" in link.query:
        return link.url(AUTHORIZE)
    if has_invitation(link):
        return link.url(REGISTER)
    return asked_console_page(link) or MY_DATA


def asked_console_page(link: LinkParameters) -> str | None:
    """The page of the console that has sent the browser here, if one has."""
    return next_page.console_page(link.query.get(next_page.NEXT))


def has_invitation(link: LinkParameters) -> bool:
    """Whether it is the link of an invitation, or a fleet's own."""
    return link.invitation_id is not None or link.sharing_secret is not None
