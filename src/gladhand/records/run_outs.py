"""Times at which something runs out, such as a driver's shift: from when a row came, and what was left then."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from gladhand.core.clock import wire_time
from gladhand.resources.resource import Resource


def fill_in_ends(resource: Resource, values: dict[str, Sequence[Any]], moments: Sequence[datetime]) -> None:
    """Fill in the times that the provider has not given. `values` are those of rows, by column; `moments` are when what
    the rows say was so."""
    nothing = [None] * len(moments)
    for name, runs_out in resource.run_outs.items():
        rows = (values.get(each, nothing) for each in (name, runs_out.seconds, runs_out.status))
        found = [
            _end(moment, seconds) if own is None and seconds is not None and status in runs_out.running else own
            for moment, own, seconds, status in zip(moments, *rows, strict=True)
        ]
        if found.count(None) < len(found):
            values[name] = found


def _end(moment: datetime, seconds: float) -> str | None:
    try:
        return wire_time(moment.replace(microsecond=0) + timedelta(seconds=seconds))
    except OverflowError:
        return None
