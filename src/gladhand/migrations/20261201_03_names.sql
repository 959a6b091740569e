-- Tables and columns say what they hold. Renaming takes its lock for a moment.

-- Attempts to sign in at a provider or at gladhand, to register, or to get a new password.
alter table sign_in_count rename to attempt_count;
alter index sign_in_count_pkey rename to attempt_count_pkey;
alter index sign_in_count_forgotten rename to attempt_count_forgotten;

alter table integration_request rename column told_at to available_notified_at;
alter table share_agreement rename column end_told_at to end_notified_at;
alter index share_agreement_end_untold rename to share_agreement_end_unnotified;
alter table connection rename column repair_told_at to repair_notified_at;
alter index connection_untold rename to connection_unnotified;
