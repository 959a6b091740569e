-- depends: 20261130_09_partnerships

-- The console has the sessions of people. A session that a one-time link has opened has no person, and holds the role of
-- the link.
alter table person_session
  alter column person_id drop not null,
  add column link_id uuid,
  add column role person_role_kind,
  add column partner_id uuid references partner (id),
  add column console_seen_at timestamptz,       -- the last page of the console
  add constraint person_session_holder check ((person_id is null) = (link_id is not null) and (link_id is null) = (role is null)),
  add constraint person_session_role check (role <> 'fleet' and (role = 'admin') = (partner_id is null));
create index person_session_partner on person_session (partner_id) where partner_id is not null;

drop table console_session;

-- The roles have one set of names.
alter table console_link drop constraint console_link_check;
alter table console_link alter column role type person_role_kind using (
  case role when 'operator' then 'admin' when 'partner-admin' then 'partner_admin' else 'partner_reader' end
)::person_role_kind;
alter table console_link
  add constraint console_link_role check (role <> 'fleet' and (role = 'admin') = (partner_id is null));
drop type console_role;
