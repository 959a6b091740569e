from collections.abc import AsyncIterator

import pytest

from gladhand.core.http import AddressGuard, new_session
from gladhand.notifications.deliveries.attempt import Sender


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    async with new_session(AddressGuard()) as session:
        yield Sender(session, timeout_seconds=3, waits=(1, 5))


def test_what_the_database_cannot_hold_is_no_part_of_a_reason(sender):
    reason = sender._reason(OSError(5, "a\0b\udcffc\n"))
    assert reason == "OSError: a?b?c?"


def test_a_reason_is_short(sender):
    assert len(sender._reason(OSError(5, "x" * 10_000))) <= 300


def test_silence_is_told_with_its_time_limit(sender):
    assert sender._reason(TimeoutError()) == "no answer within 3 s"


def test_the_pauses_are_those_of_the_settings_and_up_to_a_fifth_longer(sender):
    assert 1 <= sender._wait(1) <= 1.2
    assert 5 <= sender._wait(2) <= 6
    assert sender._wait(3) is None
