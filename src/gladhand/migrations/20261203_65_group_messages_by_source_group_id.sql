-- depends: 20261203_64_group_messages_by_group_id
-- transactional: false

-- Like the index of fuel transactions by their driver's id at the provider.
set statement_timeout = 0;
set lock_timeout = 0;
drop index concurrently if exists record_group_message_source_group_id;
create index concurrently record_group_message_source_group_id on record_group_message (fleet_id, source_group_id, occurred_at, id);
