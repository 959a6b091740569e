-- depends: 20261208_01_wire_time

-- The beginning of what a receiver said with a refusal. Null where it took the event, or where the event has a link.
alter table delivery_attempt add column answer text;
