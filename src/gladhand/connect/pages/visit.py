"""A visit: one request for a page of the flow, with its invitation, browser session and launch parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from gladhand.connect.embed.launch_parameters import LaunchParameters, embed_key_text, parse_launch_parameters
from gladhand.connect.flow import Step, step_of
from gladhand.connect.link import LinkParameters
from gladhand.connect.pages.messages import PageMessage
from gladhand.connect.session import BrowserSession
from gladhand.core.clock import now
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.orgs.branding import queries as branding
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.embed_keys import queries as embed_keys
from gladhand.orgs.embed_keys.queries import EmbedKey
from gladhand.orgs.invitations import queries as invitations
from gladhand.orgs.invitations.queries import Invitation

_NO_LAUNCH_PARAMETERS = parse_launch_parameters({}, None, PartnerBranding())


class ShowMessage(Exception):
    """The page cannot be shown; the browser gets this message instead."""

    def __init__(self, message: PageMessage, status: int, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(message.title)
        self.message = message
        self.status = status
        self.headers = headers


class WrongStep(Exception):
    """The invitation stands at another step than the page needs. The browser goes to the link, which shows its step."""


@dataclass(frozen=True)
class Visit:
    """One request for a page of the flow."""

    invitation: Invitation | None
    step: Step
    link: LinkParameters
    session: BrowserSession
    form_token: str
    launch: LaunchParameters = _NO_LAUNCH_PARAMETERS

    @property
    def partner(self) -> str:
        """The partner's name, or an empty string."""
        return self.invitation.partner_name if self.invitation else ""


@dataclass(frozen=True)
class ConnectingFleet:
    """A fleet that has accepted its invitation, while its link is valid."""

    id: UUID
    invitation: Invitation


async def load_visit(link: LinkParameters, session: BrowserSession, database: Database, keyring: Keyring) -> Visit:
    """Read the invitation of the link and the branding of its partner."""
    invitation_id = link.invitation_id
    invitation, partner_branding = None, None
    # The database connection is returned here: the caller may wait for a provider next.
    async with database.connection() as db:
        if invitation_id is not None:
            invitation = await invitations.find_invitation(db, invitation_id)
        if invitation is not None:
            partner_branding = await branding.find_branding(db, invitation.partner_id)
        key = await find_embed_key(db, link, invitation)
    return Visit(
        invitation,
        step_of(invitation, now()),
        link,
        session,
        session.form_token(keyring, invitation_id),
        parse_launch_parameters(link.query, key, partner_branding or PartnerBranding()),
    )


async def find_embed_key(db: Db, link: LinkParameters, invitation: Invitation | None) -> EmbedKey | None:
    """The valid embed key of the link. The key of another partner than the invitation's is ignored."""
    text = embed_key_text(link.query)
    key = await embed_keys.find_embed_key(db, text) if text is not None else None
    is_foreign = key is not None and invitation is not None and key.partner_id != invitation.partner_id
    return None if is_foreign else key


def open_invitation(visit: Visit) -> Invitation:
    """The invitation, which the fleet has not answered yet. Raises `WrongStep`."""
    if visit.invitation is None or visit.step is not Step.CONSENT:
        raise WrongStep
    return visit.invitation


def connecting_fleet(visit: Visit) -> ConnectingFleet:
    """The fleet that has accepted the invitation. Raises `WrongStep`."""
    if visit.invitation is None or visit.invitation.fleet_id is None or visit.step is not Step.CONNECT:
        raise WrongStep
    return ConnectingFleet(visit.invitation.fleet_id, visit.invitation)
