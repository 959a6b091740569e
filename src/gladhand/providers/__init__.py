"""One folder per provider, nothing else. `docs/providers.md` says how to add one."""
