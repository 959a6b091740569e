-- depends: 20261129_05_integrations

-- Normalised records: the header that all resources share, and the resource's own fields as jsonb.
create table record_user (
  fleet_id uuid not null,
  id uuid not null,                             -- UUIDv5 of (connection, resource, source_id)
  connection_id uuid not null,
  tsp_id uuid not null,
  tsp_slug text not null,
  source_name text not null,
  source_id text not null,
  source_data jsonb not null default '{}',
  source_data_hash text not null,
  fields jsonb not null,
  extras jsonb,
  occurred_at timestamptz not null,
  execution_id uuid,
  schedule_id uuid,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  primary key (fleet_id, id)
);
create index record_user_id on record_user (id);
create index record_user_connection on record_user (connection_id, occurred_at, id);
create index record_user_source on record_user (connection_id, source_id);

create function record_counted() returns trigger language plpgsql as $$
begin
  perform count_up(new.connection_id, tg_argv[0], 1);
  return null;
end $$;
create trigger record_user_counted after insert on record_user
  for each row execute function record_counted('user');

create table record_vehicle (like record_user including all);
create trigger record_vehicle_counted after insert on record_vehicle
  for each row execute function record_counted('vehicle');

create table record_trailer (like record_user including all);
create trigger record_trailer_counted after insert on record_trailer
  for each row execute function record_counted('trailer');
