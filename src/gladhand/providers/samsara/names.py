"""Names: Samsara keeps one name for a person, we keep first and last name."""

from collections.abc import Mapping
from typing import Any, Final

from gladhand.sdk.errors import Rejected

ONE_NAME: Final = "Samsara keeps one name; first and last name are joined by a space, and parted at the last one."
FIRST_STAYS: Final = "Samsara keeps one name, whose beginning is the first name."
_LONGEST_NAME = 255
_NOT_CERTAIN = (
    "Samsara keeps one name, and the one that is there has more than two words: which of them are the last name is not"
    " certain. Send first_name and last_name together."
)


def split_name(name: str | None) -> tuple[str | None, str | None]:
    """First and last name. Samsara has one name; its last word is used as the last name."""
    if name is None or not (words := name.split()):
        return None, None
    if len(words) == 1:
        return words[0], None
    return " ".join(words[:-1]), words[-1]


def full_name(values: Mapping[str, Any], current: Mapping[str, Any]) -> str:
    """The full name after a change; `current` is the record now, empty for a new one. Raises `Rejected`."""
    sent = [name for name in ("first_name", "last_name") if name in values]
    parts = {name: str(values.get(name, "")).strip() for name in ("first_name", "last_name")}
    if len(sent) == 1 and current:
        name = _with_half(sent[0], parts[sent[0]], str(current.get("name") or ""))
    else:
        name = " ".join(part for part in parts.values() if part)
    if not name or len(name) > _LONGEST_NAME:
        why = f"Samsara needs a name, of {_LONGEST_NAME} characters at most with first and last name together."
        raise Rejected(why, fields=dict.fromkeys(sent or ["first_name", "last_name"], why))
    return name


def _with_half(which: str, half: str, current: str) -> str:
    """The current name with a new first or last name. Repeating it after a lost answer gives the same name."""
    words, new = current.split(), half.split()
    if which == "first_name" and not new:
        raise Rejected(FIRST_STAYS, fields={which: FIRST_STAYS})
    if which == "first_name" and words[: len(new)] == new:
        return current
    if which == "last_name" and new and len(words) > len(new) and words[-len(new) :] == new:
        return current
    if len(words) > 2:
        raise Rejected(_NOT_CERTAIN, fields={which: _NOT_CERTAIN})
    first, last = split_name(current)
    return " ".join(part for part in ((half, last) if which == "first_name" else (first, half)) if part)
