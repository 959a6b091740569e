-- depends: 20261206_30_logos_of_partners

-- How many rows of a column had a secret of an older key than the newest, and when that was counted or changed. Counting
-- reads whole tables, so that pages show this instead.
create table secret_count (
  column_name text primary key,
  newest_key bytea not null,
  old bigint not null,
  counted_at timestamptz not null default clock_timestamp()
);
