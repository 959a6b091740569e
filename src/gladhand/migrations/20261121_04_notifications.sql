-- depends: 20261121_02_orgs

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
  status webhook_status not null default 'active',
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  fingerprint bytea not null,                   -- of url and filters, which are too long for an index entry
  primary key (partner_id, id)
);
create index webhook_order on webhook (partner_id, created_at, id) where status <> 'deleted';
create index webhook_subscribers on webhook (partner_id, event_name) where status <> 'deleted';
create unique index webhook_once on webhook (partner_id, event_name, fingerprint) where status <> 'deleted';

create table event (
  partner_id uuid not null,
  id uuid not null default uuidv7(),
  event_name text not null,
  version text not null,
  fleet_id uuid,
  fleet_ref text,
  data json not null,                           -- one record, as it is sent in the envelope's list
  occurred_at timestamptz not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);

-- A delivery is one event on its way to one address: a subscription, or the callback url of an invitation.
create table delivery (
  partner_id uuid not null,
  id uuid not null default uuidv7(),
  event_id uuid not null,
  webhook_id uuid not null,                     -- the subscription, or the id that stands for the callback url
  callback_url text,                            -- of an invitation; null: to a subscription
  status delivery_status not null default 'pending',
  attempts int not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),  -- while a worker holds it: when it is taken back
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);
-- What waits for one subscription lies together, so that claiming never walks past what waits for another.
create index delivery_due on delivery (partner_id, webhook_id, next_attempt_at) where status = 'pending';
create index delivery_dead on delivery (partner_id, webhook_id, created_at) where status = 'dead';

-- One row per request that was made.
create table delivery_attempt (
  partner_id uuid not null,
  id uuid not null,                             -- also the X-Request-ID that was sent
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
