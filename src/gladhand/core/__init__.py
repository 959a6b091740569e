"""What every noun stands on: database, jobs, problems, paging, secrets, HTTP, log, clock, ids."""
