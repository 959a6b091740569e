-- depends: 20261202_41_people_scopes

-- The address that a fleet's own link may be sent to. The one of the invitation can be written by the partner, too.
alter table sharing_link add column email text;
