"""Translation. Every string that a person sees passes through `_`, which uses the language of the request.

The code contains English. Each other language has a catalogue, `locale/<code>/LC_MESSAGES/connect.po`, which is loaded
on first use. Mark a constant of a module with `N_`, and pass it through `_` where it is shown.
"""

from collections.abc import Sequence
from datetime import datetime
from gettext import NullTranslations
from unicodedata import normalize

import pycountry
from babel import Locale
from babel.dates import format_date, format_time, get_timezone

from gladhand.core.languages import current_language, translations


def _(message: str) -> str:
    return _catalogue().gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    return _catalogue().ngettext(one, many, count)


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
    zone = get_timezone("UTC")
    date = format_date(time.astimezone(zone), "long", locale)
    return f"{date}{current_language().comma}{format_time(time, 'short', zone, locale)} (UTC)"


def country_choices() -> list[tuple[str, str]]:
    """The countries by their names in the reader's language, with their three letters."""
    names = Locale.parse(current_language().code).territories
    named = [(country.alpha_3, str(names.get(country.alpha_2, country.name))) for country in pycountry.countries]
    return sorted(named, key=lambda choice: normalize("NFKD", choice[1]).casefold())


def _catalogue() -> NullTranslations:
    return translations("gladhand.connect", "connect", current_language().code)
