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

-- How many records each connection has of each day, so that totals need no scan; of things without a day, '-infinity'.
-- A transaction uses one of the shards: writers of one connection rarely wait for a row, and never for two.
create table record_count (
  fleet_id uuid not null,
  resource text not null,
  connection_id uuid not null,
  day date not null,
  shard smallint not null,
  value bigint not null,
  primary key (fleet_id, resource, connection_id, day, shard)
) with (fillfactor = 50);

-- The same of timelines for each hour: a window rarely ends with a day, and a day of a timeline has too many rows to count.
create table record_hour_count (
  fleet_id uuid not null,
  resource text not null,
  connection_id uuid not null,
  hour timestamptz not null,
  value bigint not null,
  primary key (fleet_id, resource, connection_id, hour)
) with (fillfactor = 50);

-- What is equal for all rows of a connection. Rows of timelines have the number.
create table record_origin (
  fleet_id uuid not null,
  number smallint not null,
  connection_id uuid not null,
  tsp_id uuid not null,
  tsp_slug text not null,
  source_name text not null,
  primary key (fleet_id, number),
  unique (fleet_id, connection_id)
);

-- The pages in which editable rows and timelines came. The id begins with the time: microseconds since 1970, then ten
-- random bits.
create table record_page (
  fleet_id uuid not null,
  id bigint not null,
  execution_id uuid,
  schedule_id uuid,
  primary key (fleet_id, id)
) partition by range (id);

-- The provider's rows of a page: a JSON array, compressed by zstd. A record's `page_row` is its index.
create table record_raw (
  fleet_id uuid not null,
  page bigint not null,
  resource text not null,
  connection_id uuid not null,
  rows bytea not null,
  primary key (fleet_id, page)
) partition by range (page);
alter table record_raw alter column rows set storage external;

-- The first partitions; the worker creates those that follow.
do $$
declare
  name text;
  day date;
begin
  foreach name in array array['record_page', 'record_raw'] loop
    for n in -1..8 loop
      day := (now() at time zone 'UTC')::date + n;
      execute format('create table %I partition of %I for values from (%s) to (%s)',
        name || '_' || to_char(day, 'YYYYMMDD'), name,
        extract(epoch from day)::bigint * 1000000 << 10, extract(epoch from day + 1)::bigint * 1000000 << 10);
    end loop;
  end loop;
end $$;

-- The outbox: changes of records on their way to events, each row one event for each of the partners. It lies beside the
-- records and is written with them; `records.changes` moves it.
create table record_change (
  fleet_id uuid not null,
  id uuid not null default uuidv7(),
  event_name text not null,
  partner_ids uuid[] not null,
  fleet_refs text[] not null,                   -- of the same length
  marker uuid not null,                         -- stands in `records` for the reference of the fleet
  records json not null,                        -- one record, or a list of several
  occurred_at timestamptz not null,
  primary key (fleet_id, id)
);

-- They are deleted within moments: compressing them would cost more than it saves.
alter table record_change alter column records set storage external;

-- Parents that records name and that are not stored yet: when one arrives, it is filled in.
create table record_missing_parent (
  fleet_id uuid not null,
  connection_id uuid not null,
  parent text not null,
  source_id text not null,
  resource text not null,
  since timestamptz not null,                   -- the records that name it occurred from then
  until timestamptz not null,                   -- to then
  primary key (fleet_id, connection_id, parent, source_id, resource)
);

-- The last complete walk over everything that a connection has of a resource, and what was absent in it.
create table record_walk (
  fleet_id uuid not null,
  connection_id uuid not null,
  resource text not null,
  seen bigint not null,
  finished_at timestamptz not null,
  primary key (fleet_id, connection_id, resource)
);
create table record_absence (
  fleet_id uuid not null,
  connection_id uuid not null,
  resource text not null,
  id uuid not null,
  absent_since timestamptz not null,
  primary key (fleet_id, connection_id, resource, id)
);

-- How long rows are kept where the operator has changed it; `raw` stands for the rows of providers.
create table record_retention (
  name text primary key,
  days int not null check (days > 0)
);

-- A text without the queries of signed links, which are new at each reading. `records.signed_links` does the same.
create function without_signatures(text) returns text language sql immutable parallel safe as $$
  select regexp_replace($1,
    '(https?://[^?#"\s\\]+)\?(?=[^"\s\\]*(signature|expires|token|credential|key-pair-id|policy|sig=|se=))[^"\s\\]*',
    '\1', 'gi')
$$;

-- A position as GeoJSON. Rows of timelines store the longitude and the latitude, and the whole only if it has more.
create function wire_point(at point, more jsonb) returns json language sql stable parallel safe as $$
  -- Twice as fast as `json_build_object`; null where there is no point.
  select coalesce($2::json,
    ('{"type":"Point","coordinates":[' || ($1)[0] || ',' || ($1)[1] || '],"bbox":null}')::json)
$$;
