-- depends: 20261202_70_own_link_address

-- Whether the fleet itself has set when the agreement begins or ends. The tokens of the partner's invitation may shorten
-- that, and not prolong it.
alter table share_agreement add column has_held_dates boolean not null default false;
