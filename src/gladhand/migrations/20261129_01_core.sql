-- depends:

-- A time in RFC 3339 with Z, with microseconds only if they are not zero; `core.clock.wire_time` does the same in Python.
-- The function is neither strict nor immutable: with either, the planner could not inline it, and a list calls it for each
-- time of each row.
create function wire_time(moment timestamptz) returns text language sql stable parallel safe as $$
  select case when extract(microseconds from moment)::int % 1000000 = 0
    then to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    else to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') end
$$;

-- Exact totals without a scan; see `core.counter_queries`. Sixteen rows for each counter: a transaction always uses the same one
-- of them, so that writers of one partner rarely wait for each other.
create table counter (
  partner_id uuid not null,
  name text not null,
  shard smallint not null,
  value bigint not null,
  primary key (partner_id, name, shard)
);

-- Requests that came with an Idempotency-Key, and their answers. Committed together with what the request did.
create table idempotency_key (
  client text not null,                         -- the same for all tokens of one client
  key text not null,
  fingerprint bytea not null,                   -- hash of path, query and body
  subject uuid,                                 -- what a request that waits for a provider has accepted
  reserved_until timestamptz,                   -- until then such a request waits before it has accepted anything
  status smallint,                              -- of the answer; null until there is one
  answer bytea,                                 -- sealed: answers may hold secrets
  created_at timestamptz not null default clock_timestamp(),
  primary key (client, key),
  check ((status is null) = (answer is null))
);
create index idempotency_key_age on idempotency_key (created_at);

-- Readiness checks insert rows here and roll back. A full disk or a server without writes refuses them.
create unlogged table write_probe (filler text not null);

-- Servers and workers that are alive: each writes its row every few seconds, and deletes it at its end.
create table process (
  id uuid primary key,
  kind text not null check (kind in ('server', 'worker')),
  version text not null,
  started_at timestamptz not null default clock_timestamp(),
  seen_at timestamptz not null default clock_timestamp()
) with (fillfactor = 50);
