"""How PostgreSQL renders an invitation as JSON: for those who read it, and for events."""

from typing import LiteralString

#: What an event tells of an invitation: a part of what a client reads, and never the tokens, for events pass through
#: queues and receivers' logs.
EVENT_FIELDS: tuple[LiteralString, ...] = (
    "id",
    "created_at",
    "magic_link",
    "expires_at",
    "expires_in_hours",
    "status",
    "partner_provided_fleet_name",
    "accepted_at",
    "pre_registration_access_token",
    "pre_registration_refresh_token",
    "success_redirect_url",
    "failure_redirect_url",
    "callback_url",
    "limit_tsps",
    "fleet_id",
    "partner_slug",
    "partner_id",
    "decline_reason",
    "declined_at",
    "fleet_ref",
)

# Who asks hears of the expiry at once; the row is settled, and the event sent, by the recurring task.
STATUS: LiteralString = "case when i.status = 'active' and i.expires_at <= now() then 'expired' else i.status end"
# Id and creation time come first: `wire.key` reads them there.
WIRE: LiteralString = f"""
  i.id, wire_time(i.created_at) as created_at, %(connect_url)s || '/?invite=' || i.id as magic_link,
  wire_time(i.expires_at) as expires_at, i.expires_in_hours, {STATUS} as status, i.fleet_name,
  wire_time(i.accepted_at) as accepted_at, i.callback_url, i.success_redirect_url, i.failure_redirect_url, i.limit_tsps,
  i.fleet_id, p.slug as partner_slug, i.partner_id, i.decline_reason, wire_time(i.declined_at) as declined_at,
  i.fleet_ref, i.permissions, i.fleet_email, i.fleet_regulatory_id, i.fleet_regulatory_id_type, i.fleet_phone,
  i.fleet_website, i.fleet_country_code, i.fleet_name as partner_provided_fleet_name,
  i.fleet_email as partner_provided_fleet_email, i.fleet_regulatory_id as partner_provided_fleet_regulatory_id,
  i.fleet_regulatory_id_type as partner_provided_fleet_regulatory_id_type,
  i.fleet_phone as partner_provided_fleet_phone, i.fleet_website as partner_provided_fleet_website,
  i.fleet_country_code as partner_provided_fleet_country_code,
  case when i.status = 'accepted' then encode(i.access_token, 'hex') end as pre_registration_access_token,
  case when i.status = 'accepted' then encode(i.refresh_token, 'hex') end as pre_registration_refresh_token"""


def rendered(source: LiteralString) -> LiteralString:
    """The JSON of the invitations in `source`, which is named `i`."""
    rows: LiteralString = f"select {WIRE} from {source} join partner p on p.id = i.partner_id"
    return f"select to_json(t)::text as record from ({rows}) t"


def changing(update: LiteralString) -> LiteralString:
    """An update of `invitation`, and the JSON of what it changed."""
    return f"with i as (update invitation {update} returning invitation.*) {rendered('i')}"
