"""A provider that the invitation offers, with the ways to sign in there."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gladhand.connect.pages.forms import PageForm
from gladhand.connect.queries import ConnectedProvider
from gladhand.orgs.tsps.queries import Tsp
from gladhand.sdk.oauth2 import Application
from gladhand.sdk.sign_in import OAuth2


@dataclass(frozen=True)
class Offer:
    """A provider that the fleet can connect by a form, at the provider's own pages, or both."""

    tsp: Tsp
    form: PageForm
    """The form has no fields if the provider's own pages are the only way."""
    kind: str = ""
    """The kind of credentials of the form. Empty for the provider's usual kind."""
    other_kinds: Sequence[tuple[str, str]] = ()
    """Other kinds of credentials that have a form, with their labels."""
    oauth2: OAuth2 | None = None
    application: Application | None = None
    """The OAuth 2 application of the operator, if there is one."""
    is_started: bool = False
    """Whether the fleet already has a working connection."""
    broken: ConnectedProvider | None = None
    """The fleet's connection to this provider that needs a new sign-in."""
    window_urls: tuple[str, str] | None = None
    """In a frame: the addresses of the sign-in window and of its status."""

    def connected(self, connection_id: UUID) -> dict[str, UUID]:
        """The parameters of the page about the connection that this sign-in has made or repaired."""
        is_repair = self.broken is not None and self.broken.id == connection_id
        return {"connection": connection_id} | ({"repair": connection_id} if is_repair else {})

    @property
    def authorize_url(self) -> str | None:
        return self.oauth2.authorize_url if self.oauth2 and self.application else None
