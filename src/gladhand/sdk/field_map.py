"""Field maps: what a provider takes of a resource, field by field.

A `FieldMap` has a rule for every field of a write (see `field_rules`). `prepare` judges a change by the rules and puts
it into the provider's form; the catalogue of capabilities and the documentation show the same rules.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

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
from gladhand.sdk.prepared import ABSENT, FieldOutcome, Prepared, same_presence, same_value

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
