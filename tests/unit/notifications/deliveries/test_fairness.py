from datetime import UTC, datetime
from uuid import UUID, uuid4

from gladhand.notifications.deliveries.fairness import Turns
from gladhand.notifications.deliveries.loads import Load, loads
from gladhand.notifications.deliveries.queries import Claimed, Lane


def _turns(concurrency: int = 16) -> Turns:
    return Turns(concurrency, clock=lambda: 0.0)


_PARTNER = uuid4()


def _lane(url: str, partner_id: UUID = _PARTNER) -> Lane:
    flags = {"is_callback": False, "is_deleted": False, "is_due": True, "is_probe": False, "in_order": False}
    return Lane(partner_id, uuid4(), url, b"", [], 1, **flags)


def _deliveries(count: int, url: str, partner_id: UUID = _PARTNER, until: float = 1000.0) -> list[Load]:
    lane, now = _lane(url, partner_id), datetime.now(UTC)
    claimed = [
        Claimed(lane, uuid4(), uuid4(), 1, 1, number, now, "user.added", "1.0", "{}", now) for number in range(count)
    ]
    return loads(claimed, until=until)


def test_an_address_that_is_not_known_gets_a_twentieth_of_the_places():
    turns = _turns(80)
    turns.add(_deliveries(50, "https://a.example/x"))
    assert len(list(turns.ready())) == 4


def test_subscriptions_that_lead_to_one_host_share_its_places():
    turns = _turns(80)
    for path in range(10):
        turns.add(_deliveries(5, f"https://a.example/{path}"))
    assert len(list(turns.ready())) == 4


def test_an_address_that_answers_gets_more_places_but_never_all():
    turns = _turns(16)
    turns.add(_deliveries(100, "https://a.example/x"))
    under_way = [address for address, _ in turns.ready()]
    for _ in range(40):
        turns.ended(under_way.pop(), answered=True, seconds=0.01)
        under_way += [address for address, _ in turns.ready()]
    assert len(under_way) == 12


def test_an_address_that_falls_silent_is_down_to_one_place_and_gives_back_what_waited():
    turns = _turns(80)
    turns.add(_deliveries(50, "https://a.example/x"))
    under_way = [address for address, _ in turns.ready()]
    back = [each for address in under_way for each in turns.ended(address, answered=False, seconds=3)]
    assert len(back) == 46
    assert turns.wanted(turns.address(_lane("https://a.example/y"))) == 1


def test_the_silence_of_one_partners_receiver_costs_no_other_partner_at_the_same_host_a_place():
    turns = _turns(80)
    turns.add(_deliveries(4, "https://gateway.example/x"))
    for address in [address for address, _ in turns.ready()]:
        turns.ended(address, answered=False, seconds=3)
    turns.add(_deliveries(10, "https://gateway.example/y", partner_id=uuid4()))
    assert len(list(turns.ready())) == 4


def test_an_address_that_answers_again_gets_its_places_back():
    turns = _turns(16)
    turns.add(_deliveries(4, "https://a.example/x"))
    for address in [address for address, _ in turns.ready()]:
        turns.ended(address, answered=False, seconds=3)
    for _ in range(3):
        turns.add(_deliveries(10, "https://a.example/x"))
        under_way = [address for address, _ in turns.ready()]
        for address in under_way:
            turns.ended(address, answered=True, seconds=0.01)
    assert len(under_way) > 1


def test_silent_addresses_have_half_of_the_places_together():
    turns = _turns(8)
    for number in range(30):
        turns.add(_deliveries(1, f"https://silent-{number}.example/"))
        for address in [address for address, _ in turns.ready()]:
            turns.ended(address, answered=False, seconds=3)
    for number in range(30):
        turns.add(_deliveries(1, f"https://silent-{number}.example/"))
    assert len(list(turns.ready())) == 4
    turns.add(_deliveries(1, "https://well.example/"))
    assert [address.name for address, _ in turns.ready()] == ["well.example:https"]


def test_addresses_take_turns():
    turns = _turns(2)
    turns.add(_deliveries(5, "https://a.example/"))
    turns.add(_deliveries(5, "https://b.example/"))
    seen = []
    for _ in range(3):
        under_way = [address for address, _ in turns.ready()]
        seen += [address.name[0] for address in under_way]
        for address in under_way:
            turns.ended(address, answered=True, seconds=0.01)
    assert seen[:4] in (["a", "b", "a", "b"], ["a", "b", "b", "a"])


def test_what_waited_past_its_lease_is_not_sent():
    now = 0.0
    turns = Turns(16, clock=lambda: now)
    turns.add(_deliveries(3, "https://a.example/", until=5.0))
    now = 6.0
    assert list(turns.ready()) == []


def test_a_slow_address_has_fewer_claimed_ahead_than_a_quick_one():
    turns = _turns(16)
    quick, slow = turns.address(_lane("https://quick.example/")), turns.address(_lane("https://slow.example/"))
    for address, seconds in ((quick, 0.005), (slow, 2.5)):
        for _ in range(60):
            turns.add(_deliveries(1, f"https://{address.name.split(':')[0]}/"))
            for each, _claimed in list(turns.ready()):
                turns.ended(each, answered=True, seconds=seconds)
    assert turns.wanted(slow) < 20
    assert turns.wanted(quick) > 200
