"""What Webfleet's accounts report: positions, drivers, events and messages, with the rules of the lists.

A range of time is the account's own, in ISO 8601 with a zone. Tracks reach two days at most, working times a month.
Messages are 500 at most, without a sign that there are more. An empty text, or a zero, stands for what is not there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

_LONGEST_TRACK, _LONGEST_WORK = timedelta(days=2), timedelta(days=31)
_MOST_MESSAGES = 500
#: Webfleet's clocks show the time of the account.
ZONE = "+01:00"


class BadWebfleetQuery(Exception):
    """A query that Webfleet refuses."""


class WebfleetReadings:
    """What one account can only read. A test changes the rows to make them late, edited or incomplete."""

    def __init__(self) -> None:
        self.reports: dict[str, dict[str, Any]] = {}
        """What the object report shows beside the names, by objectuid."""
        self.tracks: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.accelerations: list[dict[str, Any]] = []
        self.speedings: list[dict[str, Any]] = []
        self.idling: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.inputs: list[dict[str, Any]] = []
        self.driving_times: list[dict[str, Any]] = []
        self.working_times: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.unknown: set[str] = set()
        """Objects and drivers that Webfleet has forgotten since it listed them."""

    def show_tracks(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        if not query.get("objectuid"):
            raise BadWebfleetQuery("objectuid is missing")
        self._check(query["objectuid"])
        start, end = _range(query)
        if end - start > _LONGEST_TRACK:
            raise BadWebfleetQuery("The range is too long")
        return _within(self.tracks[query["objectuid"]], "pos_time", start, end)

    def show_accelerations(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        return _within(self.accelerations, "end_time", *_range(query))

    def show_speedings(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        return _within(self.speedings, "end_time", *_range(query))

    def show_idling(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        return _within(self.idling, "end_time", *_range(query))

    def show_messages(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        return _within(self.messages, "msg_time", *_range(query))[:_MOST_MESSAGES]

    def send(self, uid: str, said: str, now: datetime) -> None:
        """A text that the office has sent to a vehicle."""
        id_ = f"9{len(self.messages):07}"
        row = {"msgid": id_, "msg_type": "0", "status": "1", "objectuid": uid, "msg_time": text(now), "msg_text": said}
        self.messages.append(row)

    def show_inputs(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        return _within(self.inputs, "msg_time", *_range(query))

    def show_driving_times(self, query: Mapping[str, str]) -> list[dict[str, Any]]:  # noqa: ARG002 - no parameters
        return self.driving_times

    def show_working_times(self, query: Mapping[str, str]) -> list[dict[str, Any]]:
        if not query.get("driveruid") and not query.get("objectuid"):
            raise BadWebfleetQuery("A driver or an object is needed")
        self._check(query["driveruid"])
        start, end = _range(query)
        if end - start > _LONGEST_WORK:
            raise BadWebfleetQuery("The range is too long")
        return _within(self.working_times[query["driveruid"]], "start_time", start, end)

    def _check(self, uid: str) -> None:
        if uid in self.unknown:
            raise BadWebfleetQuery("It does not exist")

    def work(self, uids: Iterable[str], now: datetime) -> None:
        """Two days of drivers: some work on the one, and driving on the other."""
        noon = datetime.fromisoformat(text(now)).replace(hour=12, minute=0, second=0)
        for uid in uids:
            for age, state in ((2, 4), (1, 5)):
                begun = noon - timedelta(days=age)
                times = {"start_time": text(begun), "end_time": text(begun + timedelta(hours=1))}
                self.working_times[uid].append({"driveruid": uid, "workstate": state, **times})

    def drive(self, uids: Iterable[str], now: datetime) -> None:
        """A day of vehicles with a driver each."""
        now = now.replace(microsecond=0)
        for number, uid in enumerate(uids, 1):
            self._report(number, uid, now)
            for age in range(1, 4):
                here = {"latitude": 52520008, "longitude": 13404954 - age, "speed": 60, "course": 90, "postext": ""}
                self.tracks[uid].append(
                    {"objectuid": uid, "pos_time": text(now - timedelta(hours=age * 9)), "odometer": "", **here}
                )
            self._events(number, uid, now)

    def _report(self, number: int, uid: str, now: datetime) -> None:
        self.reports[uid] = {
            "msgtime": text(now),
            "longitude": "13°24'17.8\" E",
            "latitude": "52°31'12.0\" N",
            "postext": "Berlin, DE",
            "pos_time": text(now - timedelta(seconds=7)),
            "speed": "62",
            "course": 90,
            "status": "A",
            "latitude_mdeg": 52520008,
            "longitude_mdeg": 13404954 + number,
            "odometer": 1252733,
            "odometer_long": 125273312,
            "ignition": "1",
            "ignition_time": text(now - timedelta(hours=3)),
            "standstill": "0",
            "engine_operation_time": 36844200,
            "fuellevel": 710,
            "fuellevel_milliliters": 0,
            "driver": f"EMP-{number}",
            "driveruid": f"driver-{number}",
            "codriver": "",
            "driver_currentworkstate": "5",
        }
        self.driving_times.append({"driveruid": f"off-duty-{number}", "driverno": f"OFF-{number}"})

    def _events(self, number: int, uid: str, now: datetime) -> None:
        begun = now - timedelta(hours=number)
        whose = {"objectuid": uid, "driveruid": f"driver-{number}", "start_time": text(begun)}
        place = {"start_latitude": 52520008, "start_longitude": 13404954}
        short, long = text(begun + timedelta(seconds=3)), text(begun + timedelta(minutes=6))
        self.accelerations.append({**whose, **place, "end_time": short, "type": "braking", "avg_accel": "-4.1"})
        self.speedings.append({**whose, **place, "end_time": long, "max_speed": 129, "speedlimit": 100})
        self.idling.append({**whose, **place, "end_time": long, "duration": 360})
        said = {"objectuid": uid, "msg_time": text(begun), "msg_text": "Dock 4 at noon please"}
        self.messages += [
            {"msgid": f"7000000{number}", "msg_type": "0", "status": "3", **said},
            {"msgid": f"8000000{number}", "msg_class": 4, **said, "msg_text": "Track data (3x)"},
        ]
        self.inputs.append({"objectuid": uid, "msg_time": text(begun), "input_no": 1, "input_value": "1"})


def text(moment: datetime) -> str:
    return moment.astimezone(datetime.fromisoformat(f"2026-01-01T00:00:00{ZONE}").tzinfo).isoformat(timespec="seconds")


def _range(query: Mapping[str, str]) -> tuple[datetime, datetime]:
    try:
        start, end = (datetime.fromisoformat(query[name]) for name in ("rangefrom_string", "rangeto_string"))
    except (KeyError, ValueError):
        raise BadWebfleetQuery("The range is not valid") from None
    if query.get("range_pattern") != "ud" or start.tzinfo is None or end.tzinfo is None or end < start:
        raise BadWebfleetQuery("The range is not valid")
    return start, end


def _within(rows: Iterable[dict[str, Any]], name: str, start: datetime, end: datetime) -> list[dict[str, Any]]:
    return [row for row in rows if start <= datetime.fromisoformat(row[name]) <= end]
