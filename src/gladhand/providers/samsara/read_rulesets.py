"""Hours-of-service rulesets as Samsara shows them: a shift and a cycle in words, other ones than its API takes.

The words of the federal sets and of Canada are documented. That the sets of single states begin with the name or the
letters of the state, as that of Texas does, is assumed.
"""

import re
from typing import Final

from gladhand.resources.enums import HosRulesetCodeEnum
from gladhand.sdk.rows import Row

_CODES: Final = {code.value: code for code in HosRulesetCodeEnum}
_CANADA: Final = {
    ("south", "1"): "CA_FED_C1_70_7",
    ("south", "2"): "CA_FED_C2_120_14",
    ("north", "1"): "CA_N60_C1_80_7",
    ("north", "2"): "CA_N60_C2_120_14",
}
_CANADIAN: Final = re.compile(r"canada (south|north).*cycle ([12])\b")
# Such as "USA 70 hour / 8 day".
_HOURS: Final = re.compile(r"(\d+)[ -]hours? ?/ ?(\d+)[ -]days?\b")
_INTERSTATE: Final = "us interstate"
_STATES: Final = {
    "alaska": "AK",
    "california": "CA",
    "florida": "FL",
    "nebraska": "NE",
    "north carolina": "NC",
    "oregon": "OR",
    "south carolina": "SC",
    "texas": "TX",
    "wisconsin": "WI",
}
_TEXAS: Final = "US_TX_INTRA_PROP_70_7"


def ruleset_of(driver: Row) -> HosRulesetCodeEnum | None:
    """The ruleset that a driver's settings name. None for those that we have no code for."""
    rulesets = driver.row("eldSettings").optional_rows("rulesets")
    if not rulesets:
        return None
    first = rulesets[0]
    name = _name(*((first.text(part) or "").casefold() for part in ("shift", "cycle")))
    without_restart = _CODES.get(f"{name}_NORST") if first.text("restart") == "None" else None
    # Passengers' sets have no restart at all.
    return without_restart or _CODES.get(name or "")


def _name(shift: str, cycle: str) -> str | None:
    if found := _CANADIAN.search(f"{shift} {cycle}"):
        return _CANADA[found[1], found[2]]
    state = _state(shift) or _state(cycle)
    if state == "TX":
        return _TEXAS
    hours = _HOURS.search(cycle)
    whose = f"US_{state}_INTRA" if state else "US_INT" if shift.startswith(_INTERSTATE) else None
    if hours is None or whose is None:
        return None
    return f"{whose}_{'PAX' if 'passenger' in shift else 'PROP'}_{hours[1]}_{hours[2]}"


def _state(words: str) -> str | None:
    """The state with whose name or letters these words begin."""
    return next((code for name, code in _STATES.items() if words.startswith((name, f"{code.casefold()} "))), None)
