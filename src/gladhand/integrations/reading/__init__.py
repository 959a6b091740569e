"""Reading from providers: the runs of due schedules, slice by slice and page by page."""
