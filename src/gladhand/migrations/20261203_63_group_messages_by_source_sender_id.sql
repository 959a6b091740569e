-- depends: 20261203_62_messages_by_source_recipient_id
-- transactional: false

-- Like the index of fuel transactions by their driver's id at the provider.
set statement_timeout = 0;
set lock_timeout = 0;
drop index concurrently if exists record_group_message_source_sender_id;
create index concurrently record_group_message_source_sender_id on record_group_message (fleet_id, source_sender_id, occurred_at, id);
