"""The languages that people read, and the catalogues of translations.

A package with texts for people has a catalogue for each language but English, `locale/<code>/LC_MESSAGES/<name>.po`.
"""

import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from types import MappingProxyType

import pycountry
from babel.core import get_global
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_REGION = re.compile(r"[A-Za-z]{2,3}-(?:[A-Za-z]{4}-)?([A-Za-z]{2})", re.ASCII)


@dataclass(frozen=True)
class Language:
    """A language; `name` is its name in the language itself."""

    code: str
    name: str
    direction: str = "ltr"
    comma: str = ", "


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        language.code: language
        for language in (
            Language("en", "English"),
            Language("de", "Deutsch"),
            Language("es", "Español"),
            Language("fr", "Français"),
            Language("lt", "Lietuvių"),
            Language("pl", "Polski"),
            Language("ro", "Română"),
            Language("tr", "Türkçe"),
            Language("uk", "Українська"),
            Language("ar", "العربية", "rtl", "، "),
            Language("hi", "हिन्दी"),
            Language("pa", "ਪੰਜਾਬੀ"),
        )
    }
)
ENGLISH = LANGUAGES["en"]

_current: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def current_language() -> Language:
    """The language of this request."""
    return _current.get()


@contextmanager
def use_language(language: Language) -> Iterator[None]:
    """Translate to this language inside the block."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def choose_language(code: str | None, accept_language: str | None) -> Language:
    """The language that the reader has chosen, else the best one of the `Accept-Language` header, else English."""
    if language := LANGUAGES.get(code or ""):
        return language
    for tag in _by_preference(accept_language or ""):
        # Catalogues have no regions: `pt-BR` matches `pt`.
        if language := LANGUAGES.get(tag.partition("-")[0].lower()):
            return language
    return ENGLISH


def region_of(accept_language: str | None) -> str | None:
    """The region of the preferred language in an `Accept-Language` header, such as `US` in `en-US`."""
    for tag in _by_preference(accept_language or ""):
        if found := _REGION.fullmatch(tag):
            return found[1].upper()
    return None


def language_of_country(alpha3: str | None) -> Language:
    """The official language that most people of a country know, among ours; English where there is none."""
    country = pycountry.countries.get(alpha_3=alpha3) if alpha3 else None
    spoken = get_global("territory_languages").get(country.alpha_2, {}) if country is not None else {}
    official = [
        (facts["population_percent"], LANGUAGES[code])
        for code, facts in spoken.items()
        if code in LANGUAGES and facts["official_status"] in ("official", "de_facto_official")
    ]
    return max(official, key=lambda each: each[0])[1] if official else ENGLISH


@cache
def translations(package: str, name: str, code: str) -> NullTranslations:
    """The translations of a package's texts to a language. English texts are their own."""
    if code == ENGLISH.code:
        return NullTranslations()
    path = files(package) / "locale" / code / "LC_MESSAGES" / f"{name}.po"
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(path.read_bytes()), locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _by_preference(accept_language: str) -> list[str]:
    """The tags of an `Accept-Language` header, the preferred one first. Unreadable parts are skipped."""
    weighted = []
    for position, part in enumerate(accept_language.split(",")[:50]):
        tag, _semicolon, parameters = part.strip().partition(";")
        weight = parameters.strip().removeprefix("q=") or "1"
        try:
            weighted.append((-float(weight), position, tag.strip()))
        except ValueError:
            continue
    return [tag for negated, _position, tag in sorted(weighted) if tag and negated < 0]
