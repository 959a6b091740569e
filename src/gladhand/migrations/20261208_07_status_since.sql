-- depends: 20261208_02_answers_of_receivers

-- Since when a connection has its status. `updated_at` moves with every change, also one of its description.
alter table connection add column status_since timestamptz not null default clock_timestamp();
update connection set status_since = updated_at;

create function connection_status_since() returns trigger language plpgsql as $$
begin
  new.status_since := clock_timestamp();
  return new;
end $$;
create trigger connection_status_since before update of status on connection
  for each row when (old.status <> new.status) execute function connection_status_since();

create or replace view published_connection as
  select fleet_id, id, tsp_id, source_name, status, account_name, created_at, deleted_at, updated_at,
    masked_credentials, status_since
  from connection;
