-- depends: 20261201_05_movement_privacy

-- Whether the fleet itself has paused or ended the agreement: its own link, or a person who has proved to be the fleet.
-- The partner can read the tokens of its invitation, so they cannot undo it.
alter table share_agreement add column is_held_by_fleet boolean not null default false;
-- Nobody knows who has paused these: a token, or the fleet itself.
update share_agreement set is_held_by_fleet = true where status = 'paused' and paused_by = 'fleet';

-- Whether the person had the fleet's own link or the browser that has accepted, when the role was given.
alter table person_role add column is_proved boolean not null default false;
