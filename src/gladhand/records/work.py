"""What records bring to the worker: the tasks that keep tables, and the loop that moves changes to events."""

from gladhand.core.container import Container
from gladhand.core.db import Database
from gladhand.core.work import Loop, Work
from gladhand.records import tasks
from gladhand.records.changes import RecordChangeMover


def _mover(container: Container) -> Loop:
    return RecordChangeMover(container.get(Database))


WORK = Work(tasks=(tasks.register,), loops=(_mover,))
