-- depends: 20261202_41_people_scopes

-- Whether the owner of the account has not accepted the role yet. Until then it opens nothing.
alter table person_role add column is_offered boolean not null default false;

-- The role that the holder of the link accepts, if it is such a link.
alter table person_link add column role_id uuid references person_role (id);
create index person_link_role on person_link (role_id) where role_id is not null;
