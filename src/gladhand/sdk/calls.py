"""How many requests a read usually costs, so that schedules fit into a provider's limits.

    Read(USER, users, …, calls=(Calls(kind="user-reads", drivers_per=100),))

Without a declaration a read counts as one request a run.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Final

from gladhand.sdk.budget import ALL

_SECONDS_A_MINUTE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetSize:
    """What the number of requests depends on."""

    vehicles: int
    """Vehicles and trailers are not told apart."""
    drivers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Requests of one kind that belong to a run."""

    kind: str = ALL
    """One of the definition's `limits.kinds`. All requests count against the limit of the account besides."""
    times: int = 1
    """How often the list is asked for, such as for each window of the look-back."""
    vehicles_per: int = 0
    """How many vehicles a request covers: the size of a page, or 1 where each vehicle takes its own."""
    drivers_per: int = 0
    """The same of drivers."""
    share: float = 1.0
    """Which part of the fleet is asked for, such as those that have moved."""
    every: timedelta | None = None
    """Where the requests have a rhythm of their own, such as once a day for each vehicle. None: that of the read."""

    def requests(self, fleet: FleetSize) -> float:
        """How many requests there are at a time."""
        covered = [
            number * self.share / size
            for number, size in ((fleet.vehicles, self.vehicles_per), (fleet.drivers, self.drivers_per))
            if size
        ]
        return self.times * max([1, *map(ceil, covered)])

    def per_minute(self, fleet: FleetSize, interval: timedelta) -> float:
        """How many requests there are in a minute if the read runs at this interval."""
        return self.requests(fleet) * _SECONDS_A_MINUTE / (self.every or interval).total_seconds()


#: What a read costs that declares nothing.
ONE_CALL: Final[Sequence[Calls]] = (Calls(),)
