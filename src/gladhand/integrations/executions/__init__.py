"""Executions: the runs of schedules, as they are claimed, stored and shown."""
