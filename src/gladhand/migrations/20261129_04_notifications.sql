-- depends: 20261129_02_orgs

create type webhook_status as enum ('active', 'paused', 'stale', 'deleted');
create type delivery_status as enum ('pending', 'delivered', 'dead');
create type attempt_status as enum ('success', 'failed');

create table webhook (
  partner_id uuid not null references partner (id),
  id uuid not null default uuidv7(),
  url text not null,
  url_shown text not null,                      -- masked: addresses often carry a key
  event_name text not null,
  fleet_ids uuid[],
  fleet_refs text[],
  secret bytea not null,                        -- sealed
  retired_secrets bytea[] not null default '{}', -- sealed; they sign beside it until the time at the same place below
  retired_until timestamptz[] not null default '{}',
  batch_size int not null default 1,              -- how many events one request may carry
  content_encoding text not null default 'gzip' check (content_encoding in ('gzip', 'identity')),
  extensions bool not null default false,       -- bodies have keys beyond the contract's
  status webhook_status not null default 'active',
  judged_from timestamptz not null default clock_timestamp() + interval '15 minutes',  -- by the circuit breaker
  in_order_until timestamptz,                   -- what was published before goes out one after the other
  probe_at timestamptz,                         -- when a stale one is next tried with one delivery
  probes int not null default 0,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  fingerprint bytea not null,                   -- of url and filters, which are too long for an index entry
  primary key (partner_id, id)
);
create index webhook_order on webhook (partner_id, created_at, id) where status <> 'deleted';
create index webhook_subscribers on webhook (partner_id, event_name) where status <> 'deleted';
create unique index webhook_once on webhook (partner_id, event_name, fingerprint) where status <> 'deleted';

-- The number that the newest delivery of a subscription was given. Apart from the subscription, whose row publishers read.
create table webhook_sequence (
  partner_id uuid not null,
  webhook_id uuid not null,
  last bigint not null default 0,
  held_until timestamptz,                       -- one worker sends what has to arrive in order
  primary key (partner_id, webhook_id)
) with (fillfactor = 50);

-- What the circuit breaker goes by: attempts since the subscription was made, changed or activated.
create table webhook_health (
  partner_id uuid not null,
  webhook_id uuid not null,
  attempts bigint not null default 0,
  successes bigint not null default 0,
  failures_in_row int not null default 0,
  ewma float8,
  primary key (partner_id, webhook_id)
) with (fillfactor = 50);

-- Sums of quarters of an hour, so that metrics need no scan of the log.
create table webhook_quarter (
  partner_id uuid not null,
  webhook_id uuid not null,
  begins timestamptz not null,
  attempts bigint not null default 0,
  successes bigint not null default 0,
  answers bigint not null default 0,
  milliseconds bigint not null default 0,       -- of those with an answer
  messages bigint not null default 0,           -- first tried in this quarter
  messages_delivered bigint not null default 0, -- of these, whenever that was
  primary key (partner_id, webhook_id, begins)
) with (fillfactor = 50);

-- Where the feed of events stands. Its order is that of transactions; their numbers begin anew in a database that was
-- restored elsewhere, and what is added here keeps it growing.
create table feed (
  is_only boolean primary key default true check (is_only),
  ahead bigint not null default 0
);
insert into feed default values;

create function feed_position() returns bigint language sql volatile as $$
  select pg_current_xact_id()::text::bigint + ahead from feed
$$;

-- Partners who read the feed. Events of dated rows, such as positions, are stored for nobody else without a subscription.
create table feed_reader (
  partner_id uuid primary key,
  read_at timestamptz not null
);

create table event (
  partner_id uuid not null,
  id uuid not null default uuidv7(),
  event_name text not null,
  version text not null,
  fleet_id uuid,
  fleet_ref text,
  data json not null,                           -- one record, or a list of several
  sealed_link bytea,                            -- the public id of an invitation, which `data` has a placeholder for
  is_test boolean not null default false,       -- made on demand, for one subscription
  occurred_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  position bigint not null default feed_position(), -- the same for all events of one transaction
  primary key (partner_id, id)
);
create index event_feed on event (partner_id, position, id);

-- A delivery is one event on its way to one address: a subscription, or the callback url of an invitation.
create table delivery (
  partner_id uuid not null,
  id uuid not null default uuidv7(),
  event_id uuid not null,
  webhook_id uuid not null,                     -- the subscription, or the id that stands for the callback url
  callback_url text,                            -- of an invitation; null: to a subscription
  status delivery_status not null default 'pending',
  attempts int not null default 0,
  forgiven int not null default 0,              -- of these, those before a replay: the pauses begin anew
  is_held boolean not null default false,       -- a worker has it in hand
  sequence bigint,                              -- of the subscription's deliveries, from the first attempt on
  next_attempt_at timestamptz not null default clock_timestamp(),  -- while a worker holds it: when it is taken back
  first_attempt_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);
-- Rows change twice in their first second and then never again: the traces are taken away before they slow claims.
alter table delivery set (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 10000,
                          autovacuum_vacuum_insert_scale_factor = 0.02);
-- What waits for one subscription lies together, so that claiming never walks past what waits for another.
create index delivery_due on delivery (partner_id, webhook_id, next_attempt_at) where status = 'pending';
create index delivery_dead on delivery (partner_id, webhook_id, created_at) where status = 'dead';
create index delivery_sequence on delivery (partner_id, webhook_id, sequence) where sequence is not null;

-- One row for each event in each request that was made.
create table delivery_attempt (
  partner_id uuid not null,
  id uuid not null,                             -- that of the request's first event is the X-Request-ID that was sent
  delivery_id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  event_name text not null,
  attempt int not null,
  status attempt_status not null,
  status_code int,
  error_message text,
  response_time_ms int,
  created_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);
create index delivery_attempt_webhook on delivery_attempt (partner_id, webhook_id, created_at, id);
