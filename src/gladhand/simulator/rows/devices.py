"""What devices report besides positions: the engine, fault codes, switches, and refrigeration units of trailers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from random import Random

from gladhand.simulator.fleet.duty import HOUR, MINUTE, Activity, Duty, Task
from gladhand.simulator.fleet.incidents import EngineFault
from gladhand.simulator.fleet.week import Week
from gladhand.simulator.moments import iso
from gladhand.simulator.rows.base import Body, Feed, Sent
from gladhand.simulator.rows.positions import NO_ENGINE, ticks, where

_COOLING_EVERY, _STANDBY_EVERY = 900, 14_400
_SETPOINTS = (-18.0, 1.5, 3.0, 12.0)


@dataclass(frozen=True, slots=True)
class FaultCode:
    """A fault that control units report."""

    protocol: str
    spn: int | None
    fmi: int | None
    code: str | None
    text: str
    lamp: bool


FAULT_CODES = (
    FaultCode("j1939", 3226, 2, None, "Aftertreatment 1 outlet NOx sensor: data erratic", True),
    FaultCode("j1939", 4364, 18, None, "SCR conversion efficiency: below normal", True),
    FaultCode("j1939", 789, 2, None, "ABS wheel sensor axle 1 left: signal erratic", False),
    FaultCode("j1939", 2791, 7, None, "EGR valve control: mechanical system not responding", True),
    FaultCode("j1939", 168, 4, None, "Battery voltage: below normal", False),
    FaultCode("obd", None, None, "P0420", "Catalyst system efficiency below threshold", True),
    FaultCode("maker", None, None, "GH-17", "Device antenna unplugged", False),
)


def ignition(week: Week, start: float, end: float) -> Iterator[Sent]:
    """Each change of the engine's state."""
    for before, doing in week.starting_between(start, end):
        if before is None or engine_state(before) != engine_state(doing):
            identifier = f"eng:{week.truck.name}-{int(doing.start)}"
            body = partial(_ignition_body, week, doing.start, engine_state(doing), identifier)
            yield Sent(identifier, doing.start, doing.start, body)


def engine_state(doing: Activity) -> str:
    if doing.duty is Duty.DRIVING:
        return "running"
    return "stopped" if doing.task in NO_ENGINE else "idling"


def _ignition_body(week: Week, moment: float, state: str, identifier: str) -> Body:
    return {
        "id": identifier,
        "vehicle": week.truck.id,
        "driver": week.driver.id,
        "time": iso(moment),
        "state": state,
        "position": where(week, week.km(moment)),
    }


def faults(week: Week, start: float, end: float) -> Iterator[Sent]:
    """A fault code comes when it is set, and once more under the same id when it is cleared."""
    for number, fault in enumerate(week.faults):
        identifier = f"flt:{week.truck.name}-{week.number}-{number}"
        for sent in (fault.since, fault.until):
            if start <= sent < end:
                body = partial(_fault_body, week, fault, identifier, cleared=sent == fault.until)
                yield Sent(identifier, fault.since, sent, body)


def _fault_body(week: Week, fault: EngineFault, identifier: str, *, cleared: bool) -> Body:
    code = FAULT_CODES[fault.kind]
    return {
        "id": identifier,
        "vehicle": week.truck.id,
        "driver": week.driver.id,
        "time": iso(fault.since),
        "state": "cleared" if cleared else "active",
        "cleared_at": iso(fault.until) if cleared else None,
        "protocol": code.protocol,
        "spn": code.spn,
        "fmi": code.fmi,
        "code": code.code,
        "text": code.text,
        "lamp": code.lamp,
        "engine_running": True,
    }


def inputs(week: Week, start: float, end: float) -> Iterator[Sent]:
    """Doors and seat belts."""
    for doing in week.activities_between(start - HOUR, end):
        if doing.task is Task.UNLOAD:
            changes = [(doing.start + 4 * MINUTE, "door", 1), (doing.end - 3 * MINUTE, "door", 0)]
        elif doing.duty is Duty.DRIVING:
            changes = [(doing.start + 2, "seat_belt", 1), (doing.end - 1, "seat_belt", 0)]
        else:
            continue
        for moment, switch, value in changes:
            if start <= moment < end:
                identifier = f"inp:{week.truck.name}-{switch}-{int(moment)}"
                yield Sent(identifier, moment, moment, partial(_input_body, week, (switch, value), moment, identifier))


def _input_body(week: Week, reading: tuple[str, int], moment: float, identifier: str) -> Body:
    switch, value = reading
    return {
        "id": identifier,
        "vehicle": week.truck.id,
        "time": iso(moment),
        "input": switch,
        "value": value,
        "unit": None,
    }


def reefers(week: Week, start: float, end: float) -> Iterator[Sent]:
    """What the refrigeration unit of the trailer reports."""
    if not week.trailer.is_reefer:
        return
    for doing in week.activities_between(start, end):
        every = _STANDBY_EVERY if doing.task is Task.AT_HOME else _COOLING_EVERY
        for moment in ticks(max(start, doing.start), min(end, doing.end), every, week.trailer.number):
            identifier = f"rfr:{week.trailer.name}-{int(moment)}"
            yield Sent(identifier, moment, moment, partial(_reefer_body, week, doing, moment, identifier))


def _reefer_body(week: Week, doing: Activity, moment: float, identifier: str) -> Body:
    cooling, unloading = doing.task is not Task.AT_HOME, doing.task is Task.UNLOAD
    chance = Random(identifier)  # noqa: S311 - invents a reading
    setpoint = _SETPOINTS[week.number % len(_SETPOINTS)]
    returned = setpoint + (chance.uniform(2.5, 6.0) if unloading else chance.uniform(-0.4, 0.9) if cooling else 9.0)
    too_warm = cooling and returned - setpoint > 5.0
    alarm = {"code": "A18", "text": "Return air out of range", "severity": 2, "since": iso(moment)}
    ago = moment - week.start
    return {
        "id": identifier,
        "trailer": week.trailer.id,
        "time": iso(moment),
        "power": cooling,
        "power_source": "diesel" if cooling else "mains",
        "run": "cycling" if setpoint > 0 else "continuous",
        "unit": "cooling" if cooling else "off",
        "battery_volts": round(13.6 + chance.uniform(-0.2, 0.2) if cooling else 12.4, 2),
        "fuel_percent": round(max(95.0 - ago / HOUR * 0.5, 15.0), 1),
        "unit_hours": round(2000 + week.trailer.number * 31 + week.engine_hours(moment) * 0.4, 1),
        "ambient_c": round(14 + chance.uniform(-6, 6), 1),
        "door_open": unloading,
        "load": "loaded" if cooling else "empty",
        "zones": [
            {
                "zone": 1,
                "setpoint_c": setpoint,
                "return_c": round(returned, 2),
                "supply_c": round(setpoint - (1.5 if cooling else -8.0), 2),
                "door_open": unloading,
            }
        ],
        "alarms": [alarm] if too_warm else [],
        "position": where(week, week.km(moment)),
    }


IGNITION = Feed(name="ignition", rows=ignition)
FAULTS = Feed(name="faults", rows=faults)
INPUTS = Feed(name="inputs", rows=inputs)
REEFERS = Feed(name="reefers", rows=reefers)
