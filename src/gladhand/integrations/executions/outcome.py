"""What one run came to, and what follows from it."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from gladhand.core import clock
from gladhand.integrations.executions.plan import PlannedSlice
from gladhand.integrations.executions.queue_queries import ClaimedExecution
from gladhand.integrations.executions.sealed_state import StateSeal, without_sealed
from gladhand.integrations.gateway import NotInstalled
from gladhand.integrations.schedules.position import BEGINNING, Position
from gladhand.integrations.unreadable import CredentialsUnreadable, StateUnreadable
from gladhand.records.incoming import PageOutcome
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType
from gladhand.sdk.errors import ProviderError, RateLimited
from gladhand.sdk.reading import Skipped

_MOST_SKIPPED = 20
_MANY_EMPTY_PAGES = 20
# In characters.
_MOST_CURSOR = 4_000
# The first pause after a failure; it doubles with each further one.
_FIRST_PAUSE = 15.0
_LONGEST_PAUSE = 1800.0
_THROTTLED_PAUSE = 5.0
# Nothing comes of a run until the operator does something.
_OPERATORS_PAUSE = 600.0
_JITTER = 0.2
_CLOCK_ERROR = timedelta(minutes=5)


@dataclass(frozen=True)
class RunFailure:
    """Why a run has ended early."""

    error_type: ErrorType
    details: str
    wait: float
    """Seconds until the next run."""
    counted: bool = True
    makes_stale: bool = False
    response: dict[str, Any] | None = None
    """The provider's last answer."""


@dataclass
class RunProgress:
    """Where a run stands: what is stored with each page, and at the end."""

    position: Position
    read_until: datetime | None
    history_position: Position
    history_until: datetime | None
    pages: int = 0
    """How many pages were stored."""
    is_new_data_read: bool = False
    """Everything is read that was new when the run began."""
    last_data_at: datetime | None = None
    counts: Counter[str] = field(default_factory=Counter)
    """Records by what became of them."""
    skipped: list[Skipped] = field(default_factory=list)
    """Rows that could not be read; the first ones."""

    @classmethod
    def of(cls, claimed: ClaimedExecution) -> "RunProgress":
        return cls(
            _loaded(claimed.position), claimed.read_until, _loaded(claimed.history_position), claimed.history_until
        )

    def seal_again(self, seal: StateSeal) -> None:
        """Seal the states with the newest key."""
        self.position = replace(self.position, state=seal.seal_again(self.position.state))
        history = self.history_position
        self.history_position = replace(history, state=seal.seal_again(history.state))

    @property
    def cursor(self) -> str:
        """The position as the execution shows it: without a long state, of which every execution would keep a copy."""
        text = replace(self.position, state=without_sealed(self.position.state)).dump()
        return text if len(text) <= _MOST_CURSOR else self.position.without_state().dump()

    def stand_at(self, part: PlannedSlice, position: Position) -> None:
        """The next run goes on here."""
        if part.is_whole:
            return
        if part.is_history:
            self.history_position = position
        else:
            self.position = position

    def finish(self, part: PlannedSlice) -> None:
        """The slice is read to its end."""
        self.read_until = part.read_until or self.read_until
        self.history_until = part.history_until or self.history_until

    def extend_history(self, history_from: datetime | None) -> None:
        """Let a feed start again if its history is wanted from before the moment back to which it is read."""
        if history_from is not None and self.history_until is not None and history_from < self.history_until:
            self.position, self.history_until = BEGINNING, None

    def skip(self, rows: Sequence[Skipped]) -> None:
        """Count rows that could not be read, and keep the first ones."""
        if rows:
            self.counts["skipped"] += len(rows)
            self.note(rows)

    def note(self, rows: Sequence[Skipped]) -> None:
        """Keep the first rows that were not stored; they are counted already."""
        self.skipped += rows[: max(_MOST_SKIPPED - len(self.skipped), 0)]

    def note_empty_pages(self) -> None:
        """Note a run that ended among pages without records. A provider may send such pages without an end."""
        if self.pages >= _MANY_EMPTY_PAGES and not self.counts:
            self.skip([Skipped(None, f"There were {self.pages} pages without a record, and more were to come.")])

    def count(self, outcome: PageOutcome) -> None:
        """Count what became of the records of a page."""
        self.counts.update(result.value for result in outcome.results)
        self.count_removed(outcome.removed)

    def count_removed(self, count: int) -> None:
        if count:
            self.counts["removed"] += count

    def add_times(self, moments: Iterable[datetime | None]) -> None:
        """When records occurred; the newest one counts, unless it is from the future: some clocks are wrong."""
        latest = clock.now() + _CLOCK_ERROR
        known = [each for each in (self.last_data_at, *moments) if each is not None and each <= latest]
        self.last_data_at = max(known, default=None)


@dataclass(frozen=True)
class EndedExecution:
    """A run that has ended. `is_complete`: everything was read that was due.

    With `keeps_position` the schedule stays where the last stored page has left it.
    """

    claimed: ClaimedExecution
    progress: RunProgress
    is_complete: bool
    failure: RunFailure | None = None
    keeps_position: bool = False

    @property
    def errors(self) -> int:
        """Failures in a row, this one included."""
        if self.failure is None:
            return 0
        return self.claimed.errors + self.failure.counted

    @property
    def is_deactivated(self) -> bool:
        """Whether the schedule is switched off after too many failures."""
        return self.failure is not None and self.failure.counted and self.errors >= self.claimed.most_errors


def failure_of(error: ProviderError, *, errors: int, response: dict[str, Any] | None) -> RunFailure:
    """What follows from an error, after so many failures in a row before it."""
    if isinstance(error, RateLimited):
        wait = error.retry_after if error.retry_after is not None else _THROTTLED_PAUSE
    elif isinstance(error, NotInstalled | StateUnreadable):
        wait = _OPERATORS_PAUSE
    else:
        wait = pause_after(errors)
    return RunFailure(
        error_type=error.error_type,
        details=error.detail,
        wait=wait * random.uniform(1, 1 + _JITTER),  # noqa: S311 - spreads load
        # What the operator has to mend is no failure of the provider.
        counted=error.counted and not isinstance(error, CredentialsUnreadable),
        makes_stale=error.makes_stale,
        response=response,
    )


def pause_after(errors: int) -> float:
    """Seconds until the next run, after so many failures in a row before this one."""
    return min(_FIRST_PAUSE * 2.0 ** min(errors, 10), _LONGEST_PAUSE)


def _loaded(text: str) -> Position:
    try:
        return Position.load(text)
    except ValueError:
        # Somebody has set a cursor that this version does not know.
        return BEGINNING
