-- depends: 20261204_31_schedules_by_success 20261204_50_identities

-- The trace of the request or of the run that a row follows from, as the text of the header `traceparent`; null where no
-- traces are made. What a worker does with the row belongs to that trace.
alter table resource_operation add column trace_parent text;
alter table event add column trace_parent text;
alter table record_change add column trace_parent text;
