-- depends: 20261129_10_company_and_trips

-- A row of a timeline keeps 64 bits of its hash instead of 128: eight bytes less, and they are compared only with
-- another hash of the same record. PostgreSQL writes the tables anew, which takes a minute for some ten million rows.
set local statement_timeout = 0;
do $$
declare
  timeline regclass;
begin
  for timeline in
    select c.oid from pg_class c join pg_attribute a on a.attrelid = c.oid
    where a.attname = 'source_data_hash' and a.atttypid = 'uuid'::regtype and c.relkind in ('r', 'p')
      and not c.relispartition and c.relnamespace = current_schema()::regnamespace
    order by c.relname
  loop
    execute format(
      'alter table %s alter column source_data_hash type macaddr8 '
      'using left(translate(source_data_hash::text, ''-'', ''''), 16)::macaddr8', timeline);
  end loop;
end $$;

-- Members that all records of a change have, such as `,"source_name":"samsara","co_driver_id":null`. They follow the
-- reference of the fleet, which is put into each record when the change becomes an event.
alter table record_change add column shared text not null default '';

-- How many complete walks in a row have not seen the record.
alter table record_absence add column walks smallint not null default 1;
