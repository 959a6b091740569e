-- depends: 20261130_06_reading

-- The server checked each JSON when it was stored and once more when it became an event. The first check took a tenth of
-- storing a page of positions.
alter table record_change alter column records type text;
alter table record_change alter column records set storage external;
