"""A provider that an invitation offers, as the pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from gladhand.connect.pages.forms import Form
from gladhand.orgs.tsps.queries import Tsp
from gladhand.sdk.definition import OAuth2
from gladhand.sdk.oauth2 import Application


@dataclass(frozen=True)
class Offer:
    """A provider that can be connected: by its form, at its own pages, or either way."""

    tsp: Tsp
    form: Form
    """Without fields where the provider's own pages are the only way."""
    way: str = ""
    """The kind of credentials that the form makes, if it is not the usual one."""
    other_ways: Sequence[tuple[str, str]] = ()
    """Forms for other kinds, with what they are called."""
    oauth2: OAuth2 | None = None
    application: Application | None = None
    """Set together with `oauth2`, where the operator has registered one."""
    is_started: bool = False
    """Whether the fleet has a connection that works."""
    window: tuple[str, str] | None = None
    """In a frame: what opens the second window that the provider's pages need, and where to ask what came of it."""

    @property
    def authorize_url(self) -> str | None:
        return self.oauth2.authorize_url if self.oauth2 and self.application else None
