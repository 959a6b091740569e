"""The feed: every event of a partner, to read instead of webhooks or to reconcile with them."""
