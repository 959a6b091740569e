-- depends: 20261121_02_orgs

-- What a public registry knows of telematics providers, most of which no adapter speaks to yet.
create table external_tsp (
  id uuid primary key default uuidv7(),
  registry text not null default 'fmcsa',
  name text not null,
  email text,
  phone text,
  website text,
  compliance_status text not null default 'unknown',
  -- What a fleet typed in because the registry does not have it: known to the operator, shown to nobody else.
  is_listed boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index external_tsp_name on external_tsp (registry, lower(name));

alter table tsp add constraint tsp_external foreign key (ext_tsp_id) references external_tsp (id);
create index tsp_external on tsp (ext_tsp_id) where ext_tsp_id is not null;

-- A fleet's wish, made on an invitation, to have its provider connected.
create table integration_request (
  partner_id uuid not null references partner (id),
  id uuid not null default uuidv7(),
  invitation_id uuid not null,
  fleet_id uuid not null references fleet (id),
  fleet_ref text not null,
  ext_tsp_id uuid not null references external_tsp (id),
  ext_tsp_name text not null,                   -- this and the next as they were when it was made
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
