-- depends: 20261129_10_company_and_trips

-- What the consent page says about a partner: who it is, and its own words for all of its fleets.
create table partner_consent (
  partner_id uuid primary key references partner (id),
  website_url text,
  contact_email text,
  privacy_url text,
  terms_url text,
  terms jsonb not null default '{}',            -- see `orgs.consent.schemas.ConsentTerms`
  updated_at timestamptz not null default now()
);

-- Terms of one invitation, which replace the partner's own.
alter table invitation add column consent jsonb;
