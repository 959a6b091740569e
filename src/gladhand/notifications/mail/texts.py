"""The words of one message: those of the partner where it has its own, else ours, in the language of the reader."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from babel.dates import UTC, format_date, format_time

from gladhand.core.languages import ENGLISH, LANGUAGES, Language, translations
from gladhand.notifications.mail.kinds import N_, MailKind

_NAMED = re.compile(r"\{(\w+)\}")
_PARAGRAPHS = re.compile(r"\n\s*\n")

_WHY = N_("You get this message because %(partner)s works with your company.")
_STOP = N_("Stop messages from %(partner)s")


@dataclass(frozen=True)
class MailTexts:
    """What a message says, in plain text."""

    language: Language
    subject: str
    paragraphs: tuple[str, ...]
    button: str
    why: str
    stop: str


class UnknownName(ValueError):
    """A text names a value that messages of this kind do not have."""


def mail_texts(
    kind: MailKind,
    language: str,
    *,
    partner: str,
    values: Mapping[str, str | None],
    own: Mapping[str, str] | None,
) -> MailTexts:
    spoken = LANGUAGES.get(language, ENGLISH)
    named = {"partner": one_line(partner)} | _written_values(kind, values, spoken)

    def translated(text: str) -> str:
        return translations(__package__, "mail", spoken.code).gettext(text) % named if text else ""

    texts = MailTexts(
        spoken,
        one_line(translated(kind.subject)),
        tuple(translated(paragraph) for paragraph in kind.paragraphs),
        translated(kind.button),
        translated(_WHY),
        translated(_STOP),
    )
    if own is None:
        return texts
    paragraphs = tuple(one_line(_filled(part, named)) for part in _PARAGRAPHS.split(own["body"].strip()))
    subject, button = one_line(_filled(own["subject"], named)), one_line(_filled(own["button"], named))
    return MailTexts(spoken, subject, paragraphs, button if kind.button else "", texts.why, texts.stop)


def sms_text(kind: MailKind, language: str, *, partner: str, values: Mapping[str, str | None]) -> str:
    spoken = LANGUAGES.get(language, ENGLISH)
    named = {"partner": one_line(partner), "link": values.get("link") or ""} | _written_values(kind, values, spoken)
    return translations(__package__, "mail", spoken.code).gettext(kind.sms) % named


def check_own_text(kind: MailKind, text: str) -> None:
    """Raises `UnknownName` for a name in braces that messages of this kind do not have."""
    known = kind.names | {"partner"}
    for name in _NAMED.findall(text):
        if name not in known:
            raise UnknownName(f"there is no {{{name}}} in this message; there are: {', '.join(sorted(known))}")


def one_line(text: str) -> str:
    """Without line breaks and other control characters, which no header may have."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def _written_values(kind: MailKind, values: Mapping[str, str | None], language: Language) -> dict[str, str]:
    return {name: _moment(values, language) if name == "until" else one_line(values[name] or "") for name in kind.names}


def _moment(values: Mapping[str, str | None], language: Language) -> str:
    # A message cannot know where it is read.
    moment = datetime.fromisoformat(values["until"] or "").astimezone(UTC)
    locale = Locale.parse(language.code)
    time = format_time(moment, "short", UTC, locale)
    return f"{format_date(moment, 'long', locale)}{language.comma}{time} UTC"


def _filled(text: str, named: Mapping[str, str]) -> str:
    return _NAMED.sub(lambda found: named.get(found[1], found[0]), text)
