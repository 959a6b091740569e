"""A visit: one request for a page of the flow, with its invitation, browser session and launch parameters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from uuid import UUID

from gladhand.connect.embed.launch_parameters import LaunchParameters, embed_key_text, parse_launch_parameters
from gladhand.connect.flow import Step, step_of
from gladhand.connect.link import LinkParameters
from gladhand.connect.pages.messages import PageMessage
from gladhand.connect.pages.operator import Operator
from gladhand.connect.pages.pictures import no_pictures
from gladhand.connect.session import BrowserSession
from gladhand.core.clock import now
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database, Db
from gladhand.orgs.agreements.fleet_queries import FleetAgreement, list_agreements_of_fleet
from gladhand.orgs.branding import queries as branding
from gladhand.orgs.branding.queries import PartnerBranding
from gladhand.orgs.consent.queries import find_partner_consent
from gladhand.orgs.consent.schemas import ConsentTerms, PartnerConsent
from gladhand.orgs.embed_keys import queries as embed_keys
from gladhand.orgs.embed_keys.queries import EmbedKey
from gladhand.orgs.invitations import queries as invitations
from gladhand.orgs.invitations.queries import Invitation
from gladhand.orgs.sharing import queries as sharing
from gladhand.orgs.sharing.queries import SharingOwner

_NOBODY = Operator()
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
    partner_consent: PartnerConsent = field(default_factory=PartnerConsent)
    operator: Operator = _NOBODY
    region: str | None = None
    """The region of the reader's browser, two letters."""
    agreement: FleetAgreement | None = None
    """The newest agreement of the fleet that has accepted with the partner."""
    picture: Callable[[str | None], str] = no_pictures
    """The path under which this server has the picture at an address."""

    @property
    def partner(self) -> str:
        """The partner's name, or an empty string."""
        return self.invitation.partner_name if self.invitation else ""

    @property
    def terms(self) -> ConsentTerms:
        """The terms of the invitation and, for what it does not say, those of its partner."""
        partner_terms = self.partner_consent.terms
        return self.invitation.terms.over(partner_terms) if self.invitation else partner_terms

    @property
    def sharing_owner(self) -> SharingOwner | None:
        """The fleet that has accepted the invitation, with the partner."""
        if self.invitation is None or self.invitation.fleet_id is None:
            return None
        return SharingOwner(self.invitation.partner_id, self.invitation.fleet_id)

    @property
    def may_connect(self) -> bool:
        """Whether the fleet can connect and repair providers here."""
        return self.step is Step.CONNECT and not self.has_ended

    @property
    def is_paused(self) -> bool:
        return self.agreement is not None and self.agreement.status == "paused"

    @property
    def has_ended(self) -> bool:
        """Whether the fleet's agreement is over, so that what it connects is shared with nobody here."""
        return self.agreement is not None and not self.agreement.is_living


@dataclass(frozen=True)
class ConnectingFleet:
    """A fleet that has accepted its invitation, while its link is valid."""

    id: UUID
    invitation: Invitation
    offers_test_providers: bool = False


async def load_visit(
    link: LinkParameters,
    session: BrowserSession,
    database: Database,
    keyring: Keyring,
    operator: Operator = _NOBODY,
) -> Visit:
    """Read the invitation of the link, the branding of its partner, and what the partner says about itself."""
    invitation_id = link.invitation_id
    invitation, agreement, partner_branding, partner_consent = None, None, None, PartnerConsent()
    # The database connection is returned here: the caller may wait for a provider next.
    async with database.connection() as db:
        if invitation_id is not None:
            invitation = await invitations.find_invitation(db, invitation_id)
        elif (owner := await _find_owner(db, link)) is not None:
            invitation = await invitations.find_agreed_invitation(db, owner.partner_id, owner.fleet_id, keyring)
        if invitation is not None:
            partner_branding = await branding.find_branding(db, invitation.partner_id)
            partner_consent = await find_partner_consent(db, invitation.partner_id)
            agreement = await _find_agreement(db, invitation)
        key = await find_embed_key(db, link, invitation)
    return Visit(
        invitation,
        step_of(invitation, now(), is_own_link=invitation_id is None),
        link,
        session,
        session.form_token(keyring, link.bound_id),
        parse_launch_parameters(link.query, key, partner_branding or PartnerBranding()),
        partner_consent,
        operator,
        agreement=agreement,
    )


async def _find_agreement(db: Db, invitation: Invitation) -> FleetAgreement | None:
    if invitation.fleet_id is None:
        return None
    found = await list_agreements_of_fleet(db, invitation.fleet_id, partner_id=invitation.partner_id)
    return found[0] if found else None


async def _find_owner(db: Db, link: LinkParameters) -> SharingOwner | None:
    secret = link.sharing_secret
    return None if secret is None else await sharing.find_owner(db, secret)


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
    """The fleet that has accepted the invitation, and not ended what it agreed to. Raises `WrongStep`."""
    if visit.invitation is None or visit.invitation.fleet_id is None or not visit.may_connect:
        raise WrongStep
    return ConnectingFleet(visit.invitation.fleet_id, visit.invitation, visit.partner_consent.offers_test_providers)
