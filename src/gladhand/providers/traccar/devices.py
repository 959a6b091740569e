"""The devices of an account: which are vehicles and which are trailers, and which may have something in a window."""

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from gladhand.providers.traccar.server import TraccarServer
from gladhand.sdk.clock import now
from gladhand.sdk.reading import Slice
from gladhand.sdk.rows import Row
from gladhand.sdk.windows import is_due, passes

LOOKBACK: Final = timedelta(minutes=10)
# Trackers keep positions while they are out of reach. The hours before are asked for again once an hour, each device at
# a minute of its own, and the days before once a day.
_HOUR: Final = timedelta(hours=1)
_LATE: Final = timedelta(hours=6)
_VERY_LATE: Final = timedelta(days=2)
_DAY: Final = timedelta(days=1)
_LIVE: Final = timedelta(hours=12)
_FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_AT_ONCE: Final = 50


async def devices_of(server: TraccarServer, *, trailers: bool | None = None) -> list[Row]:
    """The devices that the account sees, by their ids: all, the trailers, or the vehicles. Rows without an id pass."""
    found = await server.signed_in(lambda: server.everything("/devices"))
    kept = [
        each for each in found if trailers is None or each.whole("id") is None or is_trailer(server, each) is trailers
    ]
    return sorted(kept, key=lambda device: device.whole("id") or 0)


def is_trailer(server: TraccarServer, device: Row) -> bool:
    """Whether a device rides on a trailer: its category says so, by the operator's list of categories."""
    listed = str(server.options["trailer_categories"]).casefold().split(",")
    return (device.text("category") or "").casefold() in {each.strip() for each in listed} - {""}


async def active_devices(server: TraccarServer, part: Slice, *, trailers: bool | None = None) -> list[Row]:
    """The devices that may have something in the window, behind the one that was read last, by their ids."""
    after = part.state.get("after", 0)
    return [
        device
        for device in await devices_of(server, trailers=trailers)
        if (device.whole("id") or 0) > after
        and (last := device.moment("lastUpdate")) is not None
        and last >= begin_of(part, device)
    ]


def begin_of(part: Slice, device: Row) -> datetime:
    """From when on a device is asked for what it has in the window."""
    if part.start is None or part.end is None or part.end - part.start >= _LIVE:
        return part.start or _FIRST
    read_until = part.start + LOOKBACK
    if passes(read_until, part.end, _DAY):
        return part.start - _VERY_LATE
    return part.start - _LATE if is_due(str(device["id"]), read_until, part.end, _HOUR) else part.start


def end_of(part: Slice) -> datetime:
    return part.end or now()


def some_at_a_time(devices: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """As many devices as are asked for in one request."""
    return (devices[first : first + _AT_ONCE] for first in range(0, len(devices), _AT_ONCE))


async def many(server: TraccarServer, path: str, **query: Any) -> list[Row]:
    return await server.signed_in(lambda: server.many(path, **query))


def numbers_of(devices: Collection[Row]) -> list[int]:
    return [int(device["id"]) for device in devices]


def iso(moment: datetime) -> str:
    """A time in an address: in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
