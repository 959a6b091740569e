"""The addresses of the pages. Links in other pages and in mail lead there."""

from gladhand.connect.link import LinkParameters

SIGN_IN = "/account/sign-in"
SECOND_STEP = "/account/second-step"
AUTHORIZE = "/account/authorize"
REGISTER = "/account/register"
FORGOTTEN = "/account/forgotten"
NEW_PASSWORD = "/account/new-password"  # noqa: S105 - a path
SIGN_OUT = "/account/sign-out"
SECURITY = "/account/security"
MY_DATA = "/my-data"


def after_sign_in(link: LinkParameters) -> str:
    """Where a browser goes that has signed in: only to pages of ours, whatever the link says."""
    if "client_id" in link.query:
        return link.url(AUTHORIZE)
    return link.url(REGISTER) if has_invitation(link) else MY_DATA


def has_invitation(link: LinkParameters) -> bool:
    """Whether it is the link of an invitation, or a fleet's own."""
    return link.invitation_id is not None or link.sharing_secret is not None
