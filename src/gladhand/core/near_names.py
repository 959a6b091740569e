"""Names that somebody has probably meant: the one similarity of names for proposals and for searches."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeVar

from rapidfuzz import fuzz, process

K = TypeVar("K")

# In percent.
_LEAST_LIKENESS = 60
# Of two words in a search: one wrong letter in four is allowed.
_LEAST_LIKENESS_OF_WORDS = 75
_MOST_MATCHES = 50
# The likeness of a word that a candidate contains.
_PART = 0.9
_WORD = re.compile(r"\w+")


def near_name(name: str, names: Iterable[str], *, least_likeness: int = _LEAST_LIKENESS) -> str | None:
    """The name that was probably meant, if one is near. The least likeness is in percent."""
    near = near_names(name, names, most=1, least_likeness=least_likeness)
    return near[0] if near else None


def near_names(name: str, names: Iterable[str], *, most: int, least_likeness: int = _LEAST_LIKENESS) -> list[str]:
    """The names that were probably meant, the nearest first. Capital letters make no difference."""
    found = process.extract(
        name, list(names), scorer=fuzz.ratio, processor=str.casefold, limit=most, score_cutoff=least_likeness
    )
    return [near for near, _likeness, _index in found]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A sentence with the name that was probably meant, behind a blank. Empty if none is near."""
    near = near_name(name, names)
    return f" Did you mean {near}?" if near else ""


def best_matches(texts: Mapping[K, str], query: str) -> list[K]:
    """The keys of the texts that contain every word of the query, also as a part; best first. Words that none contains
    may be misspelled.
    """
    words = _WORD.findall(query.lower())
    if not words:
        return [key for key, text in texts.items() if query.strip() in text]
    ranked: list[tuple[float, int, K, float]] = []
    for key, text in texts.items():
        candidates = _WORD.findall(text.lower())
        scores = [max((_likeness(word, candidate) for candidate in candidates), default=0.0) for word in words]
        if scores and min(scores) > 0:
            ranked.append((-sum(scores), len(ranked), key, min(scores)))
    if any(lowest >= _PART for *_, lowest in ranked):
        ranked = [each for each in ranked if each[3] >= _PART]
    return [key for _, _, key, _ in sorted(ranked, key=lambda each: each[:2])[:_MOST_MATCHES]]


def _likeness(word: str, candidate: str) -> float:
    """From 0 to 1. A part of a word counts more than a misspelled word."""
    if word in candidate:
        return 1.0 if word == candidate else 0.95 if candidate.startswith(word) else _PART
    return 0.85 * fuzz.ratio(word, candidate, score_cutoff=_LEAST_LIKENESS_OF_WORDS) / 100
