-- depends: 20261121_01_foundation

-- What a client was told when it sent a request with a key. Committed together with what the request did.
create table idempotency_key (
  client text not null,                         -- who is calling: the same for all tokens of one client
  key text not null,
  fingerprint bytea not null,                   -- hash of path, query and body
  subject uuid,                                 -- what a request that waits for a provider has accepted
  reserved_until timestamptz,                   -- until then such a request waits before it has accepted anything
  status smallint,                              -- of the answer; null as long as there is none
  answer bytea,                                 -- sealed: answers may hold secrets
  created_at timestamptz not null default clock_timestamp(),
  primary key (client, key),
  check ((status is null) = (answer is null))
);
create index idempotency_key_age on idempotency_key (created_at);
