"""Requests of many tasks that one call answers."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from gladhand.core.batch_loader import BatchLoader


async def test_requests_gather_while_a_call_is_under_way() -> None:
    calls: list[Sequence[int]] = []
    is_called, may_end = asyncio.Event(), asyncio.Event()

    async def load(requests: Sequence[int]) -> Mapping[int, int]:
        calls.append(requests)
        is_called.set()
        await may_end.wait()
        return {each: each * each for each in requests}

    loader = BatchLoader[int, int, int](load, most=3)
    first = asyncio.create_task(loader.get(1, 1))
    await is_called.wait()
    # The key 2 comes twice, and a call takes three.
    others = [asyncio.create_task(loader.get(key, key)) for key in (2, 3, 2, 4, 5)]
    cancelled = asyncio.create_task(loader.get(6, 6))
    await asyncio.sleep(0)
    cancelled.cancel()
    may_end.set()
    assert await asyncio.gather(first, *others) == [1, 4, 9, 4, 16, 25]
    assert calls == [[1], [2, 3, 4], [2, 5, 6]]


async def test_a_request_that_the_call_does_not_answer_fails() -> None:
    async def load(requests: Sequence[int]) -> Mapping[int, int]:
        return {each: each for each in requests if each != 1}

    with pytest.raises(KeyError):
        await BatchLoader[int, int, int](load, most=2).get(1, 1)


async def test_an_error_reaches_all_requests_of_the_call_and_no_others() -> None:
    async def load(requests: Sequence[int]) -> Mapping[int, int]:
        if 1 in requests:
            raise ConnectionError
        return {each: each for each in requests}

    loader = BatchLoader[int, int, int](load, most=2)
    results = await asyncio.gather(*(loader.get(key, key) for key in (1, 2, 3)), return_exceptions=True)
    assert [type(each) for each in results] == [ConnectionError, ConnectionError, int]
    with pytest.raises(ConnectionError):
        await loader.get(1, 1)
