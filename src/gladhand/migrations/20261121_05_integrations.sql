-- depends: 20261121_02_orgs

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

-- An operation is one write to one TSP. What is taken to work on: pending, not parked, due, and no live lease on it.
create table resource_operation (
  partner_id uuid not null,
  id uuid not null default uuidv7(),
  position bigint generated always as identity,  -- the order of acceptance, whatever the clock does
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
  lease_until timestamptz,                      -- until then one worker has it
  woken_at timestamptz,                         -- when a job was last made for it
  parked boolean not null default false,        -- waits for its connection to be active again
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);
create index resource_operation_id on resource_operation (id);
create index resource_operation_order on resource_operation (partner_id, created_at, id);
create index resource_operation_connection on resource_operation (connection_id, created_at, id);
create index resource_operation_queue on resource_operation (connection_id, record_key, position) where status = 'pending';
create index resource_operation_due on resource_operation (next_attempt_at) where status = 'pending' and not parked;
create index resource_operation_parked on resource_operation (connection_id) where parked;

-- What waits for a connection goes on when it is active again, and comes to its end when it never will be. The job is
-- made by the sweep, which finds them due.
create function connection_resumed() returns trigger language plpgsql as $$
begin
  update resource_operation set parked = false, next_attempt_at = clock_timestamp(), woken_at = null
  where connection_id = new.id and status = 'pending' and (parked or new.status in ('cancelled', 'deleted'));
  return null;
end $$;
create trigger connection_resumed after update of status on connection
  for each row when (old.status <> new.status and new.status not in ('failed', 'paused', 'stale'))
  execute function connection_resumed();

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

create function operation_read(o resource_operation) returns json language sql stable as $$
  select row_to_json(t) from (
    select o.id, wire_time(o.created_at) as created_at, wire_time(o.updated_at) as updated_at, o.partner_id,
      o.connection_id, o.fleet_ref, o.source_name, o.resource, o.resource_id, o.source_id, o.operation_type, o.status,
      o.payload, o.field_results, operation_logs(o.partner_id, o.id) as logs
  ) t
$$;

create function operation_answer(o resource_operation) returns json language sql stable as $$
  select row_to_json(t) from (
    select o.id, wire_time(o.created_at) as created_at, wire_time(o.updated_at) as updated_at, null as deleted_at,
      o.partner_id, o.connection_id, o.fleet_ref, o.source_name, o.resource, o.resource_id, o.source_id, o.operation_type,
      o.payload, o.status, o.field_results, operation_logs(o.partner_id, o.id) as logs
  ) t
$$;
