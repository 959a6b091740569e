-- depends: 20261129_05_integrations

-- Normalised records. `tools/resource_migration.py` prints these tables from the declarations; a test
-- compares them.
-- The id is the UUIDv5 of connection, resource and source_id.

create table record_user (
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
  username text,
  started_at timestamptz,
  ended_at timestamptz,
  is_active boolean,
  status text,
  is_driver boolean,
  user_designation text,
  user_email text,
  first_name text,
  last_name text,
  phone_number text,
  country_code text,
  license_country text,
  license_region text,
  license_number text,
  license_expiration date,
  employee_number text,
  company_groups jsonb,
  private_user_groups jsonb,
  report_groups jsonb,
  security_groups jsonb,
  authority_name text,
  authority_address text,
  company_name text,
  company_address text,
  carrier_number text,
  last_tsp_login timestamptz,
  notes text,
  hos_ruleset_code text,
  allow_yard_move boolean,
  allow_personal_conveyance boolean,
  allow_adverse_driving boolean,
  default_time_zone text,
  primary key (fleet_id, id)
);
create index record_user_id on record_user (id);
create unique index record_user_source on record_user (fleet_id, connection_id, source_id);
create index record_user_occurred on record_user (fleet_id, occurred_at, id);
create index record_user_updated on record_user (fleet_id, updated_at, id);
create index record_user_absent on record_user (fleet_id, connection_id) where (deleted_at is not null or is_driver is false);

create table record_vehicle (
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
  vehicle_name text,
  oem text,
  model_type text,
  model_year bigint,
  vin text,
  license_plate_region text,
  license_plate_number text,
  started_at timestamptz,
  ended_at timestamptz,
  is_active boolean,
  notes text,
  eld_id text,
  eld_serial_number text,
  eld_device_type text,
  eld_product_id text,
  total_axles bigint,
  external_id text,
  engine_vin text,
  license_plate_country text,
  status text,
  vehicle_groups jsonb,
  speed_unit text,
  odometer_unit text,
  fuel_unit text,
  fuel_capacity text,
  engine_type text,
  primary key (fleet_id, id)
);
create index record_vehicle_id on record_vehicle (id);
create unique index record_vehicle_source on record_vehicle (fleet_id, connection_id, source_id);
create index record_vehicle_occurred on record_vehicle (fleet_id, occurred_at, id);
create index record_vehicle_updated on record_vehicle (fleet_id, updated_at, id);
create index record_vehicle_absent on record_vehicle (fleet_id, connection_id) where deleted_at is not null;

create table record_trailer (
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
  trailer_name text,
  oem text,
  model_type text,
  model_year bigint,
  vin text,
  license_plate_region text,
  license_plate_number text,
  started_at timestamptz,
  ended_at timestamptz,
  is_active boolean,
  notes text,
  eld_id text,
  eld_serial_number text,
  eld_device_type text,
  eld_product_id text,
  total_axles bigint,
  external_id text,
  license_plate_country text,
  status text,
  trailer_groups jsonb,
  trailer_length double precision,
  trailer_type text,
  speed_unit text,
  odometer_unit text,
  fuel_unit text,
  fuel_capacity text,
  engine_type text,
  primary key (fleet_id, id)
);
create index record_trailer_id on record_trailer (id);
create unique index record_trailer_source on record_trailer (fleet_id, connection_id, source_id);
create index record_trailer_occurred on record_trailer (fleet_id, occurred_at, id);
create index record_trailer_updated on record_trailer (fleet_id, updated_at, id);
create index record_trailer_absent on record_trailer (fleet_id, connection_id) where deleted_at is not null;

-- How many records each connection has, so that totals need no scan. Sixteen rows each, of which a transaction uses
-- one: writers of one connection rarely wait for a row, and never for two.
create table record_count (
  fleet_id uuid not null,
  resource text not null,
  connection_id uuid not null,
  shard smallint not null,
  value bigint not null,
  primary key (fleet_id, resource, connection_id, shard)
) with (fillfactor = 50);
