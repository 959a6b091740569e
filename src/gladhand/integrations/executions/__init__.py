"""Executions: the runs of schedules, which fetch from providers and store."""
