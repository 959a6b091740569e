"""Masks known secrets in everything that leaves a connection: texts, headers, records.

Secrets are compared by their values. A provider may repeat them under any name, and spell them as addresses, JSON, HTML
and Basic authentication do.
"""

import html
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote_plus

MASK = "*****"
# A shorter secret occurs inside ordinary values of records. It is masked where a word beside it says that it is one.
_SHORTEST_IN_RECORDS = 6
_WORDS_BEFORE = r"(?:pass|pwd|secret|token|key|pin\b|credential|auth|bearer|basic)"
_KEY_OF_SECRET = re.compile(_WORDS_BEFORE, re.IGNORECASE)
# HTML, XML and JSON can spell any character with these signs; they and addresses spell special characters with more.
_SIGNS = ("\\", "&#")
_SIGNS_OF_SPECIAL = (*_SIGNS, "%", "&")
_NOTHING_SPECIAL = re.compile(r"[A-Za-z0-9._~-]+")
_ESCAPED_IN_JSON = re.compile(r"""\\(?:u([0-9a-fA-F]{4})|(["'/\\bfnrt]))""")
_SHORT_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_URLSAFE = str.maketrans("+/", "-_")
# A spelling inside another one, such as JSON in an address in HTML.
_MOST_ROUNDS = 4


def without(text: str, secrets: Iterable[str]) -> str:
    """Replace each secret by a mask, in every spelling.

    If one is spelled with escapes, the whole text is returned unescaped.
    """
    known = list(secrets)
    text = _masked(text, _spellings(known))
    return _without_escaped(text, lambda plain: _masked(plain, _plain_forms(known)), _SIGNS_OF_SPECIAL)


class SecretMask:
    """The secrets of one connection, and whether the provider has repeated one of them."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: set[str] = set()
        self._short: set[str] = set()
        self._short_in_text: re.Pattern[str] | None = None
        self._sought: list[str] = []
        self._sought_in_plain: list[str] = []
        self._bytes: list[bytes] = []
        self._signs: Sequence[str] = _SIGNS
        self.may_be_echoed = False
        """Whether an answer holds, or may hold, a secret. Most answers do not, and need no work."""
        self.add(secrets)

    def add(self, secrets: Iterable[str]) -> None:
        new = {secret for secret in secrets if secret} - self._secrets
        if not new:
            return
        self._secrets |= new
        self._short = {secret for secret in self._secrets if len(secret) < _SHORTEST_IN_RECORDS}
        long = self._secrets - self._short
        self._sought, self._sought_in_plain = _spellings(long), _plain_forms(long)
        if not all(map(_NOTHING_SPECIAL.fullmatch, new)):
            self._signs = _SIGNS_OF_SPECIAL
        short = sorted({*_spellings(self._short), *_plain_forms(self._short)}, key=len, reverse=True)
        parts = *self._sought, *short, *self._signs
        self._bytes = [part.encode(errors="surrogatepass") for part in parts]
        if short:
            any_of = "|".join(map(re.escape, short))
            beside = rf"({_WORDS_BEFORE}\w*[\s\"':=,\\]+(?:is\s+)?[\"']?)(?:{any_of})(?!\w)"
            self._short_in_text = re.compile(beside, re.IGNORECASE)

    def look_at(self, body: bytes) -> None:
        """Look for the secrets in an answer."""
        if not self.may_be_echoed and self._bytes:
            self.may_be_echoed = any(part in body for part in self._bytes)

    def text(self, text: str) -> str:
        text = self._without_short(_masked(text, self._sought))
        return _without_escaped(text, self._without_plain, self._signs)

    def value(self, value: Any) -> Any:
        """A JSON value without the secrets, whatever the keys are called. Other values stay as they are."""
        if type(value) is str:
            return self.text(value)
        if isinstance(value, Mapping):
            return {self.value(name): self._under(name, each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(each) for each in value]
        return value

    def _under(self, name: Any, value: Any) -> Any:
        is_short = isinstance(value, str | int) and str(value) in self._short
        return MASK if is_short and _KEY_OF_SECRET.search(str(name)) else self.value(value)

    def _without_plain(self, plain: str) -> str:
        return self._without_short(_masked(plain, self._sought_in_plain))

    def _without_short(self, text: str) -> str:
        return text if self._short_in_text is None else self._short_in_text.sub(rf"\g<1>{MASK}", text)


def _masked(text: str, spellings: Iterable[str]) -> str:
    for spelling in spellings:
        text = text.replace(spelling, MASK)
    return text


def _without_escaped(text: str, mask: Callable[[str], str], signs: Sequence[str]) -> str:
    if not any(sign in text for sign in signs):
        return text
    plain = _plain(text)
    masked = mask(plain)
    return text if masked == plain else masked


def _plain(text: str) -> str:
    """The text without the escapes of addresses, HTML, XML and JSON, also where one spelling is inside another."""
    for _ in range(_MOST_ROUNDS):
        plain = unquote_plus(html.unescape(_ESCAPED_IN_JSON.sub(_unescaped, text)))
        if plain == text:
            break
        text = plain
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _plain_forms(secrets: Iterable[str]) -> list[str]:
    """The secrets as they are in a text without escapes, the longest first: one may hold what looks like an escape."""
    return sorted(filter(None, set(map(_plain, secrets))), key=len, reverse=True)


def _unescaped(found: re.Match[str]) -> str:
    code, sign = found.groups()
    return chr(int(code, 16)) if code else _SHORT_ESCAPES.get(sign, sign)


def _spellings(secrets: Iterable[str]) -> list[str]:
    """The secrets as they are, with the blanks of forms, and as they look inside Base64, the longest first."""
    spellings = set[str]()
    for secret in filter(None, secrets):
        # "+" is no sign of an escape: too many texts have one.
        spellings |= {secret, secret.replace(" ", "+"), *_in_base64(secret.encode(errors="surrogatepass"))}
    return sorted(spellings, key=len, reverse=True)


def _in_base64(secret: bytes) -> Iterator[str]:
    """The characters that only this secret can have made, whatever stands before it, such as a user and a colon."""
    yield b64encode(secret).decode()
    if len(secret) < _SHORTEST_IN_RECORDS:
        return
    for before in range(3):
        text = b64encode(bytes(before) + secret).decode()
        part = text[-(-before * 8 // 6) : (before + len(secret)) * 8 // 6]
        yield part
        yield part.translate(_URLSAFE)
