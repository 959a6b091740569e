"""The providers that an invitation offers, and how a fleet can sign in there."""

from collections.abc import Mapping
from dataclasses import replace

from gladhand.connect.pages import messages
from gladhand.connect.pages.offer import Offer
from gladhand.connect.pages.visit import ConnectingFleet, ShowMessage
from gladhand.connect.queries import list_connected_providers
from gladhand.connect.signin import provider_form
from gladhand.core.db import Db
from gladhand.integrations.gateway import ProviderGateway
from gladhand.orgs.agreements.fleet_queries import FleetAgreement, list_agreements_of_fleet
from gladhand.orgs.agreements.permissions import levels
from gladhand.orgs.tsps import queries as tsps
from gladhand.orgs.tsps.queries import Tsp
from gladhand.records.privacy.covered import NEEDED
from gladhand.resources.enums import ShareLevelEnum


async def list_connectable_tsps(
    db: Db, gateway: ProviderGateway, fleet: ConnectingFleet, search: str = ""
) -> list[Tsp]:
    """The providers that the invitation names and this server can connect."""
    choices = await tsps.list_offered_tsps(db, fleet.invitation.limit_tsps, search)
    return [tsp for tsp in choices if _may_choose(gateway, fleet, tsp) and _offer(gateway, tsp) is not None]


def _may_choose(gateway: ProviderGateway, fleet: ConnectingFleet, tsp: Tsp) -> bool:
    """A test provider is for partners that test, where the invitation names it, or where the operator has one."""
    return (
        not tsp.is_sandbox
        or fleet.offers_test_providers
        or tsp.source_name in gateway.settings.base_urls
        or not {tsp.slug, tsp.source_name}.isdisjoint(fleet.invitation.limit_tsps or ())
    )


async def get_offer(
    gateway: ProviderGateway, fleet: ConnectingFleet, slug: str, kind: str = "", repair: str = ""
) -> Offer:
    """The offer with this slug. A provider that the fleet has connected is always offered, so that it can be repaired.
    `repair` is the id of the connection that needs it, where several do.

    Raises `ShowMessage`.
    """
    async with gateway.database.connection() as db:
        choices = await tsps.list_offered_tsps(db, fleet.invitation.limit_tsps)
        connected = await list_connected_providers(db, fleet.id, invitation=fleet.invitation)
        agreed = await list_agreements_of_fleet(db, fleet.id, partner_id=fleet.invitation.partner_id)
        tsp = next((each for each in choices if each.slug == slug and _may_choose(gateway, fleet, each)), None)
        if tsp is None:
            known = next((connection for connection in connected if connection.slug == slug), None)
            tsp = await tsps.find_tsp(db, known.tsp_id) if known is not None else None
    scopes = _needed_scopes(agreed[0]) if agreed else fleet.invitation.permissions
    offer = _offer(gateway, tsp, kind, scopes) if tsp is not None else None
    if offer is None:
        raise ShowMessage(messages.page_not_found(), 404)
    broken = [each for each in connected if each.slug == slug and not each.works]
    if broken:
        asked = next((each for each in broken if str(each.id) == repair), broken[0])
        offer = replace(
            offer,
            broken=asked,
            to_repair=frozenset(each.id for each in broken),
            form=provider_form.filled_in(offer.form, asked.masked_credentials),
        )
    return replace(offer, is_started=any(connection.works for connection in connected))


def _needed_scopes(agreement: FleetAgreement) -> dict[str, str]:
    """What is shared, and what the hub reads besides to know who drove when."""
    if agreement.movement_privacy is None:
        return dict(agreement.scopes)
    needed: dict[str, str] = dict.fromkeys(NEEDED, ShareLevelEnum.READ)
    return needed | dict(levels(agreement.scopes))


def _offer(gateway: ProviderGateway, tsp: Tsp, kind: str = "", scopes: Mapping[str, str] | None = None) -> Offer | None:
    provider = gateway.provider(tsp.source_name)
    if provider is None:
        return None
    definition = gateway.definition(provider)
    application = gateway.settings.applications.get(tsp.source_name) if definition.oauth2 else None
    if not definition.form and application is None:
        return None
    usual = tsp.conn_type if tsp.conn_type in definition.forms else str(definition.conn_type)
    shown = kind if kind in definition.forms else usual
    return Offer(
        tsp,
        provider_form.provider_form(definition, shown, scopes),
        shown,
        provider_form.other_kinds(definition, shown),
        oauth2=definition.oauth2,
        application=application,
    )
