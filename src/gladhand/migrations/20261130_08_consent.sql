-- depends: 20261129_10_company_and_trips

-- What the consent page says about a partner: who it is, and its own words for all of its fleets.
create table partner_consent (
  partner_id uuid primary key references partner (id),
  website_url text,
  contact_email text,
  privacy_url text,
  terms_url text,
  terms jsonb not null default '{}',            -- see `orgs.consent.schemas.ConsentTerms`
  updated_at timestamptz not null default now()
);

-- Terms of one invitation, which replace the partner's own.
alter table invitation add column consent jsonb;

-- The fleet's own link to what it shares with a partner. It lasts as long as the fleet wants to look.
create table sharing_link (
  partner_id uuid not null references partner (id),
  fleet_id uuid not null references fleet (id),
  link_hash bytea not null,                     -- SHA-256 of the secret in the link
  sealed bytea not null,                        -- the secret itself, which pages show to the fleet
  created_at timestamptz not null default now(),
  primary key (partner_id, fleet_id)
);
create index sharing_link_hash on sharing_link (link_hash);

-- Browsers that may change what a fleet shares, as they have accepted its invitation or proved the e-mail address.
create table sharing_browser (
  partner_id uuid not null,
  fleet_id uuid not null,
  browser bytea not null,                       -- hash of the session's cookie
  expires_at timestamptz not null,
  primary key (partner_id, fleet_id, browser)
);
create index sharing_browser_expiry on sharing_browser (expires_at);

-- Pages say since when a connection is broken, and fill in what is no secret.
create or replace view published_connection as
  select fleet_id, id, tsp_id, source_name, status, account_name, created_at, deleted_at, updated_at, credentials_shown
  from connection;

-- Former names and other spellings, by which fleets find a provider.
alter table tsp add column aliases text[] not null default '{}';

-- Whether fleets of the partner may choose test providers.
alter table partner_consent add column offers_test_providers boolean not null default false;
