"""What a provider takes of a resource, field by field: one table that writes, explains and is published.

A `FieldMap` holds a `Rule` for every field that a write may name. `prepare` judges a change by it and puts what passes
into the provider's form; the catalogue of capabilities and the pages in the documentation show the same rules.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any, Final

from gladhand.resources.base import Change
from gladhand.sdk.errors import Rejected


class Note(StrEnum):
    """What became of one field of a write."""

    APPLIED = "applied"
    """The provider has the value now."""
    UNCHANGED = "unchanged"
    """The provider holds what it held before: it had the value already, or there was nothing to clear."""
    NOT_SUPPORTED = "not_supported"
    """The provider has no place for it; it was left out."""
    SHORTENED = "shortened"
    """It was longer than the provider takes, and its beginning was written."""
    REJECTED = "rejected"
    """It cannot be written, and therefore nothing was; or it is a write of its own, which the provider refused after
    the rest had been carried out."""


class Verb(StrEnum):
    """The two kinds of writes."""

    CREATE = "create"
    UPDATE = "update"


class _Refuse(Enum):
    REFUSE = "refuse"


#: Null for this field is refused, because the provider cannot clear it.
REFUSE: Final = _Refuse.REFUSE

_BOTH = frozenset(Verb)


class LeftOut(ValueError):
    """Raised by a `convert`: the provider has no place for this value; the rest of the write goes on without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one field is written.

    Raise `ValueError` in `convert` for a value that the provider cannot take, `LeftOut` for one that the write can do
    without; the text names the reason.
    """

    to: str = ""
    """The provider's name of it: a path with dots. Empty when the provider has no place for it."""
    placed: bool = True
    """Whether `prepare` puts the value there. If not, the adapter does it, from `Prepared.values`."""
    verbs: frozenset[Verb] = _BOTH
    """In which writes it may be set; in the others it is refused, with `reason`."""
    required: bool = False
    """The provider makes no record without it, and it can never be cleared."""
    clear: Any = REFUSE
    """What is sent for null: `None`, an empty text, false, or whatever the provider reads as nothing."""
    limit: int | None = None
    """Most characters."""
    shorten: bool = False
    """A longer text is cut, and the answer says so; otherwise it is refused."""
    values: Mapping[Any, Any] | None = None
    """Our values and the provider's. A value that is not among them is refused."""
    leave_out_others: bool = False
    """A value that is not among `values` is left out instead, with `reason`."""
    refusals: Mapping[Any, str] = field(default_factory=dict)
    """Why, for those of our values without a counterpart about which there is more to say."""
    uncertain: frozenset[Any] = frozenset()
    """Those of our values whose counterpart is a guess: refused unless the operator allows them."""
    convert: Callable[[Any], Any] | None = None
    """Puts a value into the provider's form, after `values`."""
    form: str = ""
    """How the provider wants the value, for people: a unit, a pattern, an alphabet."""
    reason: str = ""
    """Why it cannot be written, or only in part; shown to clients and in the documentation."""
    refused: bool = False
    """The provider has no place for it and leaving it out would mislead: the whole write is refused."""
    read: bool = True
    """Whether the provider's records show it."""
    assumed: bool = False
    """The provider's documents do not say this; it follows from examples or from others' clients."""

    @property
    def supported(self) -> bool:
        return bool(self.to)


@dataclass(slots=True)
class Prepared:
    """A change in the provider's form."""

    body: dict[str, Any] = field(default_factory=dict)
    """What rules have placed, nested by their paths."""
    values: dict[str, Any] = field(default_factory=dict)
    """The provider's values by our names, placed or not; what is cleared holds the rule's `clear`."""
    notes: dict[str, Note] = field(default_factory=dict)
    """What becomes of each field if the write succeeds."""
    details: dict[str, str] = field(default_factory=dict)
    """Why, for fields that are not simply applied."""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    """What it was made by."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the change can be sent."""
        return not self.values

    def put(self, path: str, value: Any) -> None:
        """Place a value that the rules leave to the adapter."""
        *way, last = path.split(".")
        place = self.body
        for name in way:
            place = place.setdefault(name, {})
        place[last] = value


_watched: ContextVar[list[Prepared] | None] = ContextVar("watched", default=None)


@contextmanager
def watched() -> Iterator[list[Prepared]]:
    """Everything that sheets prepare inside the block, whoever asks them. For dry runs."""
    seen: list[Prepared] = []
    token = _watched.set(seen)
    try:
        yield seen
    finally:
        _watched.reset(token)


class FieldMap:
    """The rules of one resource at one provider."""

    def __init__(
        self, provider: str, rules: Mapping[str, Rule], *, variants: Mapping[str, "FieldMap"] = MappingProxyType({})
    ) -> None:
        """`provider` is the name that people know, for the reasons that clients read. `variants` are the sheets for
        records of the same resource that the provider keeps apart, by what makes them so, in words."""
        self.provider = provider
        self.rules = dict(rules)
        self.variants = dict(variants)

    def prepare(self, change: Change, verb: Verb, *, uncertain: bool = False) -> Prepared:
        """Put a change into the provider's form. Raises `Rejected` with every field that speaks against it."""
        made = Prepared(rules=self.rules)
        if (watched := _watched.get()) is not None:
            watched.append(made)
        faults = dict.fromkeys(self._missing(change, verb), f"{self.provider} needs it for a new record.")
        for name, value in change.items():
            rule = self.rules.get(name, Rule(reason=f"{self.provider} has no field for it."))
            try:
                self._apply(made, name, rule, value, verb, uncertain=uncertain)
            except LeftOut as error:
                made.notes[name], made.details[name] = Note.NOT_SUPPORTED, str(error)
            except ValueError as error:
                faults[name] = str(error)
        if faults:
            raise Rejected(" ".join(f"{name}: {why}" for name, why in faults.items()), fields=faults)
        return made

    def _missing(self, change: Change, verb: Verb) -> Iterable[str]:
        if verb is Verb.CREATE:
            yield from (name for name, rule in self.rules.items() if rule.required and change.get(name) is None)

    def _apply(self, made: Prepared, name: str, rule: Rule, value: Any, verb: Verb, *, uncertain: bool) -> None:
        if not rule.supported:
            if rule.refused and value is not None:
                raise ValueError(rule.reason)
            made.notes[name], made.details[name] = Note.NOT_SUPPORTED, rule.reason
            return
        if value is None and verb is Verb.CREATE:
            made.notes[name] = Note.UNCHANGED
            return
        if verb not in rule.verbs:
            raise ValueError(rule.reason or f"{self.provider} does not take it in an {verb}.")
        note = Note.APPLIED
        if value is None:
            if rule.required or rule.clear is REFUSE:
                raise ValueError(rule.reason or f"{self.provider} cannot clear it.")
            theirs = rule.clear
        else:
            theirs, note = self._converted(rule, value, uncertain=uncertain)
        made.values[name], made.notes[name] = theirs, note
        if note is Note.SHORTENED:
            made.details[name] = f"{self.provider} keeps {rule.limit} characters."
        if rule.placed:
            made.put(rule.to, theirs)

    def _converted(self, rule: Rule, value: Any, *, uncertain: bool) -> tuple[Any, Note]:
        if rule.values is not None:
            if value not in rule.values:
                nothing = f"{self.provider} has nothing that means {shown(value)}."
                if rule.leave_out_others:
                    raise LeftOut(rule.reason or nothing)
                raise ValueError(rule.refusals.get(value) or rule.reason or nothing)
            if value in rule.uncertain and not uncertain:
                raise ValueError(
                    f"What {self.provider} has for {shown(value)} is not certain to mean the same."
                    " The operator of this server can allow it."
                )
            value = rule.values[value]
        if rule.convert is not None:
            value = rule.convert(value)
        elif isinstance(value, date):
            value = value.isoformat()
        note = Note.APPLIED
        if rule.limit is not None and isinstance(value, str) and len(value) > rule.limit:
            if not rule.shorten:
                raise ValueError(f"{self.provider} takes at most {rule.limit} characters.")
            value, note = value[: rule.limit], Note.SHORTENED
        return value, note


def shown(value: Any) -> str:
    """A value as its clients write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.value) if isinstance(value, Enum) else str(value)
