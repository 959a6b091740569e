"""What happens in a week besides driving: faults, harsh driving, inspections with defects."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from gladhand.simulator.fleet.duty import HOUR, MINUTE, Activity, Duty, Task

FAULT_KINDS = 7
HARSH_KINDS = ("braking", "acceleration", "turn", "speeding", "seat_belt", "phone", "following", "idling")
DEFECT_PARTS = ("brakes", "tires", "lights", "mirrors", "wipers", "horn", "coupling", "suspension", "battery", "other")

_DEFECTIVE = 0.07
_SAFETY_CRITICAL = 0.25


@dataclass(frozen=True, slots=True)
class EngineFault:
    """A fault code that is set for a while."""

    kind: int
    since: float
    until: float


@dataclass(frozen=True, slots=True)
class Harsh:
    """Driving that the device finds unsafe."""

    kind: str
    at: float
    seconds: int
    force: float
    """In g."""
    reviewed_at: float
    verdict: str
    """What the office makes of it."""


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that the driver finds broken."""

    part: str
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Inspection:
    """A driver's inspection of the truck, or of the trailer."""

    kind: str
    start: float
    end: float
    of_trailer: bool
    defects: tuple[Defect, ...]
    repaired_at: float
    """When the workshop has repaired everything."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A message between office and driver."""

    text: str
    at: float
    delivered_at: float
    read_at: float
    by_driver: bool
    answers: int | None
    """The place of the message that it answers among those of the week."""
    thread: int
    """The shift that it is about."""


_ORDERS = (
    "Load 7{n} is ready at dock {d}.",
    "Please call when you are empty. Load 7{n}.",
    "Weather ahead, take it slow.",
)
_REPLIES = ("Copy.", "On my way.", "Running 20 minutes late.", "Will do, thanks.")


def faults(activities: Sequence[Activity], chance: Random) -> tuple[EngineFault, ...]:
    drives, last = _drives(activities), activities[-1].end - HOUR
    found: list[EngineFault] = []
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        kind, drive = chance.randrange(FAULT_KINDS), chance.choice(drives)
        since = drive.start + round(chance.random() * drive.seconds)
        found.append(EngineFault(kind, since, min(since + round(chance.uniform(0.5, 30) * HOUR), last)))
    return tuple(found)


def harsh_driving(activities: Sequence[Activity], chance: Random) -> tuple[Harsh, ...]:
    drives = [each for each in _drives(activities) if each.seconds > 10 * MINUTE]
    found: list[Harsh] = []
    for _ in range(chance.randint(0, 6)):
        drive = chance.choice(drives)
        at = drive.start + round(chance.uniform(0.05, 0.95) * drive.seconds)
        kind = chance.choice(HARSH_KINDS)
        seconds = chance.randint(60, 400) if kind in ("speeding", "idling") else chance.randint(1, 6)
        reviewed = at + round(chance.uniform(10, 90) * HOUR)
        verdict = chance.choice(("coached", "coached", "dismissed"))
        found.append(Harsh(kind, at, seconds, round(chance.uniform(0.28, 0.62), 2), reviewed, verdict))
    return tuple(sorted(found, key=lambda each: each.at))


def inspections(activities: Sequence[Activity], chance: Random) -> tuple[Inspection, ...]:
    home = activities[-1].start
    found: list[Inspection] = []
    for each in activities:
        kind = {Task.PRE_TRIP: "before_trip", Task.POST_TRIP: "after_trip"}.get(each.task)
        if kind is not None:
            found.append(_inspection(kind, each, home, chance, of_trailer=False))
        elif each.task is Task.HOOK and each.start_km == 0:
            found.append(_inspection("before_trip", each, home, chance, of_trailer=True))
    return tuple(found)


def talks(activities: Sequence[Activity], chance: Random) -> tuple[Talk, ...]:
    found: list[Talk] = []
    for each in activities:
        if each.task is not Task.PRE_TRIP or chance.random() < 0.2:
            continue
        at = each.start - round(chance.uniform(5, 50) * MINUTE)
        text = chance.choice(_ORDERS).format(n=chance.randint(1000, 9999), d=chance.randint(1, 40))
        read = each.start + round(chance.uniform(1, 8) * MINUTE)
        found.append(Talk(text, at, at + chance.randint(2, 30), read, False, None, each.shift))
        if chance.random() < 0.7:
            reply = read + round(chance.uniform(0.5, 3) * MINUTE)
            seen = reply + round(chance.uniform(1, 40) * MINUTE)
            found.append(
                Talk(
                    chance.choice(_REPLIES), reply, reply + chance.randint(1, 9), seen, True, len(found) - 1, each.shift
                )
            )
    return tuple(found)


def _inspection(kind: str, work: Activity, home: float, chance: Random, *, of_trailer: bool) -> Inspection:
    defects: tuple[Defect, ...] = ()
    if chance.random() < _DEFECTIVE:
        parts = chance.sample(DEFECT_PARTS, chance.choice((1, 1, 2)))
        defects = tuple(Defect(part, chance.random() < _SAFETY_CRITICAL) for part in parts)
    repaired = min(work.end + chance.uniform(2, 40) * HOUR, home + 8 * HOUR) if work.end < home else work.end + HOUR
    start = work.start + 60
    return Inspection(kind, start, start + chance.randint(6, 12) * MINUTE, of_trailer, defects, round(repaired))


def _drives(activities: Sequence[Activity]) -> list[Activity]:
    return [each for each in activities if each.duty is Duty.DRIVING]
