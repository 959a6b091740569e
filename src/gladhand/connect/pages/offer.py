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
    kind: str
    """The kind of credentials of the form."""
    other_kinds: Sequence[tuple[str, str]] = ()
    """Other kinds of credentials that have a form, with their labels."""
    oauth2: OAuth2 | None = None
    application: Application | None = None
    """The OAuth 2 application of the operator, if there is one."""
    is_started: bool = False
    """Whether the fleet already has a working connection."""
    broken: ConnectedProvider | None = None
    """The fleet's connection to this provider that needs a new sign-in: the one that was asked for, else the first."""
    to_repair: frozenset[UUID] = frozenset()
    """All of the fleet's connections to this provider that need one."""
    window_urls: tuple[str, str] | None = None
    """In a frame: the addresses of the sign-in window and of its status."""

    def connected(self, connection_id: UUID) -> dict[str, UUID]:
        """The parameters of the page about the connection that this sign-in has made or repaired."""
        return connected_parameters(connection_id, is_repair=connection_id in self.to_repair)

    def parameters(self, kind: str) -> dict[str, object]:
        """The parameters of the sign-in page for this kind of credentials."""
        asked = {"way": kind, "repair": self.broken.id if self.broken else ""}
        return {name: value for name, value in asked.items() if value}

    @property
    def authorize_url(self) -> str | None:
        return self.oauth2.authorize_url if self.oauth2 and self.application else None


def connected_parameters(connection_id: UUID, *, is_repair: bool) -> dict[str, UUID]:
    """The parameters of the page about a connection that was made or repaired."""
    return {"connection": connection_id} | ({"repair": connection_id} if is_repair else {})
