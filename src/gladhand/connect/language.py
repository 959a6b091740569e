"""Languages. Every string that a person sees passes `_`, which speaks the language of the request.

English stands in the code. Every other language is a catalogue, `locale/<code>/LC_MESSAGES/connect.po`, read when it is
wanted for the first time. A string that is written before there is a request (a constant of a module) is marked with
`N_` and passes `_` where it is shown.
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
    """A language, by the name that its speakers give it."""

    code: str
    name: str
    direction: str = "ltr"
    comma: str = ", "


LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {
        each.code: each
        for each in (
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


def current() -> Language:
    """The language of this request."""
    return _current.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Let everything in the block be said in this language."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def chosen(wanted: str | None, accepted: str | None) -> Language:
    """The one that the reader has chosen, else the best that the browser asks for (`Accept-Language`), else English."""
    if found := LANGUAGES.get(wanted or ""):
        return found
    for tag in _by_preference(accepted or ""):
        # `pt-BR` is content with `pt`; only the language itself has a catalogue.
        if found := LANGUAGES.get(tag.partition("-")[0].lower()):
            return found
    return ENGLISH


def _(message: str) -> str:
    return _catalogue(current().code).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return _catalogue(current().code).ngettext(one, many, count)


def N_(message: str) -> str:  # noqa: N802 - the name that everybody knows it by
    """Marks a string that is translated later."""
    return message


def listed(nouns: Sequence[str]) -> str:
    """The nouns one after the other, with a capital at the beginning."""
    text = current().comma.join(nouns)
    # The one language of ours in which this letter has a capital of its own.
    first = "İ" if current().code == "tr" and text[:1] == "i" else text[:1].upper()
    return first + text[1:]


def moment(time: datetime) -> str:
    """A time for people; the script puts it into the reader's own zone."""
    locale = Locale.parse(current().code)
    return f"{format_datetime(time, 'd MMMM y, HH:mm', get_timezone('UTC'), locale)} UTC"


def territory(alpha2: str) -> str:
    """A country's name."""
    return str(Locale.parse(current().code).territories[alpha2])


@cache
def _catalogue(code: str) -> NullTranslations:
    if code == ENGLISH.code:
        return NullTranslations()
    place = files("gladhand.connect") / "locale" / code / "LC_MESSAGES" / "connect.po"
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(place.read_bytes()), locale=code))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _by_preference(accepted: str) -> list[str]:
    """The tags of an `Accept-Language` header, most wanted first; what cannot be read is passed over."""
    weighed = []
    for place, part in enumerate(accepted.split(",")[:50]):
        tag, _semicolon, parameters = part.strip().partition(";")
        weight = parameters.strip().removeprefix("q=") or "1"
        try:
            weighed.append((-float(weight), place, tag.strip()))
        except ValueError:
            continue
    return [tag for negated, _place, tag in sorted(weighed) if tag and negated < 0]
