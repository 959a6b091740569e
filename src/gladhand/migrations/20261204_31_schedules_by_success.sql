-- depends: 20261204_30_api_requests
-- transactional: false

-- Finds schedules that have read nothing for three of their intervals, though each run was put off: a provider that limits
-- requests refuses runs that are no failures, and none of them is due.
set statement_timeout = 0;
set lock_timeout = 0;
drop index concurrently if exists schedule_unread_since;
create index concurrently schedule_unread_since on schedule
  ((extract(epoch from last_success_at at time zone 'UTC') + 3 * execution_interval_seconds)) where status = 'active';
