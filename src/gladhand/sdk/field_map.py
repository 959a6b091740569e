"""Field maps: what a provider takes of a resource, field by field.

A `FieldMap` has a rule for every field of a write (see `field_rules`). `prepare` judges a change by the rules and puts
it into the provider's form, a `Prepared`; the catalogue of capabilities and the documentation show the same rules.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from gladhand.resources.base import Change
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_rules import (
    REFUSE,
    Absent,
    Choices,
    Convert,
    FieldRule,
    LeftOut,
    MaxLength,
    Refused,
    Takes,
    Verb,
    as_written,
)

__all__ = [
    "ABSENT",
    "REFUSE",
    "Absent",
    "Choices",
    "Convert",
    "FieldMap",
    "FieldOutcome",
    "LeftOut",
    "MaxLength",
    "Prepared",
    "Refused",
    "Takes",
    "Verb",
    "as_written",
    "same_presence",
    "same_value",
]


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


@dataclass(slots=True)
class Prepared:
    """A change in the provider's form, and the outcome of each field if the write succeeds."""

    provider: str = ""
    """The provider's name in reasons."""
    field_map: "FieldMap | None" = None
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
            answered = _or(answer(path) if callable(answer) else value_at(answer, path), missing)
            if before is not None and same(value, _or(value_at(before, path), None)):
                self.keep(name)
            elif answered is not ABSENT and not same(value, answered):
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


class FieldMap:
    """The rules of one resource at one provider."""

    def __init__(
        self,
        provider: str,
        rules: Mapping[str, FieldRule],
        *,
        others: Absent | Refused | None = None,
        variants: Mapping[str, "FieldMap"] = MappingProxyType({}),
    ) -> None:
        """`provider` is the name that people know. `others` is the rule of every field without one of its own.
        `variants` are the field maps for records of the same resource that the provider keeps apart, by what makes
        them so, in words."""
        self.provider = provider
        self.rules = dict(rules)
        self.others = others
        self.variants = dict(variants)

    def rule(self, name: str) -> FieldRule:
        """The rule of a field."""
        return self.rules.get(name) or self.others or Absent(f"{self.provider} has no field for it.")

    def path(self, name: str) -> str:
        """The provider's name of a field; empty if it has no place for it."""
        rule = self.rule(name)
        return rule.to if isinstance(rule, Takes) else ""

    def reason(self, name: str) -> str:
        """The reason why a field cannot be written, or only sometimes."""
        return self.rule(name).reason

    def prepare(self, change: Change, verb: Verb, *, uncertain: bool = False) -> Prepared:
        """Put a change into the provider's form. Raises `Rejected` with every field that speaks against it.

        Adapters call `Adapter.prepare`, which knows whether the operator allows `uncertain` values.
        """
        prepared = Prepared(self.provider, self)
        faults = dict.fromkeys(self._missing(change, verb), f"{self.provider} needs it for a new record.")
        for name, value in change.items():
            try:
                self._apply(prepared, name, value, verb, uncertain=uncertain)
            except LeftOut as error:
                prepared.leave_out(name, str(error))
            except ValueError as error:
                faults[name] = str(error)
        if faults:
            detail = " ".join(f"{name}: {why}" for name, why in faults.items())
            raise Rejected(detail, fields=faults, prepared=prepared)
        return prepared

    def _missing(self, change: Change, verb: Verb) -> Iterable[str]:
        if verb is Verb.CREATE:
            required = (name for name, rule in self.rules.items() if isinstance(rule, Takes) and rule.required)
            yield from (name for name in required if change.get(name) is None)

    def _apply(self, prepared: Prepared, name: str, value: Any, verb: Verb, *, uncertain: bool) -> None:
        rule = self.rule(name)
        if not isinstance(rule, Takes):
            if isinstance(rule, Refused) and value is not None:
                raise ValueError(rule.reason)
            prepared.leave_out(name, rule.reason)
            return
        if value is None and verb is Verb.CREATE:
            prepared.outcomes[name] = FieldOutcome.UNCHANGED
            return
        if verb not in rule.verbs:
            raise ValueError(rule.reason or f"{self.provider} does not take it in an {verb}.")
        outcome = FieldOutcome.APPLIED
        if value is None:
            if rule.required or rule.clear is REFUSE:
                raise ValueError(rule.reason or f"{self.provider} cannot clear it.")
            theirs = rule.clear
        else:
            theirs, outcome = self._converted(rule, value, uncertain=uncertain)
        prepared.values[name], prepared.outcomes[name] = theirs, outcome
        if outcome is FieldOutcome.SHORTENED and rule.max_length is not None:
            prepared.details[name] = f"{self.provider} keeps {rule.max_length.limit} characters."
        if rule.placed:
            prepared.put(rule.to, theirs)

    def _converted(self, rule: Takes, value: Any, *, uncertain: bool) -> tuple[Any, FieldOutcome]:
        outcome = FieldOutcome.APPLIED
        for step in rule.steps:
            if isinstance(step, Choices):
                value = self._chosen(step, value, rule.reason, uncertain=uncertain)
            elif isinstance(step, Convert):
                value = step.function(value)
            elif isinstance(value, str) and len(value) > step.limit:
                if not step.cut:
                    raise ValueError(f"{self.provider} takes at most {step.limit} characters.")
                value, outcome = value[: step.limit], FieldOutcome.SHORTENED
        return (value.isoformat() if isinstance(value, date) else value), outcome

    def _chosen(self, choices: Choices, value: Any, reason: str, *, uncertain: bool) -> Any:
        if value not in choices.values:
            nothing = f"{self.provider} has nothing that means {as_written(value)}."
            if choices.leave_out_others:
                raise LeftOut(reason or nothing)
            raise ValueError(choices.refusals.get(value) or reason or nothing)
        if value in choices.uncertain and not uncertain:
            raise ValueError(
                f"What {self.provider} has for {as_written(value)} is not certain to mean the same."
                " The operator of this server can allow it."
            )
        return choices.values[value]
