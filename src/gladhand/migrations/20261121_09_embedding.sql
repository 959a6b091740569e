-- depends: 20261121_02_orgs

-- How Connect looks for the fleets of a partner.
create table branding (
  partner_id uuid primary key references partner (id),
  color text,                                   -- six hexadecimal digits
  logo_url text,
  logo_dark_url text,
  updated_at timestamptz not null default now()
);

-- What lets a partner's own sites show Connect in a frame. Not a secret: it stands in the pages of those sites.
create table embed_key (
  partner_id uuid not null references partner (id),
  id uuid not null default uuidv7(),
  key text not null unique,
  name text not null,
  origins text[] not null,
  color text,                                   -- these three instead of the partner's own
  logo_url text,
  logo_dark_url text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (partner_id, id)
);
