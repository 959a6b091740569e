-- depends: 20261129_02_orgs

create type connection_status as enum ('active', 'failed', 'cancelled', 'paused', 'stale', 'deleted');
create type operation_type as enum ('create', 'update');
create type operation_status as enum ('pending', 'success', 'failed');
create type operation_log_status as enum ('success', 'failed');
create type operation_error_type as enum ('auth', 'validation', 'network', 'tsp');

create table connection (
  fleet_id uuid not null references fleet (id),
  id uuid not null default uuidv7(),
  tsp_id uuid not null references tsp (id),
  source_name text not null,
  status connection_status not null default 'active',
  description text,
  credentials bytea not null,                   -- sealed JSON
  credentials_shown json not null,              -- the same, masked, as reads answer it
  account_id text not null,                     -- the provider's own id of the account
  account_name text,
  account_fingerprint text not null,            -- keyed digest of (source_name, host, account id)
  recheck_at timestamptz,                       -- while stale: when to see whether the login works again by itself
  rechecks int not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  primary key (fleet_id, id)
);
create index connection_id on connection (id);
create index connection_order on connection (fleet_id, created_at, id);
create index connection_to_recheck on connection (recheck_at) where status = 'stale' and recheck_at is not null;
-- Signing in to the same account twice repairs the connection there is.
create unique index connection_account on connection (fleet_id, tsp_id, account_fingerprint) where status <> 'deleted';

-- What other services may read of connections.
create view published_connection as
  select fleet_id, id, tsp_id, source_name, status, account_name, created_at, deleted_at from connection;

-- What an adapter got for signing in. A table of its own, because it changes while the connection stays what it is.
create table connection_session (
  fleet_id uuid not null,
  connection_id uuid not null,
  sealed bytea,                                 -- sealed JSON; each sealing differs, so equal bytes are the same session
  renewing_until timestamptz,                   -- until then one process asks the provider for the next one
  updated_at timestamptz not null default clock_timestamp(),
  primary key (fleet_id, connection_id),
  foreign key (fleet_id, connection_id) references connection (fleet_id, id)
);

-- How fast the account may be called that one or more connections lead to. All processes take from these rows.
create table account_budget (
  account text not null,                        -- connection.account_fingerprint
  bucket text not null,                         -- kind of requests; empty: all of them
  free_at timestamptz not null default '-infinity',       -- from when on the next request may leave
  paused_until timestamptz not null default '-infinity',  -- no request leaves before
  rate_share real not null default 1,           -- share of the usual rate when the provider last throttled; it recovers
  throttled_at timestamptz not null default 'epoch',
  seconds_each real,                            -- bucket '': how far apart operations leave when many wait
  primary key (account, bucket)
) with (fillfactor = 50);

create sequence resource_operation_position;

-- An operation is one write to one TSP. What is claimed: pending, not parked, not behind, due, and no live lease on it.
create table resource_operation (
  partner_id uuid not null,
  id uuid not null default uuidv7(),
  position bigint not null,                     -- the order of acceptance, whatever the clock does
  connection_id uuid not null,
  fleet_id uuid not null,
  fleet_ref text,
  source_name text not null,
  resource text not null,
  resource_id uuid,
  source_id text,
  operation_type operation_type not null,
  is_sync boolean not null,
  payload json not null,                        -- the resolved body: what is sent, keys in the client's order
  record_key text not null,                     -- what is written to: operations with the same key keep their order
  status operation_status not null default 'pending',
  field_results json not null default '[]',     -- what became of each field, once that is known
  attempts int not null default 0,              -- counted tries; a throttled one is not counted
  next_attempt_at timestamptz not null default clock_timestamp(),
  -- Set while a request may be on its way to the provider: found set by a later attempt, the answer was lost,
  -- and the record is looked up before anything is sent again.
  sent_at timestamptz,
  lease_until timestamptz,                      -- until then one process has it
  parked boolean not null default false,        -- waits for its connection to be active again
  is_behind boolean not null default false,     -- waits for an earlier write to the same record
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
) with (fillfactor = 85); -- a claim changes no index, and finds room on the same page
create index resource_operation_id on resource_operation (id);
create index resource_operation_order on resource_operation (partner_id, created_at, id);
create index resource_operation_connection on resource_operation (connection_id, created_at, id);
create index resource_operation_queue on resource_operation (connection_id, record_key, position) where status = 'pending';
-- What waits for one connection lies together, so that claiming never walks past what waits for another.
create index resource_operation_due on resource_operation (connection_id, next_attempt_at, position)
  where status = 'pending' and not parked and not is_behind;
create index resource_operation_parked on resource_operation (connection_id) where parked;
create index resource_operation_behind on resource_operation (connection_id, record_key) where status = 'pending' and is_behind;

-- Puts an operation in line behind the writes to the same record. Those who accept such writes go one after the other,
-- so that a later position is never seen before an earlier one. The row in front is locked: whoever settles it either
-- has done so already, or waits and then sees the new one, and frees it.
create function operation_lined_up() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.connection_id::text || new.record_key, 1));
  new.position := nextval('resource_operation_position');
  perform from resource_operation e
  where e.connection_id = new.connection_id and e.record_key = new.record_key and e.status = 'pending'
  order by e.position desc limit 1
  for share;
  new.is_behind := found;
  if new.is_sync and not new.is_behind then
    new.sent_at := clock_timestamp(); -- its request goes on to the provider at once
  end if;
  return new;
end $$;
create trigger operation_lined_up before insert on resource_operation
  for each row execute function operation_lined_up();

-- What waits for a connection goes on when it is active again, and comes to its end when it never will be.
create function connection_resumed() returns trigger language plpgsql as $$
begin
  update resource_operation set parked = false, next_attempt_at = clock_timestamp()
  where connection_id = new.id and status = 'pending' and (parked or new.status in ('cancelled', 'deleted'));
  perform pg_notify('gladhand_operation', '');
  return null;
end $$;
create trigger connection_resumed after update of status on connection
  for each row when (old.status <> new.status and new.status not in ('failed', 'paused', 'stale'))
  execute function connection_resumed();

-- Takes up to a quota of each account's operations under a lease, from its lanes in turn; a lane is what waits for one
-- connection. Processes go one after the other for each account, so that together they have no more than `limits` of its
-- operations in hand.
create function claim_operations(lanes uuid[], quotas int[], accounts text[], limits int[], lease interval)
returns table (partner_id uuid, id uuid, was_sent boolean, lease_until timestamptz) language plpgsql rows 20 as $$
#variable_conflict use_column
declare
  mine text[];
begin
  select array_agg(name) into mine from (select distinct name from unnest(accounts) name order by name) a
  where pg_try_advisory_xact_lock(hashtextextended(name, 2));
  return query
  with lane as (
    select * from unnest(lanes, quotas, accounts, limits) as lane (connection_id, quota, account, most)
    where lane.account = any (mine)
  ), looked as materialized (
    select lane.account, lane.quota, lane.most, o.* from lane cross join lateral (
      select o.ctid as place, o.connection_id, coalesce(o.lease_until > clock_timestamp(), false) as is_held,
        row_number() over (order by o.next_attempt_at, o.position) as number
      from resource_operation o
      where o.connection_id = lane.connection_id and o.status = 'pending' and not o.parked and not o.is_behind
        and o.next_attempt_at <= clock_timestamp()
      order by o.next_attempt_at, o.position limit lane.quota + 2 * lane.most
    ) o
  ), ranked as (
    select *, count(*) filter (where is_held) over (partition by account) as held,
      row_number() over (partition by connection_id, is_held order by number) as lane_number
    from looked
  ), chosen as (
    -- The lanes of one account take turns, in an order by chance.
    select place from (
      select *, row_number() over (partition by account order by lane_number, random()) as turn from ranked
      where not is_held and lane_number <= quota
    ) r where turn <= least(quota, most - held)
  ), locked as materialized (
    -- A text, so that no plan goes through all that are pending.
    select o.ctid as place, o.sent_at is not null as was_sent from resource_operation o
    where o.ctid = any (array(select place from chosen)) and o.status::text = 'pending'
      and (o.lease_until is null or o.lease_until <= clock_timestamp())
    for update of o skip locked
  )
  update resource_operation o set lease_until = clock_timestamp() + lease, sent_at = clock_timestamp()
  from locked l where o.ctid = l.place
  returning o.partner_id, o.id, l.was_sent, o.lease_until;
end $$;

create table resource_operation_log (
  partner_id uuid not null,
  id uuid not null default uuidv7(),
  resource_operation_id uuid not null,
  status operation_log_status not null,
  error_type operation_error_type,
  error_details text,
  response_status_code int,
  response_headers json,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);
create index resource_operation_log_operation on resource_operation_log (partner_id, resource_operation_id, id);

-- The two views of one operation: what reads and events show, and what a write answers.
create function operation_logs(owner uuid, operation uuid) returns json language sql stable as $$
  select coalesce(json_agg(row_to_json(t) order by t.id), '[]'::json) from (
    select id, wire_time(created_at) as created_at, wire_time(updated_at) as updated_at, resource_operation_id, status,
      error_type, error_details, response_status_code, response_headers
    from resource_operation_log where partner_id = owner and resource_operation_id = operation
  ) t
$$;

create function operation_read(o resource_operation, expected_start_at timestamptz) returns json language sql stable as $$
  select row_to_json(t) from (
    select o.id, wire_time(o.created_at) as created_at, wire_time(o.updated_at) as updated_at, o.partner_id,
      o.connection_id, o.fleet_ref, o.source_name, o.resource, o.resource_id, o.source_id, o.operation_type, o.status,
      o.payload, o.field_results, wire_time(expected_start_at) as expected_start_at,
      operation_logs(o.partner_id, o.id) as logs
  ) t
$$;

-- When the provider is likely to be asked, with so many pending in front of it: unknown while it is not known when the
-- connection will be active again.
create function operation_expected(o resource_operation, place bigint) returns timestamptz language sql stable as $$
  select case when not o.parked then
    greatest(clock_timestamp(), o.next_attempt_at, max(b.free_at), max(b.paused_until))
      + place * coalesce(max(b.seconds_each), 0) * interval '1 second' end
  from connection c left join account_budget b on b.account = c.account_fingerprint
  where c.fleet_id = o.fleet_id and c.id = o.connection_id
$$;

create function operation_answer(o resource_operation) returns json language sql stable as $$
  select row_to_json(t) from (
    select o.id, wire_time(o.created_at) as created_at, wire_time(o.updated_at) as updated_at, null as deleted_at,
      o.partner_id, o.connection_id, o.fleet_ref, o.source_name, o.resource, o.resource_id, o.source_id, o.operation_type,
      o.payload, o.status, o.field_results, operation_logs(o.partner_id, o.id) as logs
  ) t
$$;
