-- depends: 20261203_50_outbox_texts

-- A list that is narrowed by ids beside those of our records has read all records of the fleet in the window.
set local statement_timeout = 0;
create index record_fuel_transaction_source_driver_id on record_fuel_transaction (fleet_id, source_driver_id, occurred_at, id);
create index record_message_source_sender_id on record_message (fleet_id, source_sender_id, occurred_at, id);
create index record_message_source_recipient_id on record_message (fleet_id, source_recipient_id, occurred_at, id);
create index record_group_message_source_sender_id on record_group_message (fleet_id, source_sender_id, occurred_at, id);
create index record_group_message_group_id on record_group_message (fleet_id, group_id, occurred_at, id);
create index record_group_message_source_group_id on record_group_message (fleet_id, source_group_id, occurred_at, id);
