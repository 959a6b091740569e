-- depends: 20261129_02_orgs

create type connection_status as enum ('active', 'failed', 'cancelled', 'paused', 'stale', 'deleted');
create type operation_type as enum ('create', 'update');
create type operation_status as enum ('pending', 'success', 'failed');
create type operation_log_status as enum ('success', 'failed');
create type operation_error_type as enum ('auth', 'validation', 'network', 'tsp');

create table connection (
  fleet_id uuid not null references fleet (id),
  id uuid not null default uuidv7(),
  tsp_id uuid not null,
  source_name text not null,
  status connection_status not null default 'active',
  description text,
  credentials bytea not null,                   -- sealed JSON
  credentials_shown json not null,              -- the same, masked, as reads answer it
  account_id text not null,                     -- the provider's own id of the account
  account_name text,
  account_fingerprint text not null,            -- keyed digest of (source_name, host, account id), by fingerprint_key
  recheck_at timestamptz,                       -- while stale: when to see whether the login works again by itself
  rechecks int not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  primary key (fleet_id, id),
  foreign key (tsp_id, source_name) references tsp (id, source_name)
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
  sealed bytea,                                 -- sealed JSON
  version int not null default 0,               -- one higher with each new session; a rotation of keys changes the bytes only
  renewing_until timestamptz,                   -- until then one process asks the provider for the next one
  updated_at timestamptz not null default clock_timestamp(),
  primary key (fleet_id, connection_id),
  foreign key (fleet_id, connection_id) references connection (fleet_id, id)
);

-- What a fleet has entered before it signs in at its provider, for providers that want both. Used once.
create table connection_pre_auth (
  fleet_id uuid not null references fleet (id),
  id uuid not null default gen_random_uuid(),
  tsp_id uuid not null references tsp (id),
  sealed bytea not null,                        -- sealed JSON
  expires_at timestamptz not null,
  primary key (fleet_id, id)
);
create index connection_pre_auth_expires on connection_pre_auth (expires_at);

-- The key of all fingerprints of accounts. It is random and never changes; keys that encrypt it may.
create table fingerprint_key (
  is_only boolean primary key default true check (is_only),
  sealed bytea not null
);

-- Sign-ins that were counted against limits, by fingerprint of fleet, account or address.
create table sign_in_count (
  subject text primary key,
  forgotten_at timestamptz not null             -- each counted sign-in moves it one pause away
);
create index sign_in_count_forgotten on sign_in_count (forgotten_at);

-- How fast the account may be called that one or more connections lead to. All processes take from these rows.
create table account_budget (
  account text not null,                        -- connection.account_fingerprint
  bucket text not null,                         -- kind of requests; empty: all of them
  free_at timestamptz not null default '-infinity',       -- from when on the next request may leave
  paused_until timestamptz not null default '-infinity',  -- no request leaves before
  rate_share real not null default 1,           -- share of the usual rate when the provider last throttled; it recovers
  throttled_at timestamptz not null default 'epoch',
  seconds_per_operation real,                   -- bucket '': time between operations when many wait
  primary key (account, bucket)
) with (fillfactor = 50);

create sequence resource_operation_position;

-- An operation is one write to one TSP. It can be claimed when it is pending, not suspended, not blocked, due, and under
-- no live lease.
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
  is_suspended boolean not null default false,  -- waits for its connection to be active again
  is_blocked boolean not null default false,    -- waits for an earlier write to the same record
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
  where status = 'pending' and not is_suspended and not is_blocked;
create index resource_operation_suspended on resource_operation (connection_id) where is_suspended;
create index resource_operation_blocked on resource_operation (connection_id, record_key) where status = 'pending' and is_blocked;

-- Blocks an operation while an earlier write to the same record is pending. The lock lets transactions that accept such
-- writes go one after the other, so that a later position is never seen before an earlier one, and `created_at` has the
-- order of the positions. The row in front is locked: the transaction that finishes it has either committed already, or
-- waits, then sees the new row and frees it.
create function operation_queued() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(new.connection_id::text || new.record_key, 1));
  new.position := nextval('resource_operation_position');
  new.created_at := clock_timestamp();
  new.updated_at := new.created_at;
  perform from resource_operation e
  where e.connection_id = new.connection_id and e.record_key = new.record_key and e.status = 'pending'
  order by e.position desc limit 1
  for share;
  new.is_blocked := found;
  if new.is_sync and not new.is_blocked then
    new.sent_at := clock_timestamp(); -- its request goes on to the provider at once
  end if;
  return new;
end $$;
create trigger operation_queued before insert on resource_operation
  for each row execute function operation_queued();

-- Resumes the operations of a connection that is active again, and ends those of one that never will be.
create function connection_resumed() returns trigger language plpgsql as $$
begin
  update resource_operation set is_suspended = false, next_attempt_at = clock_timestamp()
  where connection_id = new.id and status = 'pending' and (is_suspended or new.status in ('cancelled', 'deleted'));
  perform pg_notify('gladhand_operation', '');
  return null;
end $$;
create trigger connection_resumed after update of status on connection
  for each row when (old.status <> new.status and new.status not in ('failed', 'paused', 'stale'))
  execute function connection_resumed();

-- Claims up to a quota of each account's operations under a lease, from its queues in turn; a queue is what waits for one
-- connection. Claims for one account go one after the other, so that all processes together run no more than `limits` of
-- its operations. It is a function because the lock must be taken before the statement that counts begins; a transaction
-- of two statements would cost three round trips more for each claim.
create function claim_operations(queues uuid[], quotas int[], accounts text[], limits int[], lease interval)
returns table (partner_id uuid, id uuid, was_sent boolean, lease_until timestamptz) language plpgsql rows 20 as $$
#variable_conflict use_column
declare
  mine text[];
begin
  select array_agg(name) into mine from (select distinct name from unnest(accounts) name order by name) a
  where pg_try_advisory_xact_lock(hashtextextended(name, 2));
  return query
  with queue as (
    select * from unnest(queues, quotas, accounts, limits) as queue (connection_id, quota, account, most)
    where queue.account = any (mine)
  ), looked as materialized (
    select queue.account, queue.quota, queue.most, o.* from queue cross join lateral (
      select o.partner_id, o.id, o.connection_id, coalesce(o.lease_until > clock_timestamp(), false) as is_held,
        row_number() over (order by o.next_attempt_at, o.position) as number
      from resource_operation o
      where o.connection_id = queue.connection_id and o.status = 'pending' and not o.is_suspended and not o.is_blocked
        and o.next_attempt_at <= clock_timestamp()
      order by o.next_attempt_at, o.position limit queue.quota + 2 * queue.most
    ) o
  ), ranked as (
    select *, count(*) filter (where is_held) over (partition by account) as held,
      row_number() over (partition by connection_id, is_held order by number) as queue_number
    from looked
  ), chosen as materialized (
    -- The queues of one account take turns, in random order.
    select partner_id, id from (
      select *, row_number() over (partition by account order by queue_number, random()) as turn from ranked
      where not is_held and queue_number <= quota
    ) r where turn <= least(quota, most - held)
  ), locked as materialized (
    -- Keys pass through `unnest` and the status is compared as a text, so that no plan reads all that are pending.
    select o.partner_id, o.id, o.sent_at is not null as was_sent
    from unnest(array(select partner_id from chosen), array(select id from chosen)) as c (partner_id, id)
    join resource_operation o on o.partner_id = c.partner_id and o.id = c.id
    where o.status::text = 'pending' and (o.lease_until is null or o.lease_until <= clock_timestamp())
    for update of o skip locked
  )
  update resource_operation o set lease_until = clock_timestamp() + lease, sent_at = clock_timestamp()
  from unnest(array(select partner_id from locked), array(select id from locked), array(select was_sent from locked))
    as l (partner_id, id, was_sent)
  where o.partner_id = l.partner_id and o.id = l.id
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
