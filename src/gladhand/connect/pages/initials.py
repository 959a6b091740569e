"""The letters of a name that stand where it has no logo."""

import re
from typing import Final

_WORDS: Final = re.compile(r"[^\W_]+")
# A name such as TrustTrack is two words.
_PARTS: Final = re.compile(r"[A-Z][^A-Z]+")
# What the names of many providers have says nothing about one of them.
_COMMON: Final = frozenset({"eld", "fleet", "gps", "telematics", "truck", "trucks"})
_LONGEST_ABBREVIATION: Final = 3


def initials(name: str) -> str:
    """One to three letters, or a question mark for a name without any."""
    words = _WORDS.findall(re.sub(r"\(.*?\)", "", name)) or _WORDS.findall(name)
    words = [word for word in words if word.casefold() not in _COMMON] or words
    if not words:
        return "?"
    if len(words) == 1:
        return _of_word(words[0])
    return "".join(word[0] for word in words[:2]).upper()


def _of_word(word: str) -> str:
    if word.isupper() and len(word) <= _LONGEST_ABBREVIATION:
        return word
    parts = _PARTS.findall(word)
    if len(parts) > 1 and "".join(parts) == word:
        return "".join(part[0] for part in parts[:2])
    return word[:2].capitalize()
