-- depends: 20261121_02_orgs

-- What was connected in one browser's visit of an invitation: told to the partner's page when the visit ends.
create table visit_connection (
  browser bytea not null,                       -- hash of its session's cookie
  invitation_id uuid not null,
  connection_id uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (browser, invitation_id, connection_id)
);
create index visit_connection_old on visit_connection (created_at);
