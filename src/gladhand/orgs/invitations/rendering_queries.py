"""SQL that renders invitations as JSON, for reads and for events.

The JSON has placeholders where the public id and the tokens belong: no row and no event holds them in the clear.
"""

from typing import LiteralString

from gladhand.notifications.sealed_links import PLACEHOLDER

#: The fields of an event about an invitation. Events pass through queues and logs, so they never hold the tokens.
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

#: The fields with tokens, in the order of the JSON.
TOKEN_FIELDS: tuple[LiteralString, ...] = ("pre_registration_access_token", "pre_registration_refresh_token")

#: Stands for a token, quotes included. No text that a client sends becomes it, as `sealed_links.PLACEHOLDER` says.
TOKEN_PLACEHOLDER: LiteralString = r'"invitation\/token"'  # noqa: S105 - stands for one, and is none

#: An invitation reads as expired as soon as its time is over; the recurring task updates the row and sends the event.
STATUS: LiteralString = "case when i.status = 'active' and i.expires_at <= now() then 'expired' else i.status end"

# Whether reads show the tokens: only until the refresh token is used, since then the fleet's client has newer ones.
_SHOWS_TOKENS: LiteralString = """i.status = 'accepted' and i.access_token is not null and not exists (
      select from published_refreshed_session s where s.session_id = i.token_session)"""

#: How often the placeholder stands in the fields of one invitation: in `id` and in `magic_link`.
LINKS_PER_ROW = 2

_TOKENS: LiteralString = ", ".join(
    f"case when i.has_tokens then '{TOKEN_PLACEHOLDER}'::json end as {name}" for name in TOKEN_FIELDS
)

#: The fields of the contract; `i` is a row of `with_more`. A value of type json is copied as it is, which keeps the
#: placeholders.
FIELDS: LiteralString = f"""
  '"{PLACEHOLDER}"'::json as id, wire_time(i.created_at) as created_at, %(magic_link)s::json as magic_link,
  wire_time(i.expires_at) as expires_at, i.expires_in_hours, {STATUS} as status, i.fleet_name,
  wire_time(i.accepted_at) as accepted_at, i.callback_url, i.success_redirect_url, i.failure_redirect_url, i.limit_tsps,
  i.fleet_id, i.partner_slug, i.partner_id, i.decline_reason, wire_time(i.declined_at) as declined_at,
  i.fleet_ref, i.permissions, i.fleet_email, i.fleet_regulatory_id, i.fleet_regulatory_id_type, i.fleet_phone,
  i.fleet_website, i.fleet_country_code, i.fleet_name as partner_provided_fleet_name,
  i.fleet_email as partner_provided_fleet_email, i.fleet_regulatory_id as partner_provided_fleet_regulatory_id,
  i.fleet_regulatory_id_type as partner_provided_fleet_regulatory_id_type,
  i.fleet_phone as partner_provided_fleet_phone, i.fleet_website as partner_provided_fleet_website,
  i.fleet_country_code as partner_provided_fleet_country_code,
  {_TOKENS}"""


def with_more(source: LiteralString) -> LiteralString:
    """The invitations in `source`, with what `FIELDS` needs of elsewhere."""
    return f"""
    select i.*, p.slug as partner_slug, {_SHOWS_TOKENS} as has_tokens from {source} i
    join partner p on p.id = i.partner_id"""


def rendered_columns(source: LiteralString, more: LiteralString = "", *, has_event: bool = True) -> LiteralString:
    """The columns of `RenderedInvitation` for each invitation in `source`. `more` comes beside the event's fields."""
    names: LiteralString = ", ".join(
        f"null::text as {name}" if name in TOKEN_FIELDS else f"f.{name}" for name in EVENT_FIELDS
    )
    event: LiteralString = f"to_json((select e from (select {names}{more}) e))::text" if has_event else "''"
    return f"""
  select i.id, i.partner_id, i.sealed_link, i.fleet_id, i.fleet_ref, f.status::text as status, i.callback_url,
    case when i.has_tokens then i.access_token end as access_token,
    case when i.has_tokens then i.refresh_token end as refresh_token, to_json(f)::text as json, {event} as event
  from ({with_more(source)}) i
  cross join lateral (select {FIELDS}) f"""


def changed(update: LiteralString, more: LiteralString = "") -> LiteralString:
    """An update of `invitation`, with the changed ones rendered."""
    return f"with changed as (update invitation i {update} returning i.*) {rendered_columns('changed', more)}"
