"""Windows of time that clients ask for, as `from_datetime` and `to_datetime`."""

from datetime import UTC, datetime, timedelta

from gladhand.core import clock
from gladhand.core.problems import Invalid

# `from_datetime` and `to_datetime` stay within these years, because arithmetic beyond them overflows.
_FIRST_YEAR, _LAST_YEAR = 1970, 9998


def window(
    begin: datetime | None, end: datetime | None, *, usual: timedelta, widest: timedelta | None = None
) -> tuple[datetime, datetime]:
    """The window that was asked for, which ends now and is `usual` wide where it does not say otherwise.

    A time without a zone is taken as UTC. Raises `Invalid` for a window that ends before it begins, or is too wide.
    """
    until = _in_utc(end, "to_datetime") if end else clock.now()
    since = _in_utc(begin, "from_datetime") if begin else until - usual
    if since >= until:
        raise Invalid.at("query.from_datetime", "from_datetime must be before to_datetime.", given=since.isoformat())
    if widest is not None and until - since > widest:
        raise Invalid.at(
            "query.from_datetime", f"The window may be {widest.days} days wide at most.", given=since.isoformat()
        )
    return since, until


def _in_utc(moment: datetime, name: str) -> datetime:
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise Invalid.at(f"query.{name}", "This is outside the time in which anything can have happened.", given=moment)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
