-- depends: 20261129_05_integrations

-- Sign-ins at a provider's own page that are under way. The provider sends back the state and nothing else, so rows are
-- found by it. The state is stored hashed, and is useless without the browser that began.
create table sign_in (
  fleet_id uuid not null,
  state bytea not null,
  browser bytea not null,                       -- hash of the session's cookie
  frame bytea,                                  -- the same of the frame that opened this window
  slug text not null,                           -- the provider that was chosen
  link_parameters bytea not null,               -- sealed: the query of the magic link
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,                         -- it came back; a reload of that page finds it ended
  primary key (fleet_id, state)
);
create index sign_in_state on sign_in (state);
create index sign_in_expiry on sign_in (expires_at);

-- Connections that one browser has made in its visit of an invitation. The partner's page is told when the visit ends.
create table visit_connection (
  browser bytea not null,                       -- hash of its session's cookie
  invitation_id uuid not null,
  connection_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (browser, invitation_id, connection_id)
);
create index visit_connection_age on visit_connection (created_at);
create index visit_connection_invitation on visit_connection (invitation_id, connection_id);
