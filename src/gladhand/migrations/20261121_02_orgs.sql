-- depends: 20261121_01_foundation

create type share_level as enum ('read', 'read_write');
create type invitation_status as enum ('active', 'accepted', 'declined', 'expired', 'deleted');
create type share_agreement_status as enum ('active', 'paused', 'cancelled', 'deleted', 'expired');
create type tsp_status as enum ('active', 'inactive', 'deleted');

create table partner (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  name text not null,
  description text,
  websites text[],
  categories text[] not null default '{}',
  is_sandbox boolean not null default false,
  parent_partner_id uuid references partner (id),
  callback_secret bytea not null,               -- sealed; signs what goes to the callback urls of invitations
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

create table fleet (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  name text not null,
  description text,
  display_name text,
  legal_name text,
  dba_name text,
  websites text[],
  invitation_id uuid,
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

create table invitation (
  partner_id uuid not null references partner (id),
  id uuid not null default gen_random_uuid(),   -- random: the id is the secret of the magic link
  fleet_ref text not null,
  fleet_id uuid references fleet (id),
  status invitation_status not null default 'active',
  expires_in_hours int not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  declined_at timestamptz,
  decline_reason text,
  viewed_at timestamptz,
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
  permissions jsonb not null,
  access_token bytea,                           -- sealed
  refresh_token bytea,                          -- sealed
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);
create index invitation_id on invitation (id);
create index invitation_order on invitation (partner_id, created_at, id) where status <> 'deleted';
create index invitation_fleet_ref on invitation (partner_id, fleet_ref, created_at, id) where status <> 'deleted';
-- One living invitation per fleet_ref: simultaneous creates meet here.
create unique index invitation_living on invitation (partner_id, fleet_ref) where status in ('active', 'accepted', 'declined');
create index invitation_to_expire on invitation (expires_at) where status = 'active';

create function invitation_counted() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    perform count_up(new.partner_id, 'invitation', 1);
  elsif old.status <> 'deleted' and new.status = 'deleted' then
    perform count_up(new.partner_id, 'invitation', -1);
  end if;
  return null;
end $$;
create trigger invitation_counted after insert or update of status on invitation
  for each row execute function invitation_counted();

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
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);
create index share_agreement_order on share_agreement (partner_id, created_at, id);
create index share_agreement_fleet on share_agreement (fleet_id, partner_id);
create unique index share_agreement_living on share_agreement (partner_id, fleet_id) where status in ('active', 'paused');

create table tsp (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  name text not null,
  description text,
  websites text[],
  source_name text not null,
  status tsp_status not null default 'active',
  conn_type text not null,
  is_sandbox boolean not null default false,
  logo_url text,
  logo_dark_url text,
  ext_tsp_id uuid,
  registry text,
  compliance_status text not null default 'unknown',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index tsp_source on tsp (source_name);
