-- depends: 20261203_50_outbox_texts
-- transactional: false

-- Without an index, a list that is filtered by an id of the provider reads all records of the fleet in its window.
-- The release that is running goes on writing. What a broken try has left is not valid, and is made anew.
set statement_timeout = 0;
set lock_timeout = 0;
drop index concurrently if exists record_fuel_transaction_source_driver_id;
create index concurrently record_fuel_transaction_source_driver_id on record_fuel_transaction (fleet_id, source_driver_id, occurred_at, id);
