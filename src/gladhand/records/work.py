"""What records bring to the worker: the task that keeps the partitions of timelines."""

from gladhand.core.work import Work
from gladhand.records import tasks

WORK = Work(tasks=(tasks.register,))
