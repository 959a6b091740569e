"""Hours-of-service rules: one code on our side, a cycle and some exceptions at Motive. The table is in `rulesets.json`.

A code that is not in the table has no counterpart. Uncertain codes follow from an unconfirmed reading of the documents.
Motive does not say what its short-haul exception means.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from gladhand.resources.enums import HosRulesetCodeEnum

#: The fields that a ruleset decides. A write sets all of them, so that nothing of the previous ruleset remains.
FLAGS = (
    "exception_24_hour_restart",
    "exception_8_hour_break",
    "exception_wait_time",
    "exception_short_haul",
    "exception_ca_farm_school_bus",
)
# For some drivers Motive distinguishes the cycles before and after the rules of 2020. Writes use the plain names.
_SINCE_2020 = "_2020"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """Motive's equivalent of one of our codes."""

    cycle: str
    flags: frozenset[str]
    exempt: bool
    """Whether the ruleset is only for drivers who are exempt from logging."""
    certain: bool

    def __str__(self) -> str:
        """For people, in the catalogue of capabilities."""
        return ", ".join([self.cycle, *sorted(self.flags), *(["exempt"] if self.exempt else [])])

    @property
    def fields(self) -> dict[str, Any]:
        return {"cycle": self.cycle, **{flag: flag in self.flags for flag in FLAGS}}


def _read() -> Mapping[HosRulesetCodeEnum, Ruleset]:
    table = json.loads((files(__package__) / "rulesets.json").read_text("utf-8"))
    return MappingProxyType(
        {
            HosRulesetCodeEnum(code): Ruleset(
                cycle=entry["cycle"],
                flags=frozenset(entry.get("flags", ())),
                exempt=entry.get("exempt", False),
                certain=entry.get("certain", True),
            )
            for code, entry in table.items()
        }
    )


RULESETS: Mapping[HosRulesetCodeEnum, Ruleset] = _read()
UNCERTAIN = frozenset(code for code, ruleset in RULESETS.items() if not ruleset.certain)


def plain_cycle(cycle: Any) -> Any:
    """A cycle's plain name, as used in writes."""
    return cycle.removesuffix(_SINCE_2020) if isinstance(cycle, str) else cycle


def code_of(driver: Mapping[str, Any], *, uncertain: bool) -> HosRulesetCodeEnum | None:
    """Our code for a driver's ruleset. None if no code fits, or several do: Motive distinguishes fewer rulesets."""
    cycle = plain_cycle(driver.get("cycle"))
    flags = {flag for flag in FLAGS if driver.get(flag)}
    found = [
        code
        for code, ruleset in RULESETS.items()
        if ruleset.cycle == cycle and ruleset.flags == flags and (uncertain or ruleset.certain)
    ]
    return found[0] if len(found) == 1 else None
