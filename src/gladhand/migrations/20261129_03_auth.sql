-- depends: 20261129_02_orgs

create type api_client_kind as enum ('partner', 'admin');

create table api_client (
  client_id text primary key,
  kind api_client_kind not null,
  partner_id uuid references partner (id),
  name text not null,
  secret_hash bytea not null,
  former_secret_hash bytea,                     -- of a rotated client: works beside the new one for a while
  former_secret_until timestamptz,
  former_secret_used_at timestamptz,
  last_used_at timestamptz,                     -- when it last got a token, by either secret; a minute may be missing
  scopes text[] not null,
  extensions bool not null default false,       -- answers have keys beyond the contract's
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  check ((kind = 'partner') = (partner_id is not null))
);
create index api_client_partner on api_client (partner_id);

create table signing_key (
  kid text primary key,
  private_key bytea not null,                   -- sealed PEM
  public_jwk jsonb not null,
  created_at timestamptz not null default now(),
  retired_at timestamptz                        -- no longer signs; still published for a while
);

create table revoked_token (
  jti text primary key,
  revoked_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
create index revoked_token_recent on revoked_token (revoked_at);

-- Refresh tokens of fleets work once. One that comes again ends its session.
create table used_refresh_token (
  jti text primary key,
  session_id uuid not null,
  used_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null
);
create index used_refresh_token_session on used_refresh_token (session_id);
create index used_refresh_token_expiry on used_refresh_token (expires_at);

-- Sessions whose first refresh token was used. What an invitation keeps of them is of no more use.
create view published_refreshed_session as select session_id from used_refresh_token;

-- The audit trail: every change of rights, written in the transaction that makes it. Rows are only added.
create table rights_change (
  id uuid primary key default uuidv7(),
  action text not null,                         -- such as share_agreement.paused
  actor_kind text not null,
  actor_id text,                                -- the API client or the fleet
  address text,                                 -- where the request came from
  partner_id uuid,                              -- whose rights they are; either may be missing
  fleet_id uuid,
  subject_id uuid,                              -- what was changed, such as the agreement
  details json not null,                        -- the new values, without secrets
  created_at timestamptz not null default clock_timestamp()
);
create index rights_change_order on rights_change (created_at, id);
create index rights_change_partner on rights_change (partner_id, created_at, id);
create index rights_change_fleet on rights_change (fleet_id, created_at, id);
create index rights_change_subject on rights_change (subject_id, created_at, id);
