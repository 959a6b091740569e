-- depends: 20261204_50_identities

-- Columns say what they hold, and all leases have one name. Renaming takes its lock for a moment.
alter table schedule rename column leased_until to lease_until;
alter table connection rename column credentials_shown to masked_credentials;
alter view published_connection rename column credentials_shown to masked_credentials;
alter table webhook rename column url_shown to masked_url;

-- How many brands came before each: Connect colours the tiles of brands without a logo by it. Deleted ones count, so that
-- a number stays.
create view published_tsp_number as
  select id as tsp_id, row_number() over (order by created_at, slug) - 1 as number from tsp;
