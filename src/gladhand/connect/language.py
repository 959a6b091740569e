"""Translation. Every string that a person sees passes through `_`, which uses the language of the request.

The code contains English. Each other language has a catalogue, `locale/<code>/LC_MESSAGES/connect.po`, which is loaded
on first use. Mark a constant of a module with `N_`, and pass it through `_` where it is shown.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from types import MappingProxyType

from babel import Locale
from babel.dates import format_datetime, get_timezone
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


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


def _(message: str) -> str:
    return _catalogue(current_language().code).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return _catalogue(current_language().code).ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - the usual name in gettext
    """Mark a string that is translated later."""
    return message


def join_nouns(nouns: Sequence[str]) -> str:
    """The nouns as one list, which begins with a capital letter."""
    text = current_language().comma.join(nouns)
    # Turkish has a dotted capital i.
    first = "İ" if current_language().code == "tr" and text[:1] == "i" else text[:1].upper()
    return first + text[1:]


def format_moment(time: datetime) -> str:
    """A time in UTC. The page's script converts it to the reader's time zone."""
    locale = Locale.parse(current_language().code)
    return f"{format_datetime(time, 'd MMMM y, HH:mm', get_timezone('UTC'), locale)} UTC"


def country_name(alpha2: str) -> str:
    return str(Locale.parse(current_language().code).territories[alpha2])


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == ENGLISH.code:
        return NullTranslations()
    path = files("gladhand.connect") / "locale" / code / "LC_MESSAGES" / "connect.po"
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
