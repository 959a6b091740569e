-- depends: 20261129_10_company_and_trips

create type console_role as enum ('operator', 'partner-admin', 'partner-read-only');

-- Opens one session of the console, once.
create table console_link (
  token_hash bytea primary key,
  id uuid not null unique default uuidv7(),     -- names the link in the audit trail; it opens nothing
  role console_role not null,
  partner_id uuid,                              -- null for an operator, who sees all partners
  created_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((role = 'operator') = (partner_id is null))
);
create index console_link_expiry on console_link (expires_at);

create table console_session (
  token_hash bytea primary key,
  id uuid not null unique default uuidv7(),
  person text not null,                         -- who signed in, as the audit trail names them
  role console_role not null,
  partner_id uuid,
  created_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,              -- the absolute end; the sliding one counts from seen_at
  ended_at timestamptz,
  check ((role = 'operator') = (partner_id is null))
);
create index console_session_expiry on console_session (expires_at);
