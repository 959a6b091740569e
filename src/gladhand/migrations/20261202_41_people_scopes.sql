-- depends: 20261202_40_held_agreements

-- What a person may do with the role. Null: all that the role may do.
alter table person_role add column scopes text[];
