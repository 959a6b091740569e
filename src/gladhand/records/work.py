"""What records bring to the worker: the tasks that keep tables, and the loop that moves changes to events."""

from gladhand.core.db import Database
from gladhand.core.provided import Provided
from gladhand.core.work import Loop, Work
from gladhand.records import tasks
from gladhand.records.changes import RecordChangeMover


def _mover(provided: Provided) -> Loop:
    return RecordChangeMover(provided.get(Database))


WORK = Work(tasks=(tasks.register,), loops=(_mover,))
