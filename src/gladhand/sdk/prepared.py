"""A change in a provider's form, and the outcome of each of its fields."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Protocol

#: A provider's answer does not contain the value, so there is nothing to compare.
ABSENT: Final = object()
_KEPT_ANOTHER = "{provider} took the write and kept another value."


class FieldOutcome(StrEnum):
    """The outcome of one field of a write."""

    APPLIED = "applied"
    """The provider has the value now."""
    UNCHANGED = "unchanged"
    """The value at the provider did not change: it was there already, or there was nothing to clear."""
    NOT_SUPPORTED = "not_supported"
    """The provider has no place for it; it was left out."""
    SHORTENED = "shortened"
    """The value was too long for the provider, and its beginning was written."""
    REJECTED = "rejected"
    """It cannot be written, and therefore nothing was; or it is a write of its own, which the provider refused after
    the rest had been carried out."""


def same_value(sent: Any, answered: Any) -> bool:
    """Whether two values are equal, both empty, or equal as texts apart from case and outer blanks."""
    if sent == answered or not (sent or answered):
        return True
    return str(sent).strip().casefold() == str(answered).strip().casefold()


def same_presence(sent: Any, answered: Any) -> bool:
    """Whether both values are empty or both are not, for providers that show values in a spelling of their own."""
    return (sent in (None, "", False)) == (answered in (None, "", False))


class FieldPaths(Protocol):
    """What a change is prepared by: a field map."""

    def path(self, name: str) -> str:
        """The provider's name of a field of ours; empty if it has no place for it."""


@dataclass(slots=True)
class Prepared:
    """A change in the provider's form, and the outcome of each field if the write succeeds."""

    provider: str = ""
    """The provider's name in reasons."""
    field_map: FieldPaths | None = None
    """The field map that has prepared the change."""
    body: dict[str, Any] = field(default_factory=dict, repr=False)
    """The values that the rules have placed, nested by their paths."""
    values: dict[str, Any] = field(default_factory=dict, repr=False)
    """The provider's values by our names, placed or not; a cleared field has the rule's `clear`."""
    outcomes: dict[str, FieldOutcome] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    """The reasons of fields that are not simply applied."""

    def put(self, path: str, value: Any) -> None:
        """Set a value in the body that the rules leave to the adapter."""
        *way, last = path.split(".")
        inner = self.body
        for name in way:
            inner = inner.setdefault(name, {})
        inner[last] = value

    def leave_out(self, name: str, reason: str) -> None:
        """Leave the field out, because the provider has no place for it in this write."""
        self.outcomes[name], self.details[name] = FieldOutcome.NOT_SUPPORTED, reason

    def keep(self, name: str, reason: str | None = None) -> None:
        """Mark the field as unchanged."""
        self.outcomes[name] = FieldOutcome.UNCHANGED
        if reason is not None:
            self.details[name] = reason

    def sent(self, name: str) -> Any:
        """The value in the body for this field; `ABSENT` if nothing was sent for it."""
        path = self._path(name)
        return value_at(self.body, path) if path else ABSENT

    def compare(
        self,
        answer: Mapping[str, Any] | Callable[[str], Any],
        *,
        before: Mapping[str, Any] | None = None,
        sent: Mapping[str, Any] | None = None,
        same: Callable[[Any, Any], bool] = same_value,
        missing: Any = None,
        skip: Collection[str] = (),
        reason: str = "",
    ) -> None:
        """Correct the outcomes by the provider's record after the write.

        `answer` is the record in the provider's form, or a function from a path to the value there. A value is
        unchanged if `before` has it already, or if the answer does not show it as it was sent. `missing` stands for a
        value that the answer lacks: None where the provider leaves empty values out, `ABSENT` where nothing follows
        from it. `skip` names fields of ours that cannot be compared. With `sent`, all values are by our names instead
        of the provider's paths.
        """
        for name, outcome in list(self.outcomes.items()):
            if name in skip or outcome not in (FieldOutcome.APPLIED, FieldOutcome.SHORTENED):
                continue
            path = self._path(name) if sent is None else name
            value = self.sent(name) if sent is None else sent.get(name)
            if value is ABSENT:
                continue
            shown_value = _or(answer(path) if callable(answer) else value_at(answer, path), missing)
            if before is not None and same(value, _or(value_at(before, path), None)):
                self.keep(name)
            elif shown_value is not ABSENT and not same(value, shown_value):
                self.keep(name, reason or _KEPT_ANOTHER.format(provider=self.provider))

    def _path(self, name: str) -> str:
        return self.field_map.path(name) if self.field_map is not None else ""


def value_at(values: Mapping[str, Any], path: str) -> Any:
    """The value at a path with dots; `ABSENT` if there is none."""
    place: Any = values
    for name in path.split("."):
        if not isinstance(place, Mapping) or name not in place:
            return ABSENT
        place = place[name]
    return place


def _or(value: Any, missing: Any) -> Any:
    return missing if value is ABSENT else value
