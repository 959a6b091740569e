"""What every noun stands on: database, dispatchers, problems, paging, secrets, HTTP, log, clock, ids."""
