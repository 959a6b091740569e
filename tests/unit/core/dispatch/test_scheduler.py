from gladhand.core.dispatch.limiter import ConcurrencyLimiter, Partition
from gladhand.core.dispatch.scheduler import ClaimedWork, FairScheduler


class ToyScheduler:
    """A scheduler of numbered work; partitions start with a twentieth of the slots, and grow to three quarters."""

    def __init__(self, slots: int = 16) -> None:
        self.now = 0.0
        self.slots = slots
        self.scheduler = FairScheduler[int](ConcurrencyLimiter(slots), clock=lambda: self.now)

    def partition(self, key: str) -> Partition:
        """The partition with this key; `a/1` is in the group `a`."""
        return self.scheduler.limiter.partition(
            key,
            most=max(1, self.slots * 3 // 4),
            first=max(1, self.slots // 20),
            group=key.split("/", maxsplit=1)[0] if "/" in key else None,
        )

    def add(self, key: str, count: int, *, start_before: float = 1000.0) -> None:
        for number in range(count):
            self.scheduler.add(ClaimedWork(self.partition(key), number, start_before))

    def start(self) -> list[Partition]:
        return [claimed.partition for claimed in self.scheduler.ready()]

    def end(self, partition: Partition, *, answered: bool = True, seconds: float = 0.01) -> None:
        self.scheduler.end(partition, answered=answered, seconds=seconds)

    def take_unsent(self) -> list[int]:
        unsent, self.scheduler.unsent = self.scheduler.unsent, []
        return unsent


def test_a_new_partition_gets_its_first_window():
    toy = ToyScheduler(80)
    toy.add("a", 50)
    assert len(toy.start()) == 4


def test_a_partition_that_answers_gets_more_slots_but_never_all():
    toy = ToyScheduler(16)
    toy.add("a", 100)
    running = toy.start()
    for _ in range(40):
        toy.end(running.pop())
        running += toy.start()
    assert len(running) == 12


def test_a_partition_that_falls_silent_is_down_to_one_slot_and_gives_back_what_waited():
    toy = ToyScheduler(80)
    toy.add("a", 50)
    for partition in toy.start():
        toy.end(partition, answered=False, seconds=3)
    assert len(toy.take_unsent()) == 46
    assert toy.scheduler.quota_ahead(toy.partition("a")) == 1


def test_the_silence_of_one_partition_costs_no_other_a_slot():
    toy = ToyScheduler(80)
    toy.add("a", 4)
    for partition in toy.start():
        toy.end(partition, answered=False, seconds=3)
    toy.add("b", 10)
    assert len(toy.start()) == 4


def test_a_partition_that_answers_again_gets_its_slots_back():
    toy = ToyScheduler(16)
    toy.add("a", 4)
    for partition in toy.start():
        toy.end(partition, answered=False, seconds=3)
    for _ in range(3):
        toy.add("a", 10)
        running = toy.start()
        for partition in running:
            toy.end(partition)
    assert len(running) > 1


def test_silent_partitions_share_half_of_the_slots():
    toy = ToyScheduler(8)
    for number in range(30):
        toy.add(f"silent-{number}", 1)
        for partition in toy.start():
            toy.end(partition, answered=False, seconds=3)
    for number in range(30):
        toy.add(f"silent-{number}", 1)
    assert len(toy.start()) == 4
    toy.add("well", 1)
    assert [partition.key for partition in toy.start()] == ["well"]


def test_partitions_take_turns():
    toy = ToyScheduler(2)
    toy.add("a", 5)
    toy.add("b", 5)
    seen = []
    for _ in range(3):
        running = toy.start()
        seen += [partition.key for partition in running]
        for partition in running:
            toy.end(partition)
    assert seen[:4] in (["a", "b", "a", "b"], ["a", "b", "b", "a"])


def test_what_waited_too_long_is_not_started_and_is_given_back():
    toy = ToyScheduler(16)
    toy.add("a", 3, start_before=5.0)
    toy.now = 6.0
    assert toy.start() == []
    assert toy.take_unsent() == [0, 1, 2]
    toy.add("a", 3, start_before=7.0)
    toy.now = 7.0
    toy.scheduler.drop(start_before=toy.now)
    assert toy.take_unsent() == [0, 1, 2]
    assert toy.start() == []


def test_a_slow_partition_has_less_claimed_ahead_than_a_quick_one():
    toy = ToyScheduler(16)
    for key, seconds in (("quick", 0.005), ("slow", 2.5)):
        for _ in range(60):
            toy.add(key, 1)
            for partition in toy.start():
                toy.end(partition, seconds=seconds)
    assert toy.scheduler.quota_ahead(toy.partition("slow")) < 20
    assert toy.scheduler.quota_ahead(toy.partition("quick")) > 200


def test_a_new_group_has_the_first_window_of_one_partition():
    toy = ToyScheduler(80)
    for number in range(5):
        toy.add(f"a/{number}", 10)
    assert len(toy.start()) == 4


def test_a_partition_that_hangs_slows_down_no_other_of_its_group():
    toy = ToyScheduler(80)
    toy.add("a/well", 20)
    toy.add("a/hangs", 20)
    running = toy.start()
    for _ in range(30):
        for partition in running:
            toy.end(partition, answered=partition.key == "a/well", seconds=0.01)
        toy.add("a/well", 20)
        toy.add("a/hangs", 20)
        running = toy.start()
    keys = [partition.key for partition in running]
    assert keys.count("a/hangs") == 1
    assert keys.count("a/well") > 10


def test_partitions_of_a_group_that_hang_share_half_of_its_window():
    toy = ToyScheduler(80)
    group = toy.partition("a/well").group
    for number in range(10):
        toy.add(f"a/{number}", 1)
        for partition in toy.start():
            toy.end(partition, answered=False, seconds=3)
    assert group is not None
    assert group.count == 1
    toy.add("a/well", 1)
    for _ in range(7):
        for partition in toy.start():
            toy.end(partition)
        toy.add("a/well", 1)
    for number in range(10):
        toy.add(f"a/{number}", 1)
    running = toy.start()
    assert sum(partition.key != "a/well" for partition in running) == group.count // 2


def test_what_waits_for_its_group_starts_when_an_attempt_of_the_group_ends():
    toy = ToyScheduler(20)
    toy.add("a/1", 1)
    toy.add("a/2", 1)
    first = toy.start()
    assert len(first) == 1
    toy.end(first[0])
    assert [partition.key for partition in toy.start()] == ["a/2"]


def test_nothing_is_claimed_ahead_of_a_partition_before_its_first_answer():
    toy = ToyScheduler(80)
    assert toy.scheduler.quota_ahead(toy.partition("a")) == 4
    toy.add("a", 4)
    running = toy.start()
    assert toy.scheduler.quota_ahead(toy.partition("a")) == 0
    toy.end(running.pop())
    assert toy.scheduler.quota_ahead(toy.partition("a")) > 40


def test_a_group_has_no_more_claimed_ahead_than_its_window_finishes_in_a_second():
    toy = ToyScheduler(80)
    keys, quotas = [f"a/{number}" for number in range(20)], 0
    for key in keys:
        toy.add(key, 1)
        toy.end(*toy.start())
    for key in keys:
        ahead = toy.scheduler.quota_ahead(toy.partition(key))
        toy.add(key, ahead)
        quotas += ahead
    one = toy.partition(keys[0])
    assert one.group is not None
    assert quotas == int(one.group.count / one.seconds)


def test_slots_of_a_group_are_all_free_again_after_a_mixed_day():
    toy = ToyScheduler(40)
    for round_number in range(50):
        for number in range(6):
            toy.add(f"a/{number}", 3)
        for partition in toy.start():
            toy.end(partition, answered=(round_number + hash(partition.key)) % 3 > 0)
    toy.scheduler.drop()
    group = toy.partition("a/0").group
    assert group is not None
    assert (group.used, group.used_by_silent, group.waiting) == (0, 0, 0)
    assert toy.scheduler.limiter.slots.free(is_silent=False) == 40


def test_quotas_give_each_partition_one_before_any_gets_two():
    scheduler = FairScheduler[int](ConcurrencyLimiter(5))
    many, some, one = (scheduler.limiter.partition(key, most=10) for key in ("many", "some", "one"))
    assert scheduler.quotas({many: 100, some: 3, one: 1}) == {many: 2, some: 2, one: 1}


def test_quotas_leave_out_slots_that_are_used_and_keep_to_the_window():
    scheduler = FairScheduler[int](ConcurrencyLimiter(10))
    one, other = scheduler.limiter.partition("one", most=4), scheduler.limiter.partition("other", most=20)
    scheduler.limiter.begin(one)
    assert scheduler.quotas({one: 50, other: 50}) == {one: 3, other: 6}


def test_quotas_of_silent_partitions_share_half_of_the_slots():
    scheduler = FairScheduler[int](ConcurrencyLimiter(4))
    silent = [scheduler.limiter.partition(f"silent-{number}", most=4) for number in range(4)]
    for partition in silent:
        scheduler.limiter.begin(partition)
        scheduler.end(partition, answered=False, seconds=3)
    well = scheduler.limiter.partition("well", most=4)
    quotas = scheduler.quotas(dict.fromkeys([*silent, well], 9))
    assert sum(quotas.get(partition, 0) for partition in silent) == 2
    assert quotas[well] >= 1


def test_an_attempt_that_pauses_leaves_its_slot_to_others():
    limiter = ConcurrencyLimiter(1)
    one = limiter.partition("one", most=4)
    limiter.begin(one)
    assert limiter.slots.free(is_silent=False) == 0
    limiter.pause(one, is_paused=True)
    assert limiter.slots.free(is_silent=False) == 1
    limiter.pause(one, is_paused=False)
    assert limiter.slots.free(is_silent=False) == 0
    limiter.end(one, answered=True, seconds=1)
    assert limiter.slots.free(is_silent=False) == 1


def test_slots_are_counted_right_when_a_partition_falls_silent_while_an_attempt_pauses():
    limiter = ConcurrencyLimiter(8)
    one = limiter.partition("one", most=4)
    for _ in range(3):
        limiter.begin(one)
    limiter.pause(one, is_paused=True)
    limiter.end(one, answered=False, seconds=3)
    assert (limiter.slots.free(is_silent=False), limiter.slots.free(is_silent=True)) == (7, 3)
    limiter.pause(one, is_paused=False)
    limiter.end(one, answered=True, seconds=1)
    limiter.end(one, answered=True, seconds=1)
    assert (limiter.slots.free(is_silent=False), limiter.slots.free(is_silent=True)) == (8, 4)


def test_an_idle_partition_is_forgotten_when_there_are_many():
    limiter = ConcurrencyLimiter(8)
    busy = limiter.partition("busy", most=4)
    limiter.begin(busy)
    idle = limiter.partition("idle", most=4)
    for number in range(10_000):
        limiter.partition(number, most=4)
    assert limiter.partition("busy", most=4) is busy
    assert limiter.partition("idle", most=4) is not idle
