"""Proposals for names that do not exist."""

from collections.abc import Iterable
from difflib import get_close_matches


def near_name(name: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant, if one is near."""
    near = get_close_matches(name, list(names), n=1)
    return near[0] if near else None


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A sentence with the name that was probably meant, behind a blank. Empty if none is near."""
    near = near_name(name, names)
    return f" Did you mean {near}?" if near else ""
