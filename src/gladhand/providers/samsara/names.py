"""Names: Samsara keeps one for a person, we keep two."""

from collections.abc import Mapping
from typing import Any, Final

from gladhand.sdk.errors import Rejected

ONE_NAME: Final = "Samsara keeps one name; first and last name are joined by a space, and parted at the last one."
_LONGEST_NAME = 255


def split_name(name: str | None) -> tuple[str | None, str | None]:
    """First and last name. Samsara has one; the last word is taken for the last name."""
    if name is None or not (words := name.split()):
        return None, None
    if len(words) == 1:
        return words[0], None
    return " ".join(words[:-1]), words[-1]


def full_name(values: Mapping[str, Any], current: Mapping[str, Any]) -> str:
    """The name that a change amounts to; `current` is the record as it is, empty for a new one. Raises `Rejected`."""
    sent = [name for name in ("first_name", "last_name") if name in values]
    parts = {name: str(values.get(name, "")).strip() for name in ("first_name", "last_name")}
    if len(sent) == 1 and current:
        words = str(current.get("name") or "").split()
        if len(words) > 2:
            why = (
                "Samsara keeps one name, and the one that is there has more than two words: which of them are the last"
                " name is not certain. Send first_name and last_name together."
            )
            raise Rejected(why, fields={sent[0]: why})
        first, last = split_name(" ".join(words))
        other = "last_name" if sent[0] == "first_name" else "first_name"
        parts[other] = (last if other == "last_name" else first) or ""
    name = " ".join(part for part in parts.values() if part)
    if not name or len(name) > _LONGEST_NAME:
        why = f"Samsara needs a name, of {_LONGEST_NAME} characters at most with first and last name together."
        raise Rejected(why, fields=dict.fromkeys(sent or ["first_name", "last_name"], why))
    return name
