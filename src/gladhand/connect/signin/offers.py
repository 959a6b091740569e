"""What an invitation offers to connect, and in which ways a fleet can sign in there."""

from dataclasses import replace

from gladhand.connect.pages import notices
from gladhand.connect.pages.offer import Offer
from gladhand.connect.pages.visit import Guest, Interrupted
from gladhand.connect.queries import connected
from gladhand.connect.signin import provider_form
from gladhand.core.db import Database, Db
from gladhand.integrations.gateway import ProviderGateway
from gladhand.orgs.tsps import queries as tsps
from gladhand.orgs.tsps.queries import Tsp


async def offered(db: Db, gateway: ProviderGateway, here: Guest, search: str = "") -> list[Tsp]:
    """The providers that this invitation offers, and that this server can connect."""
    found = await tsps.list_offered_tsps(db, here.invitation.limit_tsps, search)
    return [tsp for tsp in found if _offer(gateway, tsp) is not None]


async def offer(database: Database, gateway: ProviderGateway, here: Guest, slug: str, way: str = "") -> Offer:
    """One of them by its slug, or one that the fleet has already and has to repair. Raises `Interrupted`."""
    async with database.connection() as db:
        found = await tsps.list_offered_tsps(db, here.invitation.limit_tsps)
        having = await connected(db, here.fleet_id)
        tsp = next((each for each in found if each.slug == slug), None)
        if tsp is None:
            broken = {each.tsp_id for each in having if each.slug == slug}
            tsp = await tsps.find_tsp(db, broken.pop()) if broken else None
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
    form, others = provider_form.sign_in_form(definition, way), provider_form.other_ways(definition, way)
    return Offer(tsp, form, way, others, oauth2=definition.oauth2, application=application)
