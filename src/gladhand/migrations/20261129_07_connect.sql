-- depends: 20261129_05_integrations

-- A fleet that is at its provider's own sign-in page. What comes back from there names the state and nothing else, so
-- that is the key; it is stored hashed, and means nothing without the browser that began.
create table sign_in (
  state bytea primary key,
  browser bytea not null,                       -- hash of the session's cookie
  frame bytea,                                  -- the same of the frame that has opened this window for it
  fleet_id uuid not null,
  slug text not null,                           -- the provider that was chosen
  trail json not null,                          -- the query that every page of the visit carries on
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz                          -- it came back; a reload of that page finds it ended
);
create index sign_in_fleet on sign_in (fleet_id, expires_at);

-- What was connected in one browser's visit of an invitation: told to the partner's page when the visit ends.
create table visit_connection (
  browser bytea not null,                       -- hash of its session's cookie
  invitation_id uuid not null,
  connection_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (browser, invitation_id, connection_id)
);
create index visit_connection_old on visit_connection (created_at);
