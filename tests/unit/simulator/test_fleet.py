"""What the trucks of a simulated fleet do, over many weeks of many trucks."""

from itertools import pairwise

import pytest

from gladhand.simulator.fleet.duty import (
    BREAK,
    DRIVING_BEFORE_BREAK,
    MAX_CYCLE,
    MAX_DRIVING,
    MAX_WINDOW,
    REST,
    RESTART,
    Duty,
    Task,
)
from gladhand.simulator.fleet.fleet import Fleet
from gladhand.simulator.fleet.roads import distance_km, road_map
from gladhand.simulator.fleet.week import Week

FLEET = Fleet("test", 16)
WEEKS = [FLEET.week(truck, number) for truck in range(16) for number in range(60, 68)]
_RESTING = (Duty.OFF, Duty.SLEEPER)


def driving_by_shift(week: Week) -> dict[int, float]:
    found: dict[int, float] = {}
    for each in week.activities:
        if each.duty is Duty.DRIVING:
            found[each.shift] = found.get(each.shift, 0.0) + each.seconds
    return found


@pytest.mark.parametrize("week", WEEKS[::7], ids=lambda week: f"{week.truck.name}-{week.number}")
def test_a_week_has_no_gap_and_ends_at_home_after_a_restart(week: Week) -> None:
    assert week.activities[0].start == week.start
    assert week.activities[-1].end == week.end
    assert all(before.end == after.start for before, after in pairwise(week.activities))
    assert all(before.end_km == after.start_km for before, after in pairwise(week.activities))
    last = week.activities[-1]
    assert last.task is Task.AT_HOME
    assert last.seconds >= RESTART
    assert last.start_km == pytest.approx(week.tour.km, abs=0.01)


def test_drivers_keep_to_the_hours_of_service_but_for_a_few() -> None:
    shifts = too_long = unbroken = 0
    for week in WEEKS:
        on_duty = sum(each.seconds for each in week.activities if each.duty not in _RESTING)
        assert on_duty <= MAX_CYCLE
        for shift, driven in driving_by_shift(week).items():
            shifts += 1
            too_long += driven > MAX_DRIVING
            activities = [each for each in week.activities if each.shift == shift]
            begun = next(each.start for each in activities if each.task is Task.PRE_TRIP)
            assert max(each.end for each in activities if each.duty is Duty.DRIVING) - begun <= MAX_WINDOW
            since_break = longest = 0.0
            for each in activities:
                if each.duty is Duty.DRIVING:
                    since_break += each.seconds
                elif each.seconds >= BREAK:
                    since_break = 0.0
                longest = max(longest, since_break)
            unbroken += longest > DRIVING_BEFORE_BREAK
    assert 0 < too_long + unbroken < shifts * 0.12


def test_a_shift_begins_after_ten_hours_of_rest() -> None:
    for week in WEEKS:
        rest = REST
        for each in week.activities:
            if each.task is Task.PRE_TRIP and each.start_km > 0:
                assert rest >= REST
            rest = rest + each.seconds if each.duty in _RESTING else 0.0


def test_no_driver_is_in_two_trucks() -> None:
    for number in range(60, 68):
        drivers = [FLEET.week(truck.number, number).driver.id for truck in FLEET.trucks]
        assert len(set(drivers)) == len(drivers)
    assert len({FLEET.week(0, number).driver.id for number in range(60, 68)}) == 2


def test_meters_go_on_from_week_to_week() -> None:
    for truck in FLEET.trucks:
        for number in range(60, 67):
            before, after = FLEET.week(truck.number, number), FLEET.week(truck.number, number + 1)
            assert before.odometer(before.tour.km) == pytest.approx(after.odometer(0.0))
            assert before.engine_hours(before.end) == pytest.approx(after.engine_hours(after.start), abs=0.02)


def test_a_truck_moves_as_fast_as_it_says() -> None:
    week = WEEKS[3]
    drive = next(each for each in week.activities if each.duty is Duty.DRIVING and each.seconds > 7200)
    for moment in range(int(drive.start) + 60, int(drive.end) - 60, 600):
        here, there = (week.place(week.km(at)) for at in (moment - 5.0, moment + 5.0))
        went = distance_km((here.lat, here.lon), (there.lat, there.lon))
        assert went / 10 * 3600 == pytest.approx(week.speed(moment), rel=0.05)
        assert 70 < week.speed(moment) < 115


def test_the_tank_never_runs_dry() -> None:
    levels = [week.fuel_litres(each.end - 1, each.end_km) for week in WEEKS for each in week.activities]
    assert min(levels) > 100
    assert max(levels) == 900


def test_about_a_quarter_of_the_fleet_drives_at_any_time() -> None:
    fleet = Fleet("rush", 100)
    moment = fleet.week(0, 70).start
    for hours in range(0, 168, 21):
        doing = [fleet.week_at(truck, moment + 3600 * hours).activity(moment + 3600 * hours) for truck in fleet.trucks]
        assert 12 <= sum(each.duty is Duty.DRIVING for each in doing) <= 45


def test_all_terminals_and_customers_are_connected() -> None:
    roads = road_map()
    assert all(
        roads.distance(here, there) > 0 for here in roads.terminals for there in roads.customers if here != there
    )
    way = roads.way("chicago", "dallas")
    assert (way[0], way[-1], "memphis" in way) == ("chicago", "dallas", True)
