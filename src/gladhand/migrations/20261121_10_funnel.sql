-- depends: 20261121_02_orgs

create type funnel_step as enum (
  'opened', 'accepted', 'provider_chosen', 'check_failed', 'connected', 'returned', 'integration_requested', 'declined'
);

-- How far the fleet of an invitation has come: a row per step, however often it was taken.
create table funnel_step_taken (
  partner_id uuid not null references partner (id),
  invitation_id uuid not null,
  step funnel_step not null,
  times int not null default 1,
  detail text,                                  -- of the last time: which provider, why a check failed
  first_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, invitation_id, step)
);
create index funnel_step_taken_first on funnel_step_taken (partner_id, first_at);
