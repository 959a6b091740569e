"""What an office enters: fuel purchases, messages, broadcasts, and files that belong to logs."""

from collections.abc import Iterator
from hashlib import sha256
from random import Random

from gladhand.simulator.fleet.duty import Task
from gladhand.simulator.fleet.incidents import Talk
from gladhand.simulator.fleet.week import TANK_LITRES, Week
from gladhand.simulator.moments import DAY, iso
from gladhand.simulator.rows.base import Body, Entry, Table
from gladhand.simulator.rows.positions import where

DISPATCHER, DISPATCHER_NAME = "user:dispatch", "Ellen Brandt"
_BRANDS = ("Prairie Fuel", "Route 9 Travel Center", "Blue Mesa Truck Stop")
_BROADCASTS = (
    "Ice on the roads tonight, chain up where posted.",
    "New fuel cards are at the terminal.",
    "Thank you all.",
)
#: Broadcasts go out once a day at this second of the day, to so many drivers at the most.
_BROADCAST_AT, _BROADCAST_TO = 16 * 3600, 12


def purchases(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    for number, stop in enumerate(each for each in week.activities if each.task is Task.FUEL):
        paid = stop.end - 120
        if start <= paid < end and paid <= now:
            identifier = f"buy:{week.truck.name}-{week.number}-{number}"
            yield Entry(identifier, paid, paid, _purchase(week, stop.start_km, paid, identifier))


def _purchase(week: Week, km: float, paid: float, identifier: str) -> Body:
    chance = Random(identifier)  # noqa: S311 - invents a price
    litres = round(TANK_LITRES - week.fuel_litres(paid, km), 2)
    return {
        "id": identifier,
        "vehicle": week.truck.id,
        "driver": week.driver.id,
        "time": iso(paid),
        "product": "diesel",
        "litres": litres,
        "amount": f"{litres * chance.uniform(0.88, 1.12):.2f}",
        "currency": "USD",
        "vendor": chance.choice(_BRANDS),
        "odometer_km": round(week.odometer(km), 1),
        "card": f"****{chance.randint(1000, 9999)}",
        **where(week, km),
    }


def messages(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    for number, talk in enumerate(week.talks):
        if start <= talk.at < end and talk.at <= now:
            yield Entry(_message_id(week, number), talk.at, talk.at, _message(week, number, talk, now))


def _message(week: Week, number: int, talk: Talk, now: float) -> Body:
    office, driver = (DISPATCHER, DISPATCHER_NAME), (week.driver.id, week.driver.name)
    sender, recipient = (driver, office) if talk.by_driver else (office, driver)
    state = "read" if talk.read_at <= now else "delivered" if talk.delivered_at <= now else "sent"
    return {
        "id": _message_id(week, number),
        "thread": f"thr:{week.truck.name}-{week.number}-{talk.thread}",
        "answers": None if talk.answers is None else _message_id(week, talk.answers),
        "from": sender[0],
        "from_name": sender[1],
        "to": recipient[0],
        "to_name": recipient[1],
        "by_driver": talk.by_driver,
        "text": talk.text,
        "sent_at": iso(talk.at),
        "delivered_at": iso(talk.delivered_at) if talk.delivered_at <= now else None,
        "read_at": iso(talk.read_at) if talk.read_at <= now else None,
        "state": state,
    }


def _message_id(week: Week, number: int) -> str:
    return f"msg:{week.truck.name}-{week.number}-{number}"


def broadcasts(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    day = start // DAY * DAY
    while day < end:
        at = day + _BROADCAST_AT
        if start <= at < end and at <= now:
            chance = Random(f"{week.fleet.drivers[0].id}/{int(at)}")  # noqa: S311 - picks a text
            recipients = week.fleet.drivers[:_BROADCAST_TO]
            body = {
                "id": f"all:{int(at // DAY)}",
                "from": DISPATCHER,
                "from_name": DISPATCHER_NAME,
                "to": [driver.id for driver in recipients],
                "text": chance.choice(_BROADCASTS),
                "sent_at": iso(at),
                "delivered_at": iso(at + 30) if at + 30 <= now else None,
                "state": "delivered" if at + 30 <= now else "sent",
            }
            yield Entry(f"all:{int(at // DAY)}", at, at, body)
        day += DAY


def files(week: Week, start: float, end: float, now: float) -> Iterator[Entry]:
    """A bill of lading for each stop, attached to the log entry of the unloading."""
    for number, stop in enumerate(each for each in week.activities if each.task is Task.UNLOAD):
        at = stop.start + 90
        if start <= at < end and at <= now:
            identifier = f"fil:{week.truck.name}-{week.number}-{number}"
            chance = Random(identifier)  # noqa: S311 - invents a size
            body = {
                "id": identifier,
                "driver": week.driver.id,
                "entry_start": iso(stop.start),
                "entry_duty": stop.duty.value,
                "uploaded_at": iso(at),
                "name": f"bill-of-lading-{week.number}-{number}.pdf",
                "type": "application/pdf",
                "bytes": chance.randint(30_000, 400_000),
                "sha256": sha256(identifier.encode()).hexdigest(),
                "url": f"https://files.groundhog.example/{identifier[4:]}.pdf",
                "text": "Bill of lading",
            }
            yield Entry(identifier, at, at, body)


PURCHASES = Table(name="purchases", rows=purchases)
MESSAGES = Table(name="messages", rows=messages)
BROADCASTS = Table(name="broadcasts", rows=broadcasts, once_per_fleet=True)
FILES = Table(name="files", rows=files)
