"""Hours-of-service rulesets: our codes and the equivalent override and flags at Samsara. The data is in TOML."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

from gladhand.resources.enums import HosRulesetCodeEnum
from gladhand.sdk.rows import Row

#: Flags of a driver that are part of what a code means.
FLAGS: Final = ("eldBigDayExemptionEnabled", "waitingTimeDutyStatusEnabled")
_CANADA = "Samsara's API cannot set rulesets of Canada; the fleet does it in Samsara's dashboard."


def _read() -> dict[HosRulesetCodeEnum, dict[str, Any]]:
    text = (files("gladhand.providers.samsara") / "rulesets.toml").read_text("utf-8")
    return {HosRulesetCodeEnum(code): entry for code, entry in tomllib.loads(text).items()}


def _override(entry: Mapping[str, Any]) -> dict[str, str]:
    return {
        "cycle": entry["cycle"],
        "restart": entry["restart"],
        "restbreak": entry["restbreak"],
        "usStateToOverride": entry["state"],
    }


_ENTRIES = _read()
#: The fields to send for a code. They always include the flags, which an earlier ruleset may have set.
RULESETS: Final[Mapping[HosRulesetCodeEnum, Mapping[str, Any]]] = {
    code: {"usDriverRulesetOverride": _override(entry), **{flag: flag in entry.get("flags", ()) for flag in FLAGS}}
    for code, entry in _ENTRIES.items()
}
UNCERTAIN: Final = frozenset(code for code, entry in _ENTRIES.items() if not entry.get("certain", True))
REFUSALS: Final[Mapping[HosRulesetCodeEnum, str]] = {
    code: _CANADA for code in HosRulesetCodeEnum if code.value.startswith("CA_")
}
_CODES = {(*_override(entry).values(), *entry.get("flags", ())): code for code, entry in _ENTRIES.items()}


def code_of(driver: Mapping[str, Any], *, uncertain: bool) -> HosRulesetCodeEnum | None:
    """The code for a driver's override and flags; None if none matches, or an uncertain one is not allowed."""
    override = Row(driver).row("usDriverRulesetOverride")
    # An empty text is a word of Samsara, too.
    words = (override.get(name) for name in ("cycle", "restart", "restbreak", "usStateToOverride"))
    parts = (word if isinstance(word, str) else None for word in words)
    code = _CODES.get((*parts, *(flag for flag in FLAGS if driver.get(flag) is True)))
    return code if code is not None and (uncertain or code not in UNCERTAIN) else None
