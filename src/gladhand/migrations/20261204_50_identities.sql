-- depends: 20261203_65_group_messages_by_source_group_id

-- Whom an OpenID provider means by a subject. The address decides the first time only; it may change there.
create table person_identity (
  issuer text not null,
  subject text not null,
  person_id uuid not null references person (id),
  created_at timestamptz not null default now(),
  primary key (issuer, subject)
);
create index person_identity_person on person_identity (person_id);
