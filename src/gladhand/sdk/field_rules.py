"""Rules: what a provider does with one field of a write.

"first_name": Takes("firstName", required=True, value=MaxLength(255)),
"status": Takes("state", value=Choices({UserStatusEnum.ACTIVE: "on", UserStatusEnum.INACTIVE: "off"})),
"license_expiration": Absent("Acme keeps no last day of a licence."),
"hos_ruleset_code": Refused("Acme's API cannot set hours of service."),
"""

from collections.abc import Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum, StrEnum
from typing import Any, Final, TypeAlias


class Verb(StrEnum):
    """The two kinds of writes."""

    CREATE = "create"
    UPDATE = "update"


class _Refuse(Enum):
    REFUSE = "refuse"


#: Refuses null for a field, because the provider cannot clear it.
REFUSE: Final = _Refuse.REFUSE

CREATE_ONLY: Final = frozenset({Verb.CREATE})
_BOTH = frozenset(Verb)


class LeftOut(ValueError):
    """Raise this in a `Convert` function if the provider has no place for the value. The write continues without it."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The provider accepts only these values."""

    values: Mapping[Any, Any]
    """Our values and the provider's. Any other value is refused."""
    _: KW_ONLY
    leave_out_others: bool = False
    """If set, any other value is left out instead, with the rule's `reason`."""
    refusals: Mapping[Any, str] = field(default_factory=dict)
    """Reasons for single values of ours that have no counterpart."""
    uncertain: frozenset[Any] = frozenset()
    """Values whose counterpart is a guess. They are refused unless the operator allows them."""


@dataclass(frozen=True, slots=True)
class MaxLength:
    """The provider takes at most this number of characters."""

    limit: int
    _: KW_ONLY
    cut: bool = False
    """A longer text is cut, and the outcome says so; otherwise it is refused."""


@dataclass(frozen=True, slots=True)
class Convert:
    """Puts a value into the provider's form. `ValueError` refuses the value, `LeftOut` leaves it out, with its text."""

    function: Callable[[Any], Any]


#: A check or conversion that a value passes on its way to the provider.
ValueStep: TypeAlias = Choices | MaxLength | Convert


@dataclass(frozen=True, slots=True)
class Takes:
    """The provider has a place for the field."""

    to: str
    """The provider's name of it: a path with dots."""
    _: KW_ONLY
    value: ValueStep | tuple[ValueStep, ...] = ()
    """The checks and conversions of the value, in this order. A date becomes its ISO text without one."""
    placed: bool = True
    """Whether `prepare` puts the value at `to`. If not, the adapter does it, from `Prepared.values`."""
    verbs: frozenset[Verb] = _BOTH
    """The writes that may set it; the others refuse it, with `reason`."""
    required: bool = False
    """A new record needs the field, and it can never be cleared."""
    clear: Any = REFUSE
    """What is sent for null: `None`, an empty text, false, or whatever the provider reads as nothing."""
    form: str = ""
    """How the provider wants the value, for people: a unit, a pattern, an alphabet."""
    reason: str = ""
    """Why it cannot be written at all times; shown to clients and in the documentation."""
    assumed: bool = False
    """The provider's documents do not say this; it follows from examples or from others' clients."""

    @property
    def steps(self) -> tuple[ValueStep, ...]:
        return self.value if isinstance(self.value, tuple) else (self.value,)

    @property
    def choices(self) -> Choices | None:
        return next((step for step in self.steps if isinstance(step, Choices)), None)

    @property
    def max_length(self) -> MaxLength | None:
        return next((step for step in self.steps if isinstance(step, MaxLength)), None)


@dataclass(frozen=True, slots=True)
class Absent:
    """The provider has no place for the field. It is left out, and the rest is written."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The provider has no place for the field, and leaving it out would mislead: the whole write is refused."""

    reason: str


FieldRule: TypeAlias = Takes | Absent | Refused


def as_written(value: Any) -> str:
    """A value as clients write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value.value) if isinstance(value, Enum) else str(value)
