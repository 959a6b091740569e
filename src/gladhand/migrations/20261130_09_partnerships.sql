-- depends: 20261129_10_company_and_trips

-- Which partners a fleet shares or shared with, and since when no more; a paused agreement lives.
create view published_partnership as
  select partner_id, fleet_id,
    least(case when status not in ('active', 'paused') then updated_at end, expiration_date) as ended_at
  from share_agreement;
