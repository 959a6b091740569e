"""Parents of which the provider refuses a slice, such as a vehicle that it knows no more.

The run goes on with the others. A refused parent is shown on the execution. The schedule stores what is missing
of it, and a later run reads it, after a pause that doubles with each further refusal. History has pauses of its own.
"""

from gladhand.integrations.executions.outcome import RunProgress
from gladhand.integrations.executions.plan import PlannedSlice
from gladhand.integrations.hosting.crashes import AdapterCrashed
from gladhand.integrations.reading.parents import ParentStore
from gladhand.resources.resource import Resource
from gladhand.sdk.errors import ProviderError, ServerFailed, Unavailable
from gladhand.sdk.reading import Skipped

# So many parents in a row whose requests fail without a refusal: it is not a matter of single ones.
_MOST_FAILURES = 3
# A run asks so many before it takes refusals of all of them for more than a matter of single ones.
_LEAST_ASKED = 3


class Refusals:
    """What the provider refuses of single parents in one run."""

    def __init__(self, store: ParentStore, progress: RunProgress, per: Resource | None) -> None:
        self._store = store
        self._progress = progress
        self._per = per
        self._first: ProviderError | None = None
        self._failures = 0
        self._is_any_answered = False
        self.parents = set[str]()
        """Those of which a slice was refused."""

    @property
    def asks_further(self) -> bool:
        """Whether the run asks for one parent more although its time is over: one that hangs has used all of it."""
        return 0 < len(self.parents) < _LEAST_ASKED and not self._is_any_answered

    def add_answer(self) -> None:
        """The provider has answered for a parent."""
        self._failures, self._is_any_answered = 0, True

    async def add(self, part: PlannedSlice, error: ProviderError) -> None:
        """Note that a slice was refused. Raises the error if it is not a matter of one parent."""
        self._failures = self._failures + 1 if error.retryable else 0
        if part.slice.parent is None or self._per is None or _ends_run(error) or self._failures >= _MOST_FAILURES:
            raise error
        about = f"{self._per.name.value} {part.slice.parent}"
        self._progress.skip([Skipped(None, f"{'History of ' if part.is_history else ''}{about}: {error.detail}")])
        await self._store.refuse(part)
        self.parents.add(part.slice.parent)
        self._first = self._first or error

    def check_any_answered(self) -> None:
        """Raises the first error if the provider has refused every parent."""
        if self._first is not None and not self._is_any_answered:
            raise self._first


def _ends_run(error: ProviderError) -> bool:
    """Whether the next parent would have the same answer, or the adapter itself has failed."""
    has_not_arrived = isinstance(error, Unavailable) and not isinstance(error, ServerFailed)
    return error.makes_stale or not error.counted or has_not_arrived or isinstance(error, AdapterCrashed)
