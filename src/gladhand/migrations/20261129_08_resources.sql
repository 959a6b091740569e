-- depends: 20261129_06_records

-- Which driver has which vehicle, from `occurred_at` on.
create table record_driver_vehicle_association (
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
  driver_id uuid,
  source_driver_id text,
  vehicle_id uuid,
  source_vehicle_id text,
  is_primary_driver boolean,
  primary key (fleet_id, id)
);
create index record_driver_vehicle_association_id on record_driver_vehicle_association (id);
create unique index record_driver_vehicle_association_source on record_driver_vehicle_association (fleet_id, connection_id, source_id);
create index record_driver_vehicle_association_occurred on record_driver_vehicle_association (fleet_id, occurred_at, id);
create index record_driver_vehicle_association_updated on record_driver_vehicle_association (fleet_id, updated_at, id);
create index record_driver_vehicle_association_driver_id on record_driver_vehicle_association (fleet_id, driver_id, occurred_at, id);
create index record_driver_vehicle_association_vehicle_id on record_driver_vehicle_association (fleet_id, vehicle_id, occurred_at, id);
create index record_driver_vehicle_association_driver_id_missing on record_driver_vehicle_association (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
create index record_driver_vehicle_association_vehicle_id_missing on record_driver_vehicle_association (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create table record_driver_vehicle_association_latest (
  like record_driver_vehicle_association,
  asset uuid not null,
  primary key (fleet_id, asset)
) with (fillfactor = 50);

-- Events that tell of risky driving, such as hard braking and speeding.
create table record_driver_safety_event (
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
  driver_id uuid,
  source_driver_id text,
  vehicle_id uuid,
  source_vehicle_id text,
  location jsonb,
  h3_index_11 bigint,
  inferred_address jsonb,
  event text not null,
  duration_seconds bigint,
  event_metadata jsonb,
  primary key (fleet_id, id)
);
create index record_driver_safety_event_id on record_driver_safety_event (id);
create unique index record_driver_safety_event_source on record_driver_safety_event (fleet_id, connection_id, source_id);
create index record_driver_safety_event_occurred on record_driver_safety_event (fleet_id, occurred_at, id);
create index record_driver_safety_event_updated on record_driver_safety_event (fleet_id, updated_at, id);
create index record_driver_safety_event_driver_id on record_driver_safety_event (fleet_id, driver_id, occurred_at, id);
create index record_driver_safety_event_vehicle_id on record_driver_safety_event (fleet_id, vehicle_id, occurred_at, id);
create index record_driver_safety_event_driver_id_missing on record_driver_safety_event (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
create index record_driver_safety_event_vehicle_id_missing on record_driver_safety_event (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;

-- Inspections of vehicles and trailers by their drivers (DVIR).
create table record_dvir_log (
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
  location jsonb,
  h3_index_11 bigint,
  trailer_id uuid,
  source_trailer_id text,
  log_type text,
  authority_name text,
  authority_address text,
  duration_seconds double precision,
  odometer_km double precision,
  odometer double precision,
  engine_hours double precision,
  inspected_by text,
  certify_comment text,
  driver_comment text,
  defect_count bigint,
  version text,
  defects jsonb,
  is_safety_critical boolean,
  primary key (fleet_id, id)
);
create index record_dvir_log_id on record_dvir_log (id);
create unique index record_dvir_log_source on record_dvir_log (fleet_id, connection_id, source_id);
create index record_dvir_log_occurred on record_dvir_log (fleet_id, occurred_at, id);
create index record_dvir_log_updated on record_dvir_log (fleet_id, updated_at, id);
create index record_dvir_log_vehicle_id on record_dvir_log (fleet_id, vehicle_id, occurred_at, id);
create index record_dvir_log_driver_id on record_dvir_log (fleet_id, driver_id, occurred_at, id);
create index record_dvir_log_vehicle_id_missing on record_dvir_log (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create index record_dvir_log_driver_id_missing on record_dvir_log (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
create index record_dvir_log_trailer_id_missing on record_dvir_log (fleet_id, source_trailer_id)
  where trailer_id is null and source_trailer_id is not null;

-- Defects that were found at inspections, and whether they were repaired.
create table record_dvir_log_defect (
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
  dvir_log_id uuid,
  source_dvir_log_id text,
  defect_type text,
  defect_code text,
  defect_name text,
  description text,
  status text,
  is_safety_critical boolean,
  resolved_at timestamptz,
  notes text,
  primary key (fleet_id, id)
);
create index record_dvir_log_defect_id on record_dvir_log_defect (id);
create unique index record_dvir_log_defect_source on record_dvir_log_defect (fleet_id, connection_id, source_id);
create index record_dvir_log_defect_occurred on record_dvir_log_defect (fleet_id, occurred_at, id);
create index record_dvir_log_defect_updated on record_dvir_log_defect (fleet_id, updated_at, id);
create index record_dvir_log_defect_dvir_log_id on record_dvir_log_defect (fleet_id, dvir_log_id, occurred_at, id);
create index record_dvir_log_defect_dvir_log_id_missing on record_dvir_log_defect (fleet_id, source_dvir_log_id)
  where dvir_log_id is null and source_dvir_log_id is not null;

-- Fault codes of engines, as they come and go.
create table record_engine_log (
  occurred_at timestamptz not null,
  first_stored_at timestamptz,
  last_changed_at timestamptz,
  deleted_at timestamptz,
  page bigint not null,
  created_at timestamptz generated always as (coalesce(first_stored_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  updated_at timestamptz generated always as (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  origin smallint not null,
  page_row smallint not null,
  fleet_id uuid not null,
  id uuid not null,
  source_data_hash uuid not null,
  vehicle_id uuid,
  driver_id uuid,
  co_driver_id uuid,
  engine_status boolean,
  mil_status boolean,
  source_id text not null,
  extras jsonb,
  source_vehicle_id text,
  source_driver_id text,
  source_co_driver_id text,
  fault_code_source text,
  fault_code jsonb,
  fault_code_description text,
  canonical_code text,
  status text,
  primary key (fleet_id, occurred_at, id)
) partition by range (occurred_at);
create index record_engine_log_updated on record_engine_log (fleet_id, (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))));
create index record_engine_log_vehicle_id on record_engine_log (fleet_id, vehicle_id) where vehicle_id is not null;
create index record_engine_log_driver_id on record_engine_log (fleet_id, driver_id) where driver_id is not null;
create index record_engine_log_vehicle_id_missing on record_engine_log (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create index record_engine_log_driver_id_missing on record_engine_log (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
create index record_engine_log_co_driver_id_missing on record_engine_log (fleet_id, source_co_driver_id)
  where co_driver_id is null and source_co_driver_id is not null;

-- When engines were switched on and off, and where.
create table record_engine_status (
  occurred_at timestamptz not null,
  first_stored_at timestamptz,
  last_changed_at timestamptz,
  deleted_at timestamptz,
  page bigint not null,
  created_at timestamptz generated always as (coalesce(first_stored_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  updated_at timestamptz generated always as (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  location point,
  h3_index_11 bigint,
  origin smallint not null,
  page_row smallint not null,
  fleet_id uuid not null,
  id uuid not null,
  source_data_hash uuid not null,
  vehicle_id uuid,
  driver_id uuid,
  co_driver_id uuid,
  source_id text not null,
  extras jsonb,
  source_vehicle_id text,
  source_driver_id text,
  source_co_driver_id text,
  location_more jsonb,
  inferred_address jsonb,
  engine_status text,
  primary key (fleet_id, occurred_at, id)
) partition by range (occurred_at);
create index record_engine_status_updated on record_engine_status (fleet_id, (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))));
create index record_engine_status_vehicle_id on record_engine_status (fleet_id, vehicle_id) where vehicle_id is not null;
create index record_engine_status_driver_id on record_engine_status (fleet_id, driver_id) where driver_id is not null;
create index record_engine_status_vehicle_id_missing on record_engine_status (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create index record_engine_status_driver_id_missing on record_engine_status (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
create index record_engine_status_co_driver_id_missing on record_engine_status (fleet_id, source_co_driver_id)
  where co_driver_id is null and source_co_driver_id is not null;
create table record_engine_status_latest (
  like record_engine_status,
  asset uuid not null,
  primary key (fleet_id, asset)
) with (fillfactor = 50);

-- Purchases of fuel.
create table record_fuel_transaction (
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
  co_driver_id uuid,
  source_co_driver_id text,
  location jsonb,
  h3_index_11 bigint,
  inferred_address jsonb,
  odometer double precision,
  fuel_type text,
  fuel_volume double precision,
  fuel_vendor text,
  total_cost numeric,
  currency text,
  primary key (fleet_id, id)
);
create index record_fuel_transaction_id on record_fuel_transaction (id);
create unique index record_fuel_transaction_source on record_fuel_transaction (fleet_id, connection_id, source_id);
create index record_fuel_transaction_occurred on record_fuel_transaction (fleet_id, occurred_at, id);
create index record_fuel_transaction_updated on record_fuel_transaction (fleet_id, updated_at, id);
create index record_fuel_transaction_vehicle_id on record_fuel_transaction (fleet_id, vehicle_id, occurred_at, id);
create index record_fuel_transaction_driver_id on record_fuel_transaction (fleet_id, driver_id, occurred_at, id);
create index record_fuel_transaction_vehicle_id_missing on record_fuel_transaction (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create index record_fuel_transaction_driver_id_missing on record_fuel_transaction (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
create index record_fuel_transaction_co_driver_id_missing on record_fuel_transaction (fleet_id, source_co_driver_id)
  where co_driver_id is null and source_co_driver_id is not null;

-- How long each driver may still drive and work, as the provider calculates it.
create table record_hos_availability (
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
  driver_id uuid,
  source_driver_id text,
  vehicle_id uuid,
  source_vehicle_id text,
  hos_ruleset_code text,
  duty_status_code text,
  cycle_started_at timestamptz,
  cycle_ends_at timestamptz,
  available_drive_seconds bigint,
  available_shift_seconds bigint,
  available_cycle_seconds bigint,
  available_tomorrow_seconds bigint,
  available_day2_seconds bigint,
  available_day3_seconds bigint,
  forecast_horizon_days bigint,
  time_until_break_seconds bigint,
  rest_remaining_seconds bigint,
  cycle_violation_duration_seconds bigint,
  shift_driving_violation_duration_seconds bigint,
  shift_ends_at timestamptz,
  next_break_due_at timestamptz,
  next_10hr_reset_eligible_at timestamptz,
  next_34hr_reset_eligible_at timestamptz,
  is_personal_conveyance_applied boolean,
  is_yard_move_applied boolean,
  is_adverse_driving_exemption_available boolean,
  is_adverse_driving_applied boolean,
  is_meal_break_required boolean,
  meal_break_due_at timestamptz,
  meal_break_min_duration_seconds bigint,
  meal_break_time_until_due_seconds bigint,
  is_split_sleep_applied boolean,
  is_sleeper_eligible boolean,
  sleeper_required_remaining_seconds bigint,
  sleeper_split_window_ends_at timestamptz,
  is_cycle_applicable boolean,
  exception_codes jsonb,
  notes text,
  primary key (fleet_id, id)
);
create index record_hos_availability_id on record_hos_availability (id);
create unique index record_hos_availability_source on record_hos_availability (fleet_id, connection_id, source_id);
create index record_hos_availability_occurred on record_hos_availability (fleet_id, occurred_at, id);
create index record_hos_availability_updated on record_hos_availability (fleet_id, updated_at, id);
create index record_hos_availability_driver_id on record_hos_availability (fleet_id, driver_id, occurred_at, id);
create index record_hos_availability_vehicle_id on record_hos_availability (fleet_id, vehicle_id, occurred_at, id);
create index record_hos_availability_driver_id_missing on record_hos_availability (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
create index record_hos_availability_vehicle_id_missing on record_hos_availability (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create index record_hos_availability_absent on record_hos_availability (fleet_id, connection_id) where "deleted_at" is not null;

-- How long each driver was in each duty status, day by day.
create table record_hos_daily_snapshot (
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
  driver_id uuid,
  source_driver_id text,
  snapshot_date date,
  duration_off_duty_seconds bigint,
  duration_sleeper_berth_seconds bigint,
  duration_on_duty_seconds bigint,
  duration_driving_seconds bigint,
  duration_personal_conveyance_seconds bigint,
  duration_yard_move_seconds bigint,
  duration_waiting_seconds bigint,
  duration_unknown_seconds bigint,
  duration_cycle_on_duty_seconds bigint,
  primary key (fleet_id, id)
);
create index record_hos_daily_snapshot_id on record_hos_daily_snapshot (id);
create unique index record_hos_daily_snapshot_source on record_hos_daily_snapshot (fleet_id, connection_id, source_id);
create index record_hos_daily_snapshot_occurred on record_hos_daily_snapshot (fleet_id, occurred_at, id);
create index record_hos_daily_snapshot_updated on record_hos_daily_snapshot (fleet_id, updated_at, id);
create index record_hos_daily_snapshot_driver_id on record_hos_daily_snapshot (fleet_id, driver_id, occurred_at, id);
create index record_hos_daily_snapshot_driver_id_missing on record_hos_daily_snapshot (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;

-- Entries of drivers' logs: changes of the duty status, certifications, log-ins and malfunctions.
create table record_hos_event (
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
  co_driver_id uuid,
  source_co_driver_id text,
  location jsonb,
  h3_index_11 bigint,
  inferred_address jsonb,
  additional_driver_ids jsonb,
  started_at timestamptz,
  ended_at timestamptz,
  driver_last_edit_at timestamptz,
  driver_certified_at timestamptz,
  hos_ruleset_code text,
  time_zone_code text,
  annotations jsonb,
  duty_status_code text,
  event_type_code text,
  event_code text,
  log_state_code text,
  log_origin_code text,
  deferral_status text,
  deferral_minutes bigint,
  eld_malfunction_code text,
  is_excluded boolean,
  is_transitioning boolean,
  record_status text,
  region_code text,
  location_name text,
  odometer double precision,
  engine_hours double precision,
  sequence text,
  version text,
  primary key (fleet_id, id)
);
create index record_hos_event_id on record_hos_event (id);
create unique index record_hos_event_source on record_hos_event (fleet_id, connection_id, source_id);
create index record_hos_event_occurred on record_hos_event (fleet_id, occurred_at, id);
create index record_hos_event_updated on record_hos_event (fleet_id, updated_at, id);
create index record_hos_event_vehicle_id on record_hos_event (fleet_id, vehicle_id, occurred_at, id);
create index record_hos_event_driver_id on record_hos_event (fleet_id, driver_id, occurred_at, id);
create index record_hos_event_vehicle_id_missing on record_hos_event (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create index record_hos_event_driver_id_missing on record_hos_event (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
create index record_hos_event_co_driver_id_missing on record_hos_event (fleet_id, source_co_driver_id)
  where co_driver_id is null and source_co_driver_id is not null;

-- Files that belong to entries of drivers' logs.
create table record_hos_event_attachment (
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
  hos_event_id uuid,
  source_hos_event_id text,
  last_edit_at timestamptz,
  uploaded_by uuid,
  source_uploaded_by text,
  file_name text,
  file_type text,
  file_size bigint,
  source_url text,
  url text,
  checksum text,
  description text,
  primary key (fleet_id, id)
);
create index record_hos_event_attachment_id on record_hos_event_attachment (id);
create unique index record_hos_event_attachment_source on record_hos_event_attachment (fleet_id, connection_id, source_id);
create index record_hos_event_attachment_occurred on record_hos_event_attachment (fleet_id, occurred_at, id);
create index record_hos_event_attachment_updated on record_hos_event_attachment (fleet_id, updated_at, id);
create index record_hos_event_attachment_hos_event_id on record_hos_event_attachment (fleet_id, hos_event_id, occurred_at, id);
create index record_hos_event_attachment_hos_event_id_missing on record_hos_event_attachment (fleet_id, source_hos_event_id)
  where hos_event_id is null and source_hos_event_id is not null;
create index record_hos_event_attachment_uploaded_by_missing on record_hos_event_attachment (fleet_id, source_uploaded_by)
  where uploaded_by is null and source_uploaded_by is not null;

-- Violations of the rules of hours of service, as the provider finds them.
create table record_hos_violation (
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
  driver_id uuid,
  source_driver_id text,
  hos_event_id uuid,
  source_hos_event_id text,
  violation_code text,
  violation_category text,
  violation_description text,
  start_time timestamptz,
  end_time timestamptz,
  duration bigint,
  hours_limit double precision,
  primary key (fleet_id, id)
);
create index record_hos_violation_id on record_hos_violation (id);
create unique index record_hos_violation_source on record_hos_violation (fleet_id, connection_id, source_id);
create index record_hos_violation_occurred on record_hos_violation (fleet_id, occurred_at, id);
create index record_hos_violation_updated on record_hos_violation (fleet_id, updated_at, id);
create index record_hos_violation_driver_id on record_hos_violation (fleet_id, driver_id, occurred_at, id);
create index record_hos_violation_driver_id_missing on record_hos_violation (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
create index record_hos_violation_hos_event_id_missing on record_hos_violation (fleet_id, source_hos_event_id)
  where hos_event_id is null and source_hos_event_id is not null;

-- Monthly reports of vehicles for the fuel tax (IFTA). `source_data` has the provider's figures.
create table record_ifta_summary (
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
  month bigint,
  year bigint,
  primary key (fleet_id, id)
);
create index record_ifta_summary_id on record_ifta_summary (id);
create unique index record_ifta_summary_source on record_ifta_summary (fleet_id, connection_id, source_id);
create index record_ifta_summary_occurred on record_ifta_summary (fleet_id, occurred_at, id);
create index record_ifta_summary_updated on record_ifta_summary (fleet_id, updated_at, id);
create index record_ifta_summary_vehicle_id on record_ifta_summary (fleet_id, vehicle_id, occurred_at, id);
create index record_ifta_summary_vehicle_id_missing on record_ifta_summary (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;

-- Messages between drivers and offices.
create table record_message (
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
  source_sender_id text,
  sender_id uuid,
  message_text text,
  message_hash text,
  status text,
  delivered_at timestamptz,
  sent_by_driver boolean,
  sender_name text,
  thread_id uuid,
  source_thread_id text,
  source_recipient_id text,
  recipient_id uuid,
  read_at timestamptz,
  recipient_name text,
  reply_to_message_id uuid,
  source_reply_to_message_id text,
  primary key (fleet_id, id)
);
create index record_message_id on record_message (id);
create unique index record_message_source on record_message (fleet_id, connection_id, source_id);
create index record_message_occurred on record_message (fleet_id, occurred_at, id);
create index record_message_updated on record_message (fleet_id, updated_at, id);
create index record_message_sender_id on record_message (fleet_id, sender_id, occurred_at, id);
create index record_message_recipient_id on record_message (fleet_id, recipient_id, occurred_at, id);
create index record_message_sender_id_missing on record_message (fleet_id, source_sender_id)
  where sender_id is null and source_sender_id is not null;
create index record_message_recipient_id_missing on record_message (fleet_id, source_recipient_id)
  where recipient_id is null and source_recipient_id is not null;
create index record_message_reply_to_message_id_missing on record_message (fleet_id, source_reply_to_message_id)
  where reply_to_message_id is null and source_reply_to_message_id is not null;

-- Messages to several recipients at once.
create table record_group_message (
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
  source_sender_id text,
  sender_id uuid,
  message_text text,
  message_hash text,
  status text,
  delivered_at timestamptz,
  sent_by_driver boolean,
  sender_name text,
  thread_id uuid,
  source_thread_id text,
  source_recipient_ids jsonb,
  recipient_ids jsonb,
  group_id uuid,
  source_group_id text,
  primary key (fleet_id, id)
);
create index record_group_message_id on record_group_message (id);
create unique index record_group_message_source on record_group_message (fleet_id, connection_id, source_id);
create index record_group_message_occurred on record_group_message (fleet_id, occurred_at, id);
create index record_group_message_updated on record_group_message (fleet_id, updated_at, id);
create index record_group_message_sender_id on record_group_message (fleet_id, sender_id, occurred_at, id);
create index record_group_message_sender_id_missing on record_group_message (fleet_id, source_sender_id)
  where sender_id is null and source_sender_id is not null;
create index record_group_message_recipient_ids_listed on record_group_message using gin (source_recipient_ids jsonb_path_ops);

-- Positions of vehicles, with speed, odometer, fuel and engine values of the same moment.
create table record_vehicle_location (
  occurred_at timestamptz not null,
  first_stored_at timestamptz,
  last_changed_at timestamptz,
  deleted_at timestamptz,
  page bigint not null,
  created_at timestamptz generated always as (coalesce(first_stored_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  updated_at timestamptz generated always as (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  location point,
  h3_index_11 bigint,
  speed double precision,
  odometer double precision,
  fuel_level double precision,
  fuel_value double precision,
  engine_hours double precision,
  oil_pressure double precision,
  coolant_temperature double precision,
  origin smallint not null,
  page_row smallint not null,
  fleet_id uuid not null,
  id uuid not null,
  source_data_hash uuid not null,
  vehicle_id uuid,
  driver_id uuid,
  co_driver_id uuid,
  source_id text not null,
  extras jsonb,
  source_vehicle_id text,
  source_driver_id text,
  source_co_driver_id text,
  location_more jsonb,
  inferred_address jsonb,
  primary key (fleet_id, occurred_at, id)
) partition by range (occurred_at);
create index record_vehicle_location_updated on record_vehicle_location (fleet_id, (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))));
create index record_vehicle_location_vehicle_id on record_vehicle_location (fleet_id, vehicle_id) where vehicle_id is not null;
create index record_vehicle_location_driver_id on record_vehicle_location (fleet_id, driver_id) where driver_id is not null;
create index record_vehicle_location_vehicle_id_missing on record_vehicle_location (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create index record_vehicle_location_driver_id_missing on record_vehicle_location (fleet_id, source_driver_id)
  where driver_id is null and source_driver_id is not null;
create index record_vehicle_location_co_driver_id_missing on record_vehicle_location (fleet_id, source_co_driver_id)
  where co_driver_id is null and source_co_driver_id is not null;
create table record_vehicle_location_latest (
  like record_vehicle_location,
  asset uuid not null,
  primary key (fleet_id, asset)
) with (fillfactor = 50);

-- Events of sensors of vehicles, such as doors and cargo thermometers.
create table record_vehicle_sensor (
  occurred_at timestamptz not null,
  first_stored_at timestamptz,
  last_changed_at timestamptz,
  deleted_at timestamptz,
  page bigint not null,
  created_at timestamptz generated always as (coalesce(first_stored_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  updated_at timestamptz generated always as (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  sensor_value double precision,
  origin smallint not null,
  page_row smallint not null,
  fleet_id uuid not null,
  id uuid not null,
  source_data_hash uuid not null,
  vehicle_id uuid,
  source_id text not null,
  extras jsonb,
  source_vehicle_id text,
  raw_event text,
  sensor_event text,
  sensor_unit text,
  primary key (fleet_id, occurred_at, id)
) partition by range (occurred_at);
create index record_vehicle_sensor_updated on record_vehicle_sensor (fleet_id, (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))));
create index record_vehicle_sensor_vehicle_id on record_vehicle_sensor (fleet_id, vehicle_id) where vehicle_id is not null;
create index record_vehicle_sensor_vehicle_id_missing on record_vehicle_sensor (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;

-- Which trailer is behind which vehicle, from `occurred_at` on.
create table record_trailer_vehicle_association (
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
  trailer_id uuid,
  source_trailer_id text,
  vehicle_id uuid,
  source_vehicle_id text,
  trailer_sequence bigint,
  primary key (fleet_id, id)
);
create index record_trailer_vehicle_association_id on record_trailer_vehicle_association (id);
create unique index record_trailer_vehicle_association_source on record_trailer_vehicle_association (fleet_id, connection_id, source_id);
create index record_trailer_vehicle_association_occurred on record_trailer_vehicle_association (fleet_id, occurred_at, id);
create index record_trailer_vehicle_association_updated on record_trailer_vehicle_association (fleet_id, updated_at, id);
create index record_trailer_vehicle_association_trailer_id on record_trailer_vehicle_association (fleet_id, trailer_id, occurred_at, id);
create index record_trailer_vehicle_association_vehicle_id on record_trailer_vehicle_association (fleet_id, vehicle_id, occurred_at, id);
create index record_trailer_vehicle_association_trailer_id_missing on record_trailer_vehicle_association (fleet_id, source_trailer_id)
  where trailer_id is null and source_trailer_id is not null;
create index record_trailer_vehicle_association_vehicle_id_missing on record_trailer_vehicle_association (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create table record_trailer_vehicle_association_latest (
  like record_trailer_vehicle_association,
  asset uuid not null,
  primary key (fleet_id, asset)
) with (fillfactor = 50);

-- Positions of trailers, with the vehicle that towed them where the provider knows it.
create table record_trailer_location (
  occurred_at timestamptz not null,
  first_stored_at timestamptz,
  last_changed_at timestamptz,
  deleted_at timestamptz,
  page bigint not null,
  created_at timestamptz generated always as (coalesce(first_stored_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  updated_at timestamptz generated always as (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  location point,
  h3_index_11 bigint,
  origin smallint not null,
  page_row smallint not null,
  fleet_id uuid not null,
  id uuid not null,
  source_data_hash uuid not null,
  trailer_id uuid not null,
  vehicle_id uuid,
  source_id text not null,
  extras jsonb,
  source_trailer_id text,
  source_vehicle_id text,
  location_more jsonb,
  inferred_address jsonb,
  primary key (fleet_id, occurred_at, id)
) partition by range (occurred_at);
create index record_trailer_location_updated on record_trailer_location (fleet_id, (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))));
create index record_trailer_location_trailer_id on record_trailer_location (fleet_id, trailer_id) where trailer_id is not null;
create index record_trailer_location_vehicle_id on record_trailer_location (fleet_id, vehicle_id) where vehicle_id is not null;
create index record_trailer_location_trailer_id_missing on record_trailer_location (fleet_id, source_trailer_id)
  where trailer_id is null and source_trailer_id is not null;
create index record_trailer_location_vehicle_id_missing on record_trailer_location (fleet_id, source_vehicle_id)
  where vehicle_id is null and source_vehicle_id is not null;
create table record_trailer_location_latest (
  like record_trailer_location,
  asset uuid not null,
  primary key (fleet_id, asset)
) with (fillfactor = 50);

-- What refrigerated trailers report: temperatures, power, doors, fuel and alarms.
create table record_trailer_status (
  occurred_at timestamptz not null,
  first_stored_at timestamptz,
  last_changed_at timestamptz,
  deleted_at timestamptz,
  page bigint not null,
  created_at timestamptz generated always as (coalesce(first_stored_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  updated_at timestamptz generated always as (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))) virtual,
  location point,
  h3_index_11 bigint,
  battery_voltage double precision,
  battery_percent double precision,
  fuel_level double precision,
  reefer_engine_hours double precision,
  ambient_temperature double precision,
  suction_pressure_kpa double precision,
  discharge_pressure_kpa double precision,
  humidity_percent double precision,
  origin smallint not null,
  page_row smallint not null,
  fleet_id uuid not null,
  id uuid not null,
  source_data_hash uuid not null,
  trailer_id uuid,
  power_on boolean,
  door_open boolean,
  source_id text not null,
  extras jsonb,
  source_trailer_id text,
  location_more jsonb,
  power_source text,
  battery_status text,
  reefer_operational_status text,
  operation_mode text,
  control_mode text,
  cargo_status text,
  zones jsonb,
  remote_probe_statuses jsonb,
  pre_trip_status jsonb,
  active_alarms jsonb,
  primary key (fleet_id, occurred_at, id)
) partition by range (occurred_at);
create index record_trailer_status_updated on record_trailer_status (fleet_id, (coalesce(last_changed_at, to_timestamp((page >> 10)::double precision / 1000000))));
create index record_trailer_status_trailer_id on record_trailer_status (fleet_id, trailer_id) where trailer_id is not null;
create index record_trailer_status_trailer_id_missing on record_trailer_status (fleet_id, source_trailer_id)
  where trailer_id is null and source_trailer_id is not null;
create table record_trailer_status_latest (
  like record_trailer_status,
  asset uuid not null,
  primary key (fleet_id, asset)
) with (fillfactor = 50);
