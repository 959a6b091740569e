-- depends: 20261129_10_company_and_trips

create type mail_channel as enum ('mail', 'sms');
create type mail_status as enum ('queued', 'sent', 'failed', 'bounced', 'suppressed');

-- A message to one person. A worker sends it on behalf of a partner, or of the installation, whose id is all zeros.
create table mail (
  partner_id uuid not null,
  id uuid not null default uuidv7(),            -- the Message-ID holds it, so it is the same in all attempts
  channel mail_channel not null,
  kind text not null,
  language text not null,
  subject_id uuid,                              -- the row that the message is about, such as that of an invitation
  recipient_hash bytea not null,                -- of the partner and the address
  sealed bytea not null,                        -- the address and what the text needs; emptied at the end
  status mail_status not null default 'queued',
  attempts int not null default 0,
  next_attempt_at timestamptz not null default clock_timestamp(),  -- while a worker holds it: when it is taken back
  error text,                                   -- what the other side said, without addresses
  sent_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, id)
);
create index mail_due on mail (partner_id, next_attempt_at) where status = 'queued';
create index mail_sent on mail (partner_id, sent_at) where sent_at is not null;
create index mail_recipient on mail (partner_id, recipient_hash, sent_at) where sent_at is not null;
create index mail_age on mail (partner_id, created_at);

-- Addresses that get no more messages of a partner.
create table mail_stop (
  partner_id uuid not null,
  recipient_hash bytea not null,
  reason text not null check (reason in ('asked', 'bounced')),
  created_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, recipient_hash)
);

-- A partner's own words for a kind of mail, in one language.
create table mail_text (
  partner_id uuid not null,
  kind text not null,
  language text not null,
  subject text not null,
  body text not null,                           -- paragraphs, with empty lines between them
  button text not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (partner_id, kind, language)
);

-- What messages show of a partner.
create view published_brand as
  select p.id, p.name, b.color, b.logo_url from partner p left join branding b on b.partner_id = p.id;

alter table invitation
  add column language text,                     -- of messages to the fleet; null: that of its country
  add column notice_channel mail_channel,       -- how the link was last sent, and what became of that
  add column notice_status mail_status,
  add column notice_error text,
  add column notice_at timestamptz;

-- When the person who asked for a provider was told that it can be connected.
alter table integration_request add column told_at timestamptz;

-- When the fleet was told that the partner's access has ended. Agreements that have ended before are no news.
alter table share_agreement add column end_told_at timestamptz;
update share_agreement set end_told_at = updated_at where status in ('cancelled', 'expired', 'deleted');
create index share_agreement_end_untold on share_agreement (updated_at)
  where status in ('cancelled', 'expired', 'deleted') and end_told_at is null;

-- When the fleet was asked to sign in again; null again with the next outage.
alter table connection add column repair_told_at timestamptz;
update connection set repair_told_at = updated_at where status = 'stale';
create index connection_untold on connection (updated_at) where status = 'stale' and repair_told_at is null;
