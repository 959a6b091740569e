-- depends: 20261205_35_failing_since

-- When a schedule was asked for more history, and how far it was read then. Null: when the schedule was made.
alter table schedule add column history_asked_at timestamptz, add column history_asked_until timestamptz;
