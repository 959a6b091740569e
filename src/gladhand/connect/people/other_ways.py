"""What the sign-in page offers beside the password."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from gladhand.auth.openid.provider import OpenIdProvider
from gladhand.auth.passkeys import service as passkeys
from gladhand.auth.passkeys.challenges import ChallengeOwner
from gladhand.auth.passkeys.relying_party import RelyingParty
from gladhand.connect.pages import messages
from gladhand.connect.pages.dependencies import Settings
from gladhand.connect.pages.visit import ShowMessage
from gladhand.connect.people.account import CurrentAccount
from gladhand.core.dependencies import Keys, dependency

OpenId = Annotated[OpenIdProvider, dependency(OpenIdProvider)]


async def _relying_party(settings: Settings) -> RelyingParty | None:
    return RelyingParty.of(settings.connect_url)


#: The site of passkeys; none where browsers have no passkeys for its address.
Party = Annotated[RelyingParty | None, Depends(_relying_party)]


async def _required_party(party: Party) -> RelyingParty:
    if party is None:
        raise ShowMessage(messages.page_not_found(), 404)
    return party


RequiredParty = Annotated[RelyingParty, Depends(_required_party)]


@dataclass(frozen=True, slots=True)
class OtherWays:
    passkey_options: str
    """What the page asks of the browser, as JSON; empty without passkeys."""
    openid_name: str
    """What the operator calls the OpenID provider; empty without one."""


async def _other_ways(account: CurrentAccount, party: Party, keyring: Keys, openid: OpenId) -> OtherWays:
    owner = ChallengeOwner(account.visit.session.browser_hash)
    options = "" if party is None else passkeys.sign_in_options(party, keyring, owner)
    return OtherWays(options, openid.name)


FurtherWays = Annotated[OtherWays, Depends(_other_ways)]
