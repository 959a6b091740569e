-- depends: 20261129_10_company_and_trips

-- Why a schedule runs less often than usual: the fleet is too large for the provider's limits. Null: it runs as usual, or
-- as an administrator has set it.
alter table schedule add column stretched json;
