-- depends: 20261203_61_messages_by_source_sender_id
-- transactional: false

-- Like the index of fuel transactions by their driver's id at the provider.
set statement_timeout = 0;
set lock_timeout = 0;
drop index concurrently if exists record_message_source_recipient_id;
create index concurrently record_message_source_recipient_id on record_message (fleet_id, source_recipient_id, occurred_at, id);
