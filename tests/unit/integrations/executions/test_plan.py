"""The slices of a run: what is new, history newest first, and going on after an interruption."""

from datetime import UTC, datetime, timedelta
from typing import Any

from gladhand.integrations.executions.plan import PlannedSlice, history, late_history, new_data, read_from_of_new
from gladhand.integrations.schedules.position import BEGINNING, Position
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.sdk.reading import FEED, FULL, WINDOW, Read

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def read(**options: Any) -> Read:
    return Read(USER, lambda *_: None, every=HOUR, shows=(), **options)  # type: ignore[arg-type]  # it is never called


WINDOWS = read(mode=WINDOW, window=DAY, lookback=2 * HOUR)
PER_VEHICLE = read(mode=WINDOW, window=DAY, per=VEHICLE)


def spans(slices: list[PlannedSlice]) -> list[tuple[Any, Any, Any]]:
    return [(each.slice.parent, each.slice.start, each.slice.end) for each in slices]


def of_new_data(read: Read, **options: Any) -> list[PlannedSlice]:
    return list(new_data(read, NOW, **{"read_until": None, "newest": None, "position": BEGINNING} | options))


def test_a_walk_is_one_slice_that_goes_on_at_its_state() -> None:
    [part] = of_new_data(read(mode=FULL), position=Position({"page": 3}, pages=2))
    assert (part.slice.state, part.pages, part.slice.start) == ({"page": 3}, 2, None)


def test_a_feed_begins_with_its_history_until_it_has_caught_up() -> None:
    feed, begin = read(mode=FEED, backfill=3 * DAY, lookback=HOUR), NOW - 3 * DAY - HOUR
    [part] = of_new_data(feed, history_from=begin)
    assert (part.slice.start, part.history_until) == (begin, begin)
    [part] = of_new_data(feed, history_from=begin, newest=NOW - DAY)
    assert part.slice.start == begin
    [part] = of_new_data(feed)
    assert part.slice.start == NOW


def test_a_feed_that_had_caught_up_begins_at_the_newest_record_after_a_lost_cursor() -> None:
    feed, begin = read(mode=FEED, backfill=3 * DAY, lookback=HOUR), NOW - 3 * DAY
    [part] = of_new_data(feed, history_from=begin, history_until=begin, newest=NOW - DAY)
    assert part.slice.start == NOW - DAY - HOUR


def test_the_first_run_reads_one_window_and_history_begins_before_it() -> None:
    [part] = of_new_data(WINDOWS)
    assert (part.slice.start, part.slice.end) == (NOW - DAY, NOW)
    assert (part.read_until, part.history_until) == (NOW, NOW - DAY)


def test_later_runs_begin_at_the_look_back_and_no_window_is_longer_than_allowed() -> None:
    begin = NOW - DAY - 3 * HOUR
    assert spans(of_new_data(WINDOWS, read_until=begin + 2 * HOUR)) == [
        (None, begin, begin + DAY),
        (None, begin + DAY, NOW),
    ]


def test_the_first_run_of_a_day_reads_further_back_than_the_others() -> None:
    edited = read(mode=WINDOW, window=9 * DAY, lookback=HOUR, daily_lookback=3 * DAY)
    midnight = NOW - 12 * HOUR
    assert of_new_data(edited, read_until=midnight - HOUR)[0].slice.start == midnight - HOUR - 3 * DAY
    assert of_new_data(edited, read_until=midnight)[0].slice.start == midnight - HOUR


def test_a_run_that_was_cut_off_goes_on_in_its_window_to_its_own_end() -> None:
    until = NOW - HOUR
    slices = of_new_data(
        WINDOWS, read_until=until - 2 * DAY, position=Position({"page": 2}, None, until - DAY, until, 7)
    )
    assert spans(slices) == [(None, until - DAY, until)]
    assert (slices[0].slice.state, slices[0].pages, slices[0].read_until) == ({"page": 2}, 7, until)


def test_only_the_last_slice_of_the_last_parent_moves_the_schedule_on() -> None:
    slices = of_new_data(PER_VEHICLE, read_until=NOW - 2 * DAY, parents=["b", "a"])
    assert [each.slice.parent for each in slices] == ["a", "a", "b", "b"]
    assert [each.read_until for each in slices] == [None, None, None, NOW]


def test_a_parent_that_is_behind_is_read_from_its_moment_on_and_never_without_the_look_back() -> None:
    long = read(mode=WINDOW, window=DAY, lookback=2 * DAY, per=VEHICLE)
    behind = {"a": NOW - 5 * DAY / 2, "b": NOW - HOUR}
    slices = of_new_data(long, read_until=NOW, parents=["a", "b", "c"], behind=behind)
    begins = {each.slice.parent: each.slice.start for each in reversed(slices)}
    assert begins == {"a": NOW - 5 * DAY / 2, "b": NOW - 2 * DAY, "c": NOW - 2 * DAY}
    assert [each.slice.parent for each in slices if each.catches_up] == ["a", "b"]


def test_with_parents_a_run_goes_on_at_the_parent_that_was_under_way() -> None:
    position = Position({}, "b", NOW - DAY, NOW)
    assert spans(of_new_data(PER_VEHICLE, read_until=NOW - 2 * DAY, parents=["a", "b", "c"], position=position)) == [
        ("b", NOW - DAY, NOW),
        ("c", NOW - 2 * DAY, NOW - DAY),
        ("c", NOW - DAY, NOW),
    ]


def test_history_is_read_from_the_newest_window_to_the_oldest() -> None:
    slices = list(history(WINDOWS, NOW - 60 * HOUR, NOW, position=BEGINNING))
    assert spans(slices) == [
        (None, NOW - DAY, NOW),
        (None, NOW - 2 * DAY, NOW - DAY),
        (None, NOW - 60 * HOUR, NOW - 2 * DAY),
    ]
    assert [each.history_until for each in slices] == [NOW - DAY, NOW - 2 * DAY, NOW - 60 * HOUR]


def test_history_goes_on_at_the_page_where_it_was() -> None:
    first = next(history(WINDOWS, NOW - 2 * DAY, NOW, position=Position({"page": 4}, None, NOW - DAY, NOW, 4)))
    assert (first.slice.state, first.pages) == ({"page": 4}, 4)


def test_history_whose_window_has_changed_begins_with_every_parent() -> None:
    slices = history(PER_VEHICLE, NOW - 2 * DAY, NOW, position=Position({}, "b", NOW - 3 * DAY), parents=["a", "b"])
    assert next(slices).slice.parent == "a"


def test_a_position_comes_back_from_its_json() -> None:
    position = Position({"after": "x"}, "driver-1", NOW - DAY, NOW, 3)
    assert Position.load(position.dump()) == position
    assert BEGINNING.dump() == "{}"


def test_history_of_a_parent_that_came_later_is_read_back_from_where_news_of_it_begin() -> None:
    slices = list(late_history(PER_VEHICLE, NOW - 2 * DAY, {"b": NOW - HOUR, "a": NOW - 2 * DAY}))
    assert spans(slices) == [("b", NOW - HOUR - DAY, NOW - HOUR), ("b", NOW - 2 * DAY, NOW - HOUR - DAY)]
    assert [each.parent_read_from for each in slices] == [NOW - HOUR - DAY, NOW - 2 * DAY]


def read_from(parents: list[str], **options: Any) -> dict[str, datetime | None]:
    options = {"read_until": None, "position": BEGINNING} | options
    return dict(read_from_of_new(read(mode=WINDOW, window=DAY, lookback=HOUR, per=VEHICLE), parents, **options))


def test_the_parents_of_the_first_run_are_all_alike() -> None:
    assert read_from(["a", "b"]) == {"a": None, "b": None}


def test_a_new_parent_is_read_from_the_beginning_of_the_next_run_on() -> None:
    assert read_from(["a"], read_until=NOW) == {"a": NOW - HOUR}


def test_a_run_that_goes_on_leaves_new_parents_before_its_place_to_the_next_one() -> None:
    position = Position({}, "b", NOW - DAY, NOW)
    assert read_from(["a", "b", "c"], read_until=NOW - DAY, position=position) == {
        "a": NOW - HOUR,
        "b": NOW - DAY - HOUR,
        "c": NOW - DAY - HOUR,
    }
    assert read_from(["a", "c"], position=position) == {"a": NOW - HOUR, "c": None}
