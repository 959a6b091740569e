"""Masks known secrets in everything that leaves a connection: texts, headers, records.

Secrets are compared by their values. A provider may repeat them under any name, and spell them as addresses, JSON, HTML
and Basic authentication do.
"""

import html
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote_plus

import orjson

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
    """Replace each secret by a mask, in every spelling. A text that spells one with escapes is returned without any."""
    known = sorted(filter(None, secrets), key=len, reverse=True)
    for spelling in _spellings(known):
        text = text.replace(spelling, MASK)
    return _without_escaped(text, known, _SIGNS_OF_SPECIAL)


class SecretMask:
    """The secrets of one connection, and whether the provider has repeated one of them."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: set[str] = set()
        self._short: set[str] = set()
        self._long: list[str] = []
        self._short_in_text: re.Pattern[str] | None = None
        self._sought: list[str] = []
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
        self._long = sorted(self._secrets - self._short, key=len, reverse=True)
        self._sought = _spellings(self._long)
        if not all(map(_NOTHING_SPECIAL.fullmatch, new)):
            self._signs = _SIGNS_OF_SPECIAL
        short = [*_spellings(self._short), *_escaped_spellings(self._short)]
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
        for spelling in self._sought:
            text = text.replace(spelling, MASK)
        text = _without_escaped(text, self._long, self._signs)
        if self._short_in_text is not None:
            text = self._short_in_text.sub(rf"\g<1>{MASK}", text)
        return text

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


def _without_escaped(text: str, secrets: Iterable[str], signs: Sequence[str]) -> str:
    if not any(sign in text for sign in signs):
        return text
    plain = _plain(text)
    found = [spelled for spelled in map(_plain_secret, secrets) if spelled and spelled in plain]
    for spelled in found:
        plain = plain.replace(spelled, MASK)
    return plain if found else text


def _plain(text: str) -> str:
    """The text without the escapes of addresses, HTML, XML and JSON, also where one spelling is inside another."""
    for _ in range(_MOST_ROUNDS):
        plain = unquote_plus(html.unescape(_ESCAPED_IN_JSON.sub(_unescaped, text)))
        if plain == text:
            break
        text = plain
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@lru_cache(maxsize=256)
def _plain_secret(secret: str) -> str:
    # A secret may hold what looks like an escape.
    return _plain(secret)


def _unescaped(found: re.Match[str]) -> str:
    code, sign = found.groups()
    return chr(int(code, 16)) if code else _SHORT_ESCAPES.get(sign, sign)


def _spellings(secrets: Iterable[str]) -> list[str]:
    """The secrets as they are, and as they look inside Base64, the longest first."""
    spellings = set[str]()
    for secret in filter(None, secrets):
        spellings |= {secret, *_in_base64(secret.encode(errors="surrogatepass"))}
    return sorted(spellings, key=len, reverse=True)


def _escaped_spellings(secrets: Iterable[str]) -> list[str]:
    spellings = {each for secret in secrets for each in (quote(secret, safe=""), html.escape(secret), _in_json(secret))}
    return sorted(spellings.difference(secrets), key=len, reverse=True)


def _in_json(secret: str) -> str:
    return orjson.dumps(secret).decode()[1:-1]


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
