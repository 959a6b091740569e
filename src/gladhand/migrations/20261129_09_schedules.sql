-- depends: 20261129_06_records

create type schedule_status as enum (
  'inactive', 'active', 'paused', 'stale', 'deleted', 'cancelled', 'cancelled_insufficient_scope');
create type execution_status as enum ('failed', 'pending', 'scheduled', 'success');

-- One resource of one connection, and when and from where on it is read. A schedule is a queue of its own.
create table schedule (
  fleet_id uuid not null,
  id uuid not null default uuidv7(),
  connection_id uuid not null,
  source_name text not null,
  resource text not null,
  status schedule_status not null default 'active',
  execution_interval_seconds int not null,
  consecutive_error_threshold int not null default 15,
  consecutive_error_count int not null default 0,
  max_concurrent_executions int not null default 1,
  position json not null default '{}',          -- where the next execution goes on; stored with the records before it
  read_until timestamptz,                       -- of a read by windows: everything before is read
  history_from timestamptz,                     -- how far back history is read; null: not at all
  history_until timestamptz,                    -- history from here on is read; it grows towards history_from
  history_position json not null default '{}',
  history_rows bigint not null default 0,
  last_data_at timestamptz,                     -- when the newest record occurred
  last_success_at timestamptz,
  next_execution_at timestamptz not null default now(),
  due_at timestamptz not null default now(),    -- when it may be claimed: the next execution, or a further try
  leased_until timestamptz,                     -- of the execution under way; in no index, as each page extends it
  execution_id uuid,                            -- the execution under way; only this one may store anything
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (fleet_id, id),
  foreign key (fleet_id, connection_id) references connection (fleet_id, id)
) with (fillfactor = 80);
create index schedule_id on schedule (id);
create unique index schedule_resource on schedule (fleet_id, connection_id, resource);
create index schedule_due on schedule (due_at, id) where status = 'active';

-- The parents of a schedule that reads one vehicle or driver after the other.
create table schedule_parent (
  fleet_id uuid not null,
  schedule_id uuid not null,
  source_id text not null,                      -- the provider's id
  read_from timestamptz,                        -- it is read from here on, as it came later or an older window was
                                                -- refused; null: as all others
  read_until timestamptz,                       -- it is read up to here, as a newer window was refused; null: as
                                                -- all others
  refusals int not null default 0,              -- of newer windows, in a row
  retry_at timestamptz,                         -- when the refused newer window is tried again
  history_refusals int not null default 0,      -- of older windows, in a row
  history_retry_at timestamptz,                 -- when the refused older window is tried again
  primary key (fleet_id, schedule_id, source_id),
  foreign key (fleet_id, schedule_id) references schedule (fleet_id, id) on delete cascade
);

-- One run of a schedule.
create table execution (
  fleet_id uuid not null,
  id uuid not null,
  schedule_id uuid not null,
  connection_id uuid not null,
  source_name text not null,
  resource text not null,
  status execution_status not null default 'pending',
  cursor text,                                  -- where it ended
  response json,                                -- of a failed one: the provider's last answer, without secrets
  error_type operation_error_type,
  error_details text,
  counts json not null default '{}',            -- records by what became of them
  skipped json not null default '[]',           -- rows that could not be read, with the reason; the first ones
  last_data_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (fleet_id, id)
);
create index execution_schedule on execution (fleet_id, schedule_id, created_at, id);
create index execution_created on execution (created_at);
