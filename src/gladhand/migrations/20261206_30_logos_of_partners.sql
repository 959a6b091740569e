-- depends: 20261205_90_traces

-- Whether the partner itself has named the logos. The server fetches those from public networks alone, also where the
-- operator has allowed others.
alter table branding add column logo_by_partner boolean not null default false;
alter table embed_key add column logo_by_partner boolean not null default false;

create or replace view published_brand as
  select p.id, p.name, b.color, b.logo_url, b.logo_by_partner from partner p left join branding b on b.partner_id = p.id;
