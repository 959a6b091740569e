"""Refusals of single drivers or vehicles, for reads that ask for one after the other."""

from typing import Any, Final

from gladhand.sdk.errors import NotAllowed, Rejected
from gladhand.sdk.reading import Skipped, State

_ANSWERED: Final = "is_any_answered"


class RefusedParents:
    """Skips those that the provider refuses, and fails when it refuses all of them.

    A slice that is gone on with remembers by `state` whether the provider has answered of any.
    """

    def __init__(self, state: State) -> None:
        self._is_any_answered = state.get(_ANSWERED) is True
        self._first: Rejected | None = None

    def add_answer(self) -> None:
        self._is_any_answered = True

    def skip(self, source_id: str, error: Rejected) -> Skipped:
        """The reason for which this one is skipped. Raises the refusal if it is one of the whole read."""
        if isinstance(error, NotAllowed):
            raise error
        self._first = self._first or error
        return Skipped(source_id, error.full_text)

    def check_any_answered(self) -> None:
        """Raise the first refusal if all were refused. Call it before the last batch: no run begins behind that one."""
        if self._first is not None and not self._is_any_answered:
            raise self._first

    @property
    def state(self) -> dict[str, Any]:
        """What belongs into the state of each batch."""
        return {_ANSWERED: True} if self._is_any_answered else {}
