-- depends: 20261206_31_secret_counts

-- When what the provider's row says was so: what the hub calculates from that is the same when the row is mapped again.
alter table record_hos_availability add column as_of timestamptz;
