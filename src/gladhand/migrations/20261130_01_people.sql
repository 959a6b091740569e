-- depends: 20261129_10_company_and_trips

-- People who sign in. What they may do stands in their roles.
create table person (
  id uuid primary key default uuidv7(),
  email text not null,                          -- in lower case
  name text,
  password_hash text,                           -- Argon2id; none until the first password is set
  verified_at timestamptz,                      -- when a link that went to the address was used
  disabled_at timestamptz,
  signed_in_at timestamptz,                     -- the last time
  totp_secret bytea,                            -- sealed
  totp_confirmed_at timestamptz,                -- from then on a sign-in needs it
  totp_last_step bigint not null default 0,     -- a code works once
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index person_email on person (email);
create index person_disabled on person (disabled_at) where disabled_at is not null;

create type person_role_kind as enum ('admin', 'partner_admin', 'partner_reader', 'fleet');

create table person_role (
  id uuid primary key default uuidv7(),
  person_id uuid not null references person (id),
  role person_role_kind not null,
  partner_id uuid references partner (id),
  fleet_id uuid references fleet (id),
  invited_by uuid references partner (id),      -- the partner whose link the person registered with; it has the link, too
  created_at timestamptz not null default now(),
  removed_at timestamptz,
  check ((role in ('partner_admin', 'partner_reader')) = (partner_id is not null)),
  check ((role = 'fleet') = (fleet_id is not null)),
  check (role = 'fleet' or invited_by is null)
);
create unique index person_role_held on person_role (person_id, role, partner_id, fleet_id, invited_by) nulls not distinct
  where removed_at is null;
create index person_role_partner on person_role (partner_id) where partner_id is not null;
create index person_role_fleet on person_role (fleet_id) where fleet_id is not null;

-- Codes for the second step of a sign-in, each of which works once.
create table person_recovery_code (
  person_id uuid not null references person (id),
  code_hash bytea not null,
  used_at timestamptz,
  primary key (person_id, code_hash)
);

-- Browsers in which somebody is signed in. The cookie is stored as its hash.
create table person_session (
  id uuid primary key default uuidv7(),
  cookie_hash bytea not null,
  person_id uuid not null references person (id),
  awaits_second_step boolean not null default false,  -- the password was right, and a code has to follow
  address text,
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create unique index person_session_cookie on person_session (cookie_hash);
create index person_session_person on person_session (person_id);
create index person_session_expiry on person_session (expires_at);

-- Links that work once, such as those that set a new password. They are stored as their hash.
create table person_link (
  token_hash bytea primary key,
  person_id uuid not null references person (id),
  purpose text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index person_link_person on person_link (person_id);
create index person_link_expiry on person_link (expires_at);

-- Applications without a secret, to which a browser brings the code of a person who has signed in.
create table public_client (
  client_id text primary key,
  name text not null,
  redirect_uris text[] not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);

-- What a person has let an application do: the code that begins it, and the session of its tokens, which is the id.
create table person_grant (
  id uuid primary key default uuidv7(),
  person_id uuid not null references person (id),
  role_id uuid not null references person_role (id),
  client_id text not null references public_client (client_id),
  scope text,                                   -- as the application has asked
  redirect_uri text not null,
  code_hash bytea not null,
  code_challenge text not null,
  nonce text,
  code_expires_at timestamptz not null,
  code_used_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create unique index person_grant_code on person_grant (code_hash);
create index person_grant_person on person_grant (person_id);
create index person_grant_role on person_grant (role_id);
create index person_grant_client on person_grant (client_id);
create index person_grant_expiry on person_grant (expires_at);

-- The person who made the change, if one did.
alter table rights_change add column person_id uuid;
create index rights_change_person on rights_change (person_id, created_at, id) where person_id is not null;
