-- depends: 20261205_90_traces

-- What all processes have counted together, for the console's charts. Each process adds its part once a minute.

-- Work of one queue in one minute. Times are counts of values up to each of the bounds that `core.metrics.DURATIONS` has,
-- and beyond the last one.
create table queue_minute (
  queue text not null,
  begins timestamptz not null,
  well bigint not null,                         -- attempts that went well
  failed bigint not null,
  oldest_seconds double precision not null,     -- for how long the oldest due work had waited at the end
  waited bigint[] not null,                     -- from due until claimed
  took bigint[] not null,                       -- from claimed until its result was stored
  primary key (begins, queue)
) with (fillfactor = 50);

-- Requests to one provider in one minute, by kind of requests. The row of the account '' has all accounts together; of
-- the accounts only the busiest have rows of their own.
create table budget_minute (
  source_name text not null,
  begins timestamptz not null,
  kind text not null,                           -- empty: all requests
  account text not null,                        -- connection.account_fingerprint
  requests bigint not null,
  throttled bigint not null,                    -- refused by the provider as too many
  primary key (source_name, begins, kind, account)
) with (fillfactor = 50);
create index budget_minute_begins on budget_minute (begins);

-- Attempts of writes in a quarter of an hour.
create table operation_quarter (
  partner_id uuid not null,
  begins timestamptz not null,
  succeeded bigint not null,
  failed bigint not null,                       -- for good
  retried bigint not null,                      -- failed, and tried again later
  throttled bigint not null,                    -- refused as too many, and tried again later
  primary key (partner_id, begins)
) with (fillfactor = 50);

-- How many lists that a partner may read were read in time, as last seen in a quarter of an hour.
create table freshness_quarter (
  partner_id uuid not null,
  begins timestamptz not null,
  in_time bigint not null,
  late bigint not null,                         -- not read for three of their intervals and at least 15 minutes
  primary key (partner_id, begins)
) with (fillfactor = 50);
