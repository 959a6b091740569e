-- depends: 20261129_10_company_and_trips

-- Fleets, invitations and connections of all owners, the newest first, for the operator's lists.
create index fleet_newest on fleet (created_at, id);
create index invitation_newest on invitation (created_at, id);
create index connection_newest on connection (created_at, id);
