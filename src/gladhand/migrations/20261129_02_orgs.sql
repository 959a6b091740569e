-- depends: 20261129_01_core

create type share_level as enum ('read', 'read_write');
create type invitation_status as enum ('active', 'accepted', 'declined', 'expired', 'deleted');
create type share_agreement_status as enum ('active', 'paused', 'cancelled', 'deleted', 'expired');
create type tsp_status as enum ('active', 'inactive', 'deleted');
create type tsp_origin as enum ('installed', 'edited', 'added');

create table partner (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  name text not null,
  description text,
  websites text[],
  categories text[] not null default '{}',
  is_sandbox boolean not null default false,
  parent_partner_id uuid references partner (id),
  redirect_schemes text[] not null default '{}', -- of the partner's own apps, such as myapp
  callback_secret bytea not null,               -- sealed; signs what is sent to the callback URLs of invitations
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);

create table partner_property (
  partner_id uuid not null references partner (id),
  id uuid not null default uuidv7(),
  key text not null,
  value text not null,
  created_at timestamptz not null default now(),
  primary key (partner_id, id)
);
create unique index partner_property_key on partner_property (partner_id, key);

-- What other services may read of partners. A suspended one gets no tokens and no deliveries, and nothing is shared with it.
create view published_partner as
  select id, slug, name, callback_secret, deleted_at,
    exists (
      select from partner_property p
      where p.partner_id = partner.id and p.key = 'account_status' and p.value = 'suspended') as is_suspended
  from partner;

create table fleet (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  name text not null,
  description text,
  display_name text,
  legal_name text,
  dba_name text,
  websites text[],
  invited_by uuid references partner (id),       -- the partner whose invitation it came in by
  regulatory_id text,
  regulatory_id_type text,
  regulatory_id_date date,
  regulatory_id_status text,
  registered_email text,
  registered_phone text,
  registered_fax text,
  address text,
  city text,
  province text,
  postal_code text,
  country_code text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz
);

create index fleet_deleted on fleet (deleted_at) where deleted_at is not null;

create table fleet_property (
  fleet_id uuid not null references fleet (id),
  id uuid not null default uuidv7(),
  key text not null,
  value text not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (fleet_id, id)
);
create unique index fleet_property_key on fleet_property (fleet_id, key);

-- What other services may read of fleets.
create view published_fleet as select id, slug, name, invited_by, deleted_at from fleet;

create table invitation (
  partner_id uuid not null references partner (id),
  id uuid not null default uuidv7(),            -- of the row; it opens nothing
  link_hash bytea not null,                     -- SHA-256 of the public id, which opens the magic link
  sealed_link bytea not null,                   -- the public id itself, for the partner's own reads and events
  fleet_ref text not null,
  fleet_id uuid references fleet (id),
  status invitation_status not null default 'active',
  expires_in_hours int not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  declined_at timestamptz,
  decline_reason text,
  viewed_at timestamptz,
  renewal_requested_at timestamptz,             -- when the fleet last asked for a new link, after this one had expired
  fleet_name text,
  fleet_email text,
  fleet_regulatory_id text,
  fleet_regulatory_id_type text,
  fleet_phone text,
  fleet_website text,
  fleet_country_code text,
  success_redirect_url text,
  failure_redirect_url text,
  callback_url text,
  limit_tsps text[],
  permissions json not null,                    -- as it was sent; json, because a read copies it, while jsonb is rendered anew
  access_token bytea,                           -- sealed
  refresh_token bytea,                          -- sealed
  token_session uuid,                           -- of these two
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);
create index invitation_link on invitation (link_hash);
create index invitation_order on invitation (partner_id, created_at, id) where status <> 'deleted';
create index invitation_fleet_ref on invitation (partner_id, fleet_ref, created_at, id) where status <> 'deleted';
-- One living invitation per fleet_ref: simultaneous creates conflict here.
create unique index invitation_living on invitation (partner_id, fleet_ref) where status in ('active', 'accepted', 'declined');
create index invitation_to_expire on invitation (expires_at) where status = 'active';

create table share_agreement (
  partner_id uuid not null references partner (id),
  id uuid not null default uuidv7(),
  fleet_id uuid not null references fleet (id),
  fleet_ref text,
  invitation_id uuid,
  status share_agreement_status not null default 'active',
  effective_date timestamptz not null default now(),
  expiration_date timestamptz,
  scopes jsonb not null,
  is_suspended boolean not null default false,  -- the partner's account is
  paused_by text,                               -- the kind of caller; a partner may resume only what it has paused itself
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);
create index share_agreement_id on share_agreement (id);
create index share_agreement_order on share_agreement (partner_id, created_at, id);
create index share_agreement_fleet_ref on share_agreement (partner_id, fleet_ref, created_at, id);
create index share_agreement_fleet on share_agreement (fleet_id, partner_id);
create unique index share_agreement_living on share_agreement (partner_id, fleet_id) where status in ('active', 'paused');
-- Agreements whose state changes with time, which no counter follows: few rows, found without a scan.
create index share_agreement_to_expire on share_agreement (partner_id, status, expiration_date)
  where status in ('active', 'paused') and expiration_date is not null;
create index share_agreement_to_begin on share_agreement (partner_id, effective_date) where status = 'active';

-- The agreements that give access now. Every statement that lets a partner see or change a fleet's data joins this view.
-- Where records are spread by fleet, a table of this name beside them takes its place; see decision 0005.
create view live_agreement as
  select partner_id, id, fleet_id, fleet_ref, invitation_id, scopes, created_at from share_agreement
  where status = 'active' and not is_suspended
    and effective_date <= now() and (expiration_date is null or expiration_date > now());

-- The fleets whose agreements have changed, and when: by a call, or because their time has begun or is over.
create index share_agreement_updated on share_agreement (updated_at);
create index share_agreement_expires on share_agreement (expiration_date)
  where status in ('active', 'paused') and expiration_date is not null;
create index share_agreement_begins on share_agreement (effective_date)
  where status = 'active' and effective_date > created_at;
create view published_agreement_change as
  select fleet_id, updated_at as at from share_agreement
  union all select fleet_id, expiration_date from share_agreement
  where status in ('active', 'paused') and expiration_date is not null
  union all select fleet_id, effective_date from share_agreement
  where status = 'active' and effective_date > created_at;

-- What an agreement allows for a resource; null is nothing. Permissions may name a resource in the plural (hos_events):
-- the spelling is kept as it was sent. `orgs.agreements.permissions` does the same in Python.
create function shared_level(scopes jsonb, resource text) returns share_level language sql stable parallel safe as $$
  select coalesce(scopes ->> resource,
                  scopes ->> case when resource like '%y' then left(resource, -1) || 'ies'
                                  when resource like '%s' then resource || 'es'
                                  else resource || 's' end)::share_level
$$;

-- Telematics providers in a public registry. Most of them have no adapter.
create table external_tsp (
  id uuid primary key default uuidv7(),
  registry text not null default 'fmcsa',
  name text not null,
  email text,
  phone text,
  website text,
  compliance_status text not null default 'unknown',
  is_listed boolean not null default true,      -- false: a fleet typed the name in; only the operator sees it
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index external_tsp_name on external_tsp (registry, lower(name));

create table tsp (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  name text not null,
  description text,
  websites text[],
  source_name text not null,
  status tsp_status not null default 'active',
  origin tsp_origin not null default 'installed', -- whether an installed provider brings it, and the operator has changed it
  conn_type text not null,
  is_sandbox boolean not null default false,
  is_popular boolean not null default false,    -- shown before the others in Connect
  logo_url text,
  logo_dark_url text,
  ext_tsp_id uuid references external_tsp (id),
  registry text,
  compliance_status text not null default 'unknown',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (id, source_name)                      -- connections hold on to both: a connected brand keeps its platform
);
create index tsp_source on tsp (source_name);
create index tsp_external on tsp (ext_tsp_id) where ext_tsp_id is not null;

-- What other services may read of telematics providers.
create view published_tsp as
  select id, slug, name, source_name, status, logo_url, logo_dark_url, created_at from tsp;

-- A fleet asks, from its invitation, that an adapter is made for its provider.
create table integration_request (
  partner_id uuid not null references partner (id),
  id uuid not null default uuidv7(),
  invitation_id uuid not null,
  fleet_id uuid not null references fleet (id),
  fleet_ref text not null,
  ext_tsp_id uuid not null references external_tsp (id),
  ext_tsp_name text not null,                   -- this and the next as they were at that time
  ext_tsp_compliance_status text not null,
  fleet_contact_name text,
  fleet_contact_email text,                     -- for the operator; no read shows it
  fleet_contact_notes text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (partner_id, id)
);
create unique index integration_request_once on integration_request (partner_id, invitation_id, ext_tsp_id);
create index integration_request_fleet on integration_request (fleet_id, created_at, id);

-- Colours and logos of Connect for the fleets of a partner.
create table branding (
  partner_id uuid primary key references partner (id),
  color text,                                   -- six hexadecimal digits
  logo_url text,
  logo_dark_url text,
  updated_at timestamptz not null default now()
);

-- Keys with which a partner's own sites show Connect in a frame. A key is no secret: it stands in the pages of those sites.
create table embed_key (
  partner_id uuid not null references partner (id),
  id uuid not null default uuidv7(),
  key text not null,                            -- random
  name text not null,
  origins text[] not null,
  color text,                                   -- this and the next two override the partner's
  logo_url text,
  logo_dark_url text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (partner_id, id)
);
create index embed_key_key on embed_key (key);

create type funnel_step as enum (
  'opened', 'accepted', 'provider_chosen', 'check_failed', 'connected', 'returned', 'integration_requested', 'declined'
);

-- The steps that the fleet of an invitation has taken in Connect, one row each.
create table funnel_step_taken (
  partner_id uuid not null references partner (id),
  invitation_id uuid not null,
  step funnel_step not null,
  times int not null default 1,
  detail text,                                  -- of the last time: the provider, or why a check failed
  first_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, invitation_id, step)
);
create index funnel_step_taken_first on funnel_step_taken (partner_id, first_at);
