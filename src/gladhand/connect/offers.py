"""What an invitation offers to connect, and in which ways a fleet can sign in there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gladhand.connect import notices, signin
from gladhand.connect.forms import Form
from gladhand.connect.queries import connected
from gladhand.connect.visit import Guest, Interrupted
from gladhand.core.db import Database, Db
from gladhand.integrations.gateway import ProviderGateway
from gladhand.orgs.tsps import queries as tsps
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


async def offered(db: Db, gateway: ProviderGateway, here: Guest, search: str = "") -> list[Tsp]:
    """The providers that this invitation offers, and that this server can connect."""
    found = await tsps.choices(db, here.invitation.limit_tsps, search)
    return [tsp for tsp in found if _offer(gateway, tsp) is not None]


async def offer(database: Database, gateway: ProviderGateway, here: Guest, slug: str, way: str = "") -> Offer:
    """One of them by its slug, or one that the fleet has already and has to repair. Raises `Interrupted`."""
    async with database.connection() as db:
        found = await tsps.choices(db, here.invitation.limit_tsps)
        having = await connected(db, here.fleet_id)
        tsp = next((each for each in found if each.slug == slug), None)
        if tsp is None:
            broken = {each.tsp_id for each in having if each.slug == slug}
            tsp = await tsps.get(db, broken.pop()) if broken else None
    made = _offer(gateway, tsp, way) if tsp is not None and tsp.status == "active" else None
    if made is None:
        raise Interrupted(notices.no_such_page(), 404)
    return replace(made, is_started=any(each.works for each in having))


def _offer(gateway: ProviderGateway, tsp: Tsp, way: str = "") -> Offer | None:
    provider = gateway.provider(tsp.source_name)
    if provider is None:
        return None
    definition = gateway.definition(provider)
    application = gateway.settings.applications.get(tsp.source_name) if definition.oauth2 else None
    if not definition.form and application is None:
        return None
    form, others = signin.sign_in_form(definition, way), signin.other_ways(definition, way)
    return Offer(tsp, form, way, others, oauth2=definition.oauth2, application=application)
