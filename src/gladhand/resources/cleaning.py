"""Removes from a text what copying adds by accident: invisible characters, and blanks around it."""

import re
import unicodedata

# Soft hyphens, zero-width spaces, marks of writing direction, byte order marks.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
# Between letters of some scripts and between emoji, joiners change what is read. Anywhere else they show nothing.
_STRAY_JOINERS = re.compile("(?<![\u0300-\U0010ffff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0300-\U0010ffff])")
# Blanks that word processors and web pages use in place of the usual one.
_ODD_BLANKS = re.compile("[\u00a0\u2007\u202f]")
_LINE_BREAKS = re.compile("[ \t]*[\r\n\u0085\u2028\u2029]+[ \t]*")


def clean_line(text: str) -> str:
    """The text of a field with one line. A line break within it becomes a blank."""
    text = clean_prose(text)
    return _LINE_BREAKS.sub(" ", text) if not text.isprintable() else text


def clean_prose(text: str) -> str:
    """The text of a field that may have several lines. Equal texts get equal characters (NFC)."""
    text = text.strip()
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _ODD_BLANKS.sub(" ", _visible(text))).strip()


def clean_secret(text: str) -> str:
    """A password, key or token. Its own characters stay as they are."""
    text = text.strip()
    return text if text.isascii() else _visible(text).strip()


def _visible(text: str) -> str:
    return _STRAY_JOINERS.sub("", _INVISIBLE.sub("", text))
