-- depends: 20261130_09_partnerships

-- Keys with which people sign in without a password. The secret half never leaves the person's device.
create table person_passkey (
  person_id uuid not null references person (id),
  id uuid not null default uuidv7(),
  credential_id bytea not null,                 -- the name that the device has given to the key
  public_key bytea not null,
  sign_count bigint not null,                   -- how often the device says that it has used the key; 0 if it does not count
  name text not null,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  suspended_at timestamptz,                     -- when the count went back, as it does with a copy of the key
  primary key (person_id, id)
);
create unique index person_passkey_credential on person_passkey (credential_id);

-- Challenges that were answered. Each works once.
create table used_passkey_challenge (
  challenge_hash bytea primary key,
  expires_at timestamptz not null
);
create index used_passkey_challenge_expiry on used_passkey_challenge (expires_at);
