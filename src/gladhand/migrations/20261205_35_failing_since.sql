-- depends: 20261204_50_identities

-- Since when the runs of a schedule fail, so that the log says once that it has begun, and once that it is over, also when
-- the schedule was switched off or its connection was refused meanwhile.
alter table schedule add column failing_since timestamptz;
update schedule set failing_since = updated_at where consecutive_error_count > 0;
