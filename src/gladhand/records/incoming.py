"""Records on their way in: as a provider gives them, and what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class IngestResult(StrEnum):
    """The outcome of storing one record."""

    ADDED = "added"
    MODIFIED = "modified"
    UNCHANGED = "unchanged"
    NOT_KEPT = "not_kept"
    """The row of a timeline is older than its retention, or from the future. It was not stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingRecord:
    """One record, as a provider has it."""

    source_id: str
    fields: Mapping[str, Any]
    """JSON-ready."""
    source_data: Mapping[str, Any]
    extras: Mapping[str, Any] | None = None
    occurred_at: datetime | None = None
    """None stands for the present time, for a record that describes a thing and not something that has happened."""
    as_of: datetime | None = None
    """When what the provider's row says was so, for one that is mapped again. None stands for `occurred_at`, or for
    the present time."""


@dataclass(frozen=True)
class PageOutcome:
    """The outcomes of the records of a page, in their order."""

    results: Sequence[IngestResult]
    ids: Sequence[str]
    """Ours, as texts."""
    removed: int = 0
    """Records that were removed because the page replaces them."""

    def __add__(self, following: "PageOutcome") -> "PageOutcome":
        return PageOutcome((*self.results, *following.results), (*self.ids, *following.ids))

    def count(self, result: IngestResult) -> int:
        return sum(each is result for each in self.results)
