-- depends: 20261202_70_own_link_address

-- The addresses that fleets gave in Connect when they accepted, as far as nobody has changed the invitation since. The
-- other links stay; their fleets name an address when they open them.
update sharing_link l set email = i.fleet_email from invitation i
where i.partner_id = l.partner_id and i.fleet_id = l.fleet_id and i.status = 'accepted'
  and i.accepted_at between l.created_at and l.created_at + interval '10 seconds'
  and i.updated_at between i.accepted_at and i.accepted_at + interval '1 second';
