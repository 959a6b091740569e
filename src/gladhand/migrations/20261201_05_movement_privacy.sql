-- depends: 20261130_09_partnerships

-- How a fleet protects the movement of its drivers from a partner: duty status (PC, OFF, SB) to `coarse` or `withheld`.
-- Null and a status that is not named: the partner sees everything.
alter table share_agreement add column movement_privacy jsonb;
create index share_agreement_private on share_agreement (partner_id) where movement_privacy is not null;

create or replace view live_agreement as
  select partner_id, id, fleet_id, fleet_ref, invitation_id, scopes, created_at, movement_privacy from share_agreement
  where status = 'active' and not is_suspended
    and effective_date <= now() and (expiration_date is null or expiration_date > now());

-- Up to when the drivers' logs of a connection are read. Null: the first reading has not ended. A connection whose logs
-- are not read has no row. What a provider learns within two minutes may be missing in a reading without a window.
create view published_log_reading as
  select s.fleet_id, s.connection_id, coalesce(s.read_until, s.last_success_at - interval '2 minutes') as read_until,
    s.status = 'active' and c.status = 'active' as is_active
  from schedule s join connection c on c.fleet_id = s.fleet_id and c.id = s.connection_id
  where s.resource = 'hos_event' and s.status in ('active', 'stale', 'paused') and s.deleted_at is null;
