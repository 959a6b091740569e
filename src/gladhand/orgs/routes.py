"""The routes and events of orgs."""

from gladhand.orgs.agreements import endpoints as agreements
from gladhand.orgs.agreements import events as agreement_events
from gladhand.orgs.api_clients import endpoints as api_clients
from gladhand.orgs.branding import endpoints as branding
from gladhand.orgs.consent import endpoints as consent
from gladhand.orgs.embed_keys import endpoints as embed_keys
from gladhand.orgs.external_tsps import endpoints as external_tsps
from gladhand.orgs.fleets import endpoints as fleets
from gladhand.orgs.fleets import overview_endpoints as fleets_overview
from gladhand.orgs.funnel import endpoints as funnel
from gladhand.orgs.invitations import endpoints as invitations
from gladhand.orgs.invitations import events as invitation_events
from gladhand.orgs.invitations import overview_endpoints as invitations_overview
from gladhand.orgs.partners import endpoints as partners
from gladhand.orgs.people import endpoints as people
from gladhand.orgs.tsps import endpoints as tsps

ROUTERS = (
    agreements.router,
    api_clients.router,
    branding.router,
    consent.router,
    embed_keys.router,
    external_tsps.router,
    fleets.router,
    fleets_overview.router,
    funnel.router,
    invitations.router,
    invitations_overview.router,
    partners.router,
    people.router,
    tsps.router,
)

EVENTS = (*invitation_events.EVENTS, *agreement_events.EVENTS)
