"""The feed: every event of a partner, to read instead of a webhook or to compare with what came by one."""
