-- depends: 20261130_04_console

-- What overviews look for among many schedules that are well.
create index schedule_failing on schedule (fleet_id)
  where status = 'inactive' or (status = 'active' and consecutive_error_count > 0);
