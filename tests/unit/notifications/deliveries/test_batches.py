from datetime import UTC, datetime
from uuid import UUID, uuid4

from gladhand.notifications.deliveries.batches import send_tasks
from gladhand.notifications.deliveries.dispatching import address_key
from gladhand.notifications.deliveries.queries import ClaimedDelivery, DeliveryQueue

_PARTNER = uuid4()


def _queue(
    url: str = "https://a.example/", *, partner_id: UUID = _PARTNER, batch_size: int = 1, in_order: bool = False
) -> DeliveryQueue:
    flags = {"is_callback": False, "is_deleted": False, "is_due": True, "is_probe": False, "in_order": in_order}
    return DeliveryQueue(partner_id, uuid4(), url, b"", [], batch_size, "gzip", **flags)


def _claimed(queue: DeliveryQueue, count: int, *, attempt: int = 1, data: str | None = "{}") -> list[ClaimedDelivery]:
    now = datetime.now(UTC)
    return [
        ClaimedDelivery(queue, uuid4(), uuid4(), attempt, attempt, number, now, "user.added", "1.0", data, now, now)
        for number in range(count)
    ]


def _sizes(claimed: list[ClaimedDelivery]) -> list[list[int]]:
    return [[len(batch) for batch in task.batches] for task in send_tasks(claimed)]


def test_usually_each_event_is_a_request_that_takes_its_turn_alone():
    assert _sizes(_claimed(_queue(), 3)) == [[1], [1], [1]]


def test_what_has_to_be_in_order_takes_one_turn_together():
    assert _sizes(_claimed(_queue(in_order=True), 3)) == [[1, 1, 1]]


def test_batches_are_filled_up_to_their_size():
    assert _sizes(_claimed(_queue(batch_size=4), 10)) == [[4], [4], [2]]
    assert _sizes(_claimed(_queue(batch_size=4, in_order=True), 10)) == [[4, 4, 2]]


def test_what_was_tried_before_goes_alone():
    queue = _queue(batch_size=10)
    assert _sizes(_claimed(queue, 2, attempt=2) + _claimed(queue, 3)) == [[1], [1], [3]]


def test_a_batch_ends_before_it_grows_too_large_for_receivers():
    assert _sizes(_claimed(_queue(batch_size=10), 5, data="x" * 400_000)) == [[2], [2], [1]]
    assert _sizes(_claimed(_queue(batch_size=10), 2, data="x" * 3_000_000)) == [[1], [1]]


def test_what_cannot_be_sent_holds_up_no_other():
    queue = _queue(batch_size=10)
    assert _sizes(_claimed(queue, 2) + _claimed(queue, 2, data=None) + _claimed(queue, 3)) == [[2], [1], [1], [3]]


def test_queues_are_not_mixed():
    assert _sizes(_claimed(_queue(batch_size=5), 2) + _claimed(_queue(batch_size=5), 2)) == [[2], [2]]


def test_subscriptions_that_lead_to_one_host_have_one_address_within_their_partner():
    keys = {address_key(_queue(f"https://a.example/{path}")) for path in range(10)}
    assert keys == {(_PARTNER, "a.example:https")}
    assert address_key(_queue("https://a.example:8443/")) == (_PARTNER, "a.example:8443")
    assert address_key(_queue("https://a.example/", partner_id=uuid4())) not in keys
