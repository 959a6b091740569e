from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from gladhand.core import clock
from gladhand.core.http import AddressGuard
from gladhand.notifications.deliveries.attempt import Sender, SentRequest
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.connection import PostResponse
from gladhand.notifications.deliveries.queries import ClaimedDelivery, DeliveryQueue


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    async with PostClient(AddressGuard()) as client:
        yield Sender(client, timeout_seconds=3, waits=(1, 5))


@pytest.fixture
def claimed() -> ClaimedDelivery:
    queue = DeliveryQueue(
        partner_id=uuid4(), webhook_id=uuid4(), url="https://a.example/", secret=b"", retired_secrets=(), batch_size=1,
        content_encoding="gzip", is_callback=False, is_deleted=False, is_due=True, is_probe=False, in_order=False,
    )  # fmt: skip
    return ClaimedDelivery(
        queue, uuid4(), uuid4(), 1, 1, 1, clock.now(), "user.added", "1.0", "{}", clock.now(), clock.now()
    )


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


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_receiver_is_left_alone_as_long_as_it_asks_and_no_shorter_than_usual(sender, claimed, status):
    def wait_after(status: int, retry_after: str) -> float:
        wait: float | None = sender._wait_after(
            claimed, SentRequest(uuid4(), PostResponse(status, retry_after), "answered")
        )
        assert wait is not None
        return wait

    assert wait_after(status, "60") == 60
    assert 1 <= wait_after(status, "0") <= 1.2
    assert 1 <= wait_after(500, "60") <= 1.2
