"""The fleet: its trucks, drivers and trailers, and any week of any truck."""

from collections import OrderedDict
from collections.abc import Iterator
from functools import cache
from random import Random

from gladhand.simulator.fleet.duty import HOUR, WEEK
from gladhand.simulator.fleet.names import person
from gladhand.simulator.fleet.people import Driver, Trailer, Truck
from gladhand.simulator.fleet.roads import road_map
from gladhand.simulator.fleet.tours import Tour, make_tour
from gladhand.simulator.fleet.week import Assignment, Meters, Week

#: A Monday from which weeks are counted. Odometers have grown since.
EPOCH = 1_736_121_600.0
MOST_TRUCKS = 2000

#: A truck makes these tours in turn, so that its odometer in any week is a matter of multiplication.
_TOURS = 4
_TOURS_FROM_A_TERMINAL = 12
#: A pair of drivers keeps its trucks for so many weeks, then swaps them.
WEEKS_TOGETHER = 2
_KEPT_WEEKS_PER_TRUCK = 3
_FEWEST_KEPT_WEEKS = 256


class Fleet:
    """Everything that moves in one account. Equal seeds and sizes make equal fleets."""

    def __init__(self, seed: str, size: int) -> None:
        self.seed = seed
        self.trucks = [self._truck(number) for number in range(size)]
        self.drivers = [self._driver(number) for number in range(size)]
        self.trailers = [self._trailer(number) for number in range(2 * size)]
        self._tours: dict[int, list[Tour]] = {}
        self._weeks: OrderedDict[tuple[int, int], Week] = OrderedDict()
        self._most_weeks = max(_KEPT_WEEKS_PER_TRUCK * size, _FEWEST_KEPT_WEEKS)

    def chance(self, *names: object) -> Random:
        """Chance that falls the same way each time it is asked for by the same names."""
        return Random("/".join(map(str, (self.seed, *names))))  # noqa: S311 - invents data, no secrets

    def week_at(self, truck: Truck, moment: float) -> Week:
        return self.week(truck.number, int((moment - EPOCH - truck.week_offset) // WEEK))

    def weeks(self, truck: Truck, start: float, end: float) -> Iterator[Week]:
        """The truck's weeks that overlap this time."""
        first, last = (int((moment - EPOCH - truck.week_offset) // WEEK) for moment in (start, end))
        for number in range(first, last + 1):
            week = self.week(truck.number, number)
            if week.start < end:
                yield week

    def week(self, truck: int, number: int) -> Week:
        key = (truck, number)
        if key in self._weeks:
            self._weeks.move_to_end(key)
            return self._weeks[key]
        made = self._weeks[key] = self._generate(truck, number)
        if len(self._weeks) > self._most_weeks:
            self._weeks.popitem(last=False)
        return made

    def _generate(self, truck: int, number: int) -> Week:
        tours = self._tours_of(truck)
        rounds, rest = divmod(number, _TOURS)
        chance = self.chance("meters", truck)
        begun = tours[:rest]
        meters = Meters(
            chance.randint(20_000, 220_000) + rounds * sum(each.km for each in tours) + sum(each.km for each in begun),
            chance.randint(300, 3_000)
            + rounds * sum(each.driving_hours for each in tours)
            + sum(each.driving_hours for each in begun),
        )
        return Week(
            Assignment(
                truck=self.trucks[truck],
                driver=self.drivers[self.driver_number(truck, number)],
                trailer=self.trailers[2 * truck + number % 2],
                tour=tours[rest],
                number=number,
                start=EPOCH + self.trucks[truck].week_offset + number * WEEK,
                meters=meters,
                seed=f"{self.seed}/{truck}/{number}",
            ),
            self,
        )

    def driver_number(self, truck: int, week: int) -> int:
        """Who drives this truck in this week."""
        mate = truck ^ 1
        swapped = (week // WEEKS_TOGETHER) % 2 == 1 and mate < len(self.trucks)
        return mate if swapped else truck

    def truck_number(self, driver: int, week: int) -> int:
        """The truck that this driver drives. Two drivers swap two trucks, so the way back is the same."""
        return self.driver_number(driver, week)

    def _tours_of(self, truck: int) -> list[Tour]:
        if truck not in self._tours:
            offered = _tours_from(self.trucks[truck].home)
            self._tours[truck] = self.chance("tours", truck).sample(offered, _TOURS)
        return self._tours[truck]

    def _truck(self, number: int) -> Truck:
        # Two trucks that share drivers keep the same weeks.
        chance = self.chance("pair", number // 2)
        name = str(101 + number)
        home, offset = chance.choice(road_map().terminals), chance.randrange(168) * HOUR
        delay = round(self.chance("device", number).uniform(0.3, 2.0), 3)
        return Truck(number, f"veh:{name}", name, home, offset, delay)

    def _driver(self, number: int) -> Driver:
        given, family = person(number)
        username = f"{given}.{family}".lower().replace(" ", "")
        zone = road_map().zones[self.trucks[number].home]
        return Driver(number, f"user:{username.replace('.', '-')}", given, family, username, zone)

    def _trailer(self, number: int) -> Trailer:
        is_reefer = number % 3 == 0
        name = f"{'R' if is_reefer else 'T'}{5001 + number}"
        return Trailer(number, f"trl:{name.lower()}", name, is_reefer)


@cache
def _tours_from(terminal: str) -> list[Tour]:
    """The tours that trucks of a terminal make. All fleets share them, for they hold many points."""
    return [
        make_tour(terminal, Random(f"{terminal}/{number}"))  # noqa: S311 - picks customers
        for number in range(_TOURS_FROM_A_TERMINAL)
    ]
