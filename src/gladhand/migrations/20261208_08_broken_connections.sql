-- depends: 20261208_07_status_since

-- The newest connections that need a new sign-in, for overviews. Few are in it.
create index connection_broken on connection (created_at, id) where status in ('stale', 'failed');
