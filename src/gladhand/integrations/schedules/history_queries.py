"""SQL of how far the history of a schedule is read."""

from typing import LiteralString

# History is read from the newest to the oldest, and by a feed up to the present. The end is expected at the speed since
# it was asked for.
#: Of a schedule `s`, as `HistoryRead`.
HISTORY: LiteralString = """case when s.history_from is not null then json_build_object(
    'from_datetime', wire_time(s.history_from), 'read_from_datetime', wire_time(s.history_until),
    'records', s.history_rows, 'is_complete', coalesce(s.history_until <= s.history_from, false)
      and not exists (
        select from schedule_parent p
        where p.fleet_id = s.fleet_id and p.schedule_id = s.id and p.read_from > s.history_from),
    'expected_end_at', (
      select wire_time(clock_timestamp() + make_interval(secs => seconds))
      from (
        select (extract(epoch from clock_timestamp() - h.began) * extract(epoch from h.rest)
          / greatest(extract(epoch from h.done), 1))::float8 as seconds
        from (
          select coalesce(s.history_asked_at, s.created_at) as began,
            case when s.history_until is not null then coalesce(s.history_asked_until, s.created_at) - s.history_until
              -- A feed that has begun: it has a state, and no end.
              when s.history_asked_at is null and strpos(s.position::text, '"state":') > 0
                and strpos(s.position::text, '"until":') = 0 then s.last_data_at - s.history_from end as done,
            coalesce(s.history_until - s.history_from, clock_timestamp() - s.last_data_at) as rest) h
        where h.done > interval '0' and h.rest > interval '0') expected
      -- A history that stands still has no end. Years beyond 9999 are no times for others.
      where seconds < 1e9
    )) end"""
