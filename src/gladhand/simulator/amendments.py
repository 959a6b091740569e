"""What has happened to rows by request: rows held up, changed, removed, or stamped by a clock that is wrong.

Amendments are part of the truth. A ledger that is asked again answers with them, so a client can be compared with it.
"""

from dataclasses import asdict, dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Rows that are sent between two moments arrive at a third one, as after a gap in the mobile network."""

    start: float
    end: float
    release: float
    vehicle: str | None = None
    """None holds those of all trucks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From a moment on a row has other values. In a feed it comes once more."""

    resource: str
    row_id: str
    at: float
    """The time of the row, by which a feed finds it again."""
    when: float
    values: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """From a moment on a row is gone. No feed says so."""

    resource: str
    row_id: str
    when: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockError:
    """The clock of a device is wrong for a while: its rows carry another time."""

    start: float
    end: float
    seconds: float
    vehicle: str | None = None


Amendment: TypeAlias = Hold | Change | Removal | ClockError
_KINDS: dict[str, type[Amendment]] = {"hold": Hold, "change": Change, "removal": Removal, "clock_error": ClockError}


def stored(amendment: Amendment) -> dict[str, Any]:
    """The amendment as JSON."""
    kind = next(name for name, each in _KINDS.items() if isinstance(amendment, each))
    return {"kind": kind, **asdict(amendment)}


def restored(values: dict[str, Any]) -> Amendment:
    given = dict(values)
    return _KINDS[given.pop("kind")](**given)
