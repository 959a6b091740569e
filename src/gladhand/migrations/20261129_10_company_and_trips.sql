-- depends: 20261129_09_schedules

-- The company that a connection's account belongs to, as the provider knows it.
create table record_fleet_info (
  fleet_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  tsp_id uuid not null,
  tsp_slug text not null,
  source_name text not null,
  source_id text not null,
  source_data jsonb not null,
  source_data_hash bytea not null,
  occurred_at timestamptz not null,
  execution_id uuid,
  schedule_id uuid,
  extras jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  carrier_name text,
  dot_number text,
  dba_name text,
  street text,
  city text,
  state text,
  zip text,
  country text,
  phone_number text,
  company_url text,
  timezone text,
  primary key (fleet_id, id)
);
create index record_fleet_info_id on record_fleet_info (id);
create unique index record_fleet_info_source on record_fleet_info (fleet_id, connection_id, source_id);
create index record_fleet_info_occurred on record_fleet_info (fleet_id, occurred_at, id);
create index record_fleet_info_updated on record_fleet_info (fleet_id, updated_at, id);
create index record_fleet_info_absent on record_fleet_info (fleet_id, connection_id) where "deleted_at" is not null;

-- Trips that the office has planned, with their stops, and how far drivers have come.
create table record_workflow (
  fleet_id uuid not null,
  id uuid not null,
  connection_id uuid not null,
  tsp_id uuid not null,
  tsp_slug text not null,
  source_name text not null,
  source_id text not null,
  source_data_hash bytea not null,
  occurred_at timestamptz not null,
  execution_id uuid,
  schedule_id uuid,
  extras jsonb,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  page bigint not null,
  page_row smallint not null,
  vehicle_id uuid,
  source_vehicle_id text,
  driver_id uuid,
  source_driver_id text,
  workflow_status text,
  started_at timestamptz,
  ended_at timestamptz,
  total_distance double precision,
  instructions text,
  stops jsonb not null,
  primary key (fleet_id, id)
);
create index record_workflow_id on record_workflow (id);
create unique index record_workflow_source on record_workflow (fleet_id, connection_id, source_id);
create index record_workflow_occurred on record_workflow (fleet_id, occurred_at, id);
create index record_workflow_updated on record_workflow (fleet_id, updated_at, id);
create index record_workflow_vehicle_id on record_workflow (fleet_id, vehicle_id, occurred_at, id);
create index record_workflow_driver_id on record_workflow (fleet_id, driver_id, occurred_at, id);
create index record_workflow_vehicle_id_missing on record_workflow (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create index record_workflow_driver_id_missing on record_workflow (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
