import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from psycopg import IntegrityError, OperationalError
from psycopg.errors import (
    AdminShutdown,
    DeadlockDetected,
    DiskFull,
    LockNotAvailable,
    NumericValueOutOfRange,
    ProgramLimitExceeded,
    QueryCanceled,
    UndefinedColumn,
)
from tests.processes import PATIENCE

from gladhand.core.dispatch import wakeup
from gladhand.core.dispatch.batcher import Batcher


class BatchTable:
    """What was written, batch by batch; the next errors are raised instead."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.batches: list[list[int]] = []

    async def write(self, batch: Sequence[int]) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.batches.append(list(batch))


def toy_batcher(table: BatchTable) -> Batcher[int]:
    return Batcher("toy", table.write, refused=lambda result: -result, batch_size=3, gather_seconds=0)


@asynccontextmanager
async def running(batcher: Batcher[int]) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(batcher.run())
    try:
        yield task
    finally:
        task.cancel()


@pytest.fixture
def no_pauses(monkeypatch):
    monkeypatch.setattr(wakeup, "_PAUSES", (0.0,))


async def test_results_are_written_in_batches_and_in_their_order():
    table = BatchTable()
    batcher = toy_batcher(table)
    async with running(batcher), asyncio.timeout(PATIENCE):
        await asyncio.gather(batcher.add([1, 2]), batcher.add([3, 4]), batcher.add([5]))
    assert table.batches == [[1, 2, 3], [4, 5]]


async def test_a_future_is_done_when_all_of_its_results_are_written():
    table = BatchTable()
    batcher = toy_batcher(table)
    async with running(batcher), asyncio.timeout(PATIENCE):
        await batcher.add([1, 2, 3, 4])
        assert table.batches == [[1, 2, 3], [4]]


async def test_results_are_kept_while_the_database_is_away():
    table = BatchTable(OperationalError("gone"), OSError("gone"))
    batcher = toy_batcher(table)
    async with running(batcher), asyncio.timeout(PATIENCE):
        await batcher.add([1, 2])
    assert table.batches == [[1, 2]]


async def test_results_are_kept_however_long_the_database_is_away(no_pauses):
    table = BatchTable(*(AdminShutdown() for _ in range(30)), DiskFull(), OperationalError("gone"))
    batcher = toy_batcher(table)
    async with running(batcher), asyncio.timeout(PATIENCE):
        await batcher.add([1, 2])
    assert table.batches == [[1, 2]]


async def test_a_statement_that_the_server_has_ended_is_tried_again(no_pauses):
    table = BatchTable(*(QueryCanceled() for _ in range(5)), LockNotAvailable(), DeadlockDetected())
    batcher = toy_batcher(table)
    async with running(batcher), asyncio.timeout(PATIENCE):
        await batcher.add([1, 2])
    assert table.batches == [[1, 2]]


async def test_a_statement_that_the_server_ends_time_and_again_ends_the_batcher(no_pauses):
    batcher = toy_batcher(BatchTable(*(QueryCanceled() for _ in range(50))))
    async with running(batcher) as task:
        written = batcher.add([1, 2])
        with pytest.raises(QueryCanceled):
            await asyncio.wait_for(task, PATIENCE)
        assert not written.done()
        assert batcher.unwritten == 2


async def test_a_result_that_exceeds_a_limit_of_the_server_costs_no_other():
    class Picky(BatchTable):
        async def write(self, batch: Sequence[int]) -> None:
            if 2 in batch:
                raise ProgramLimitExceeded
            await super().write(batch)

    table = Picky()
    batcher = toy_batcher(table)
    async with running(batcher), asyncio.timeout(PATIENCE):
        await batcher.add([1, 2, 3])
    assert table.batches == [[1], [-2], [3]]


async def test_a_result_that_the_database_refuses_costs_no_other():
    class Picky(BatchTable):
        async def write(self, batch: Sequence[int]) -> None:
            if 2 in batch:
                raise NumericValueOutOfRange
            await super().write(batch)

    table = Picky()
    batcher = toy_batcher(table)
    async with running(batcher), asyncio.timeout(PATIENCE):
        await batcher.add([1, 2, 3])
        await batcher.add([4])
    # A failure is written in its place, so that its work is not repeated for ever.
    assert table.batches == [[1], [-2], [3], [4]]


async def test_a_failure_that_the_database_refuses_as_well_costs_no_other():
    table = BatchTable(NumericValueOutOfRange(), IntegrityError())
    batcher = toy_batcher(table)
    async with running(batcher), asyncio.timeout(PATIENCE):
        await batcher.add([1])
        await batcher.add([2])
    assert table.batches == [[2]]


async def test_a_wrong_statement_ends_the_batcher():
    batcher = toy_batcher(BatchTable(UndefinedColumn()))
    async with running(batcher) as task:
        written = batcher.add([1])
        with pytest.raises(UndefinedColumn):
            await asyncio.wait_for(task, PATIENCE)
        assert not written.done()


async def test_finishing_waits_for_what_is_left_but_not_for_ever():
    table = BatchTable()
    batcher = toy_batcher(table)
    batcher.add([1])
    await batcher.finish(0.01)
    assert table.batches == []
    async with running(batcher):
        await batcher.finish(5)
    assert table.batches == [[1]]
