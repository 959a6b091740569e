from datetime import UTC, datetime
from uuid import uuid4

from gladhand.notifications.deliveries.loads import loads
from gladhand.notifications.deliveries.queries import Claimed, Lane


def _lane(*, batch_size: int = 1, in_order: bool = False) -> Lane:
    flags = {"is_callback": False, "is_deleted": False, "is_due": True, "is_probe": False, "in_order": in_order}
    return Lane(uuid4(), uuid4(), "https://a.example/", b"", [], batch_size, **flags)


def _claimed(lane: Lane, count: int, *, attempt: int = 1, data: str = "{}") -> list[Claimed]:
    now = datetime.now(UTC)
    return [
        Claimed(lane, uuid4(), uuid4(), attempt, attempt, number, now, "user.added", "1.0", data, now)
        for number in range(count)
    ]


def _sizes(claimed: list[Claimed]) -> list[list[int]]:
    return [[len(lot) for lot in load.lots] for load in loads(claimed)]


def test_usually_each_event_is_a_request_that_takes_its_turn_alone():
    assert _sizes(_claimed(_lane(), 3)) == [[1], [1], [1]]


def test_what_has_to_be_in_order_takes_one_turn_together():
    assert _sizes(_claimed(_lane(in_order=True), 3)) == [[1, 1, 1]]


def test_lots_are_filled_up_to_their_size():
    assert _sizes(_claimed(_lane(batch_size=4), 10)) == [[4], [4], [2]]
    assert _sizes(_claimed(_lane(batch_size=4, in_order=True), 10)) == [[4, 4, 2]]


def test_what_was_tried_before_goes_alone():
    lane = _lane(batch_size=10)
    assert _sizes(_claimed(lane, 2, attempt=2) + _claimed(lane, 3)) == [[1], [1], [3]]


def test_a_lot_ends_before_it_grows_too_large_for_receivers():
    assert _sizes(_claimed(_lane(batch_size=10), 5, data="x" * 400_000)) == [[2], [2], [1]]
    assert _sizes(_claimed(_lane(batch_size=10), 2, data="x" * 3_000_000)) == [[1], [1]]


def test_lanes_are_not_mixed():
    assert _sizes(_claimed(_lane(batch_size=5), 2) + _claimed(_lane(batch_size=5), 2)) == [[2], [2]]
