-- depends: 20261203_65_group_messages_by_source_group_id

-- The latest requests of API clients, for the people who build them. Not logged: after a crash or a failover it begins
-- anew, which costs no reader more than the requests of a day.
create unlogged table api_request (
  partner_id uuid not null,                     -- whose client has called; the installation's own id for the operator's
  id uuid not null,
  created_at timestamptz not null,
  client_id text not null,                      -- the API client, or the person who has signed in
  method text not null,
  route text not null,                          -- with names in place of the ids: an id may open a link
  status int not null,
  milliseconds real not null,
  request_id text not null,
  primary key (partner_id, created_at, id)
);
create index api_request_failed on api_request (partner_id, created_at, id) where status >= 400;

-- All requests in numbers, by quarters of an hour.
create table api_request_quarter (
  partner_id uuid not null,
  begins timestamptz not null,
  requests bigint not null,
  failures bigint not null,                     -- with a status from 400
  throttled bigint not null,                    -- of these, with 429
  milliseconds double precision not null,       -- of all together
  primary key (partner_id, begins)
) with (fillfactor = 50);
