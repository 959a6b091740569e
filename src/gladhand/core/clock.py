"""The time for all of the server, and how it looks on the wire. Adapters have `sdk.clock`, which follows this one."""

import time
from datetime import UTC, datetime, timedelta


class DatabaseClock:
    """The database's time, which all processes share. Between two measurements the machine's monotonic clock goes on.

    Until the first measurement it is the machine's own time.
    """

    def __init__(self) -> None:
        self._measured: tuple[datetime, float] | None = None

    def follow(self, moment: datetime, asked: float, answered: float) -> None:
        """The database's time was `moment` once between these two times of this machine's monotonic clock.

        A busy process takes its answers late, so that the two are far apart. The time changes only as much as it has to
        for the measurement to be true of it.
        """
        known, at = self._measured or (datetime.now(UTC), time.monotonic())
        reached = at + (moment - known).total_seconds()
        self._measured = moment, min(max(reached, asked), answered)

    def now(self) -> datetime:
        if self._measured is None:
            return datetime.now(UTC)
        moment, at = self._measured
        return moment + timedelta(seconds=time.monotonic() - at)


_SHARED = DatabaseClock()
follow = _SHARED.follow


def now() -> datetime:
    """The present moment by the database's clock, aware and in UTC."""
    return _SHARED.now()


def wire_time(moment: datetime) -> str:
    """RFC 3339 in UTC with `Z`; microseconds only when there are any (the SQL function of the same name agrees)."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
