"""Schedules: which resources of a connection are read, and when. One schedule per connection and resource."""
