"""Masks known secrets in everything that leaves a connection: texts, headers, records.

Secrets are compared by their values. A provider may repeat them under any name.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

import orjson

MASK = "*****"
# A shorter secret occurs inside ordinary values of records. It is masked where a word beside it says that it is one.
_SHORTEST_IN_RECORDS = 6
_WORDS_BEFORE = r"(?:pass|pwd|secret|token|key|pin\b|credential|auth|bearer|basic)"
_KEY_OF_SECRET = re.compile(_WORDS_BEFORE, re.IGNORECASE)
# Addresses, forms and JSON spell these characters as they are.
_SPELLED_ONE_WAY = re.compile(r"[A-Za-z0-9._~-]+")
# JSON and XML can spell any character in another way.
_ESCAPES = (b"\\", b"&#")


def without(text: str, secrets: Iterable[str]) -> str:
    """Replace each secret by a mask: as it is, and as addresses, forms, JSON and Basic authentication spell it."""
    for spelling in _spellings(secrets):
        text = text.replace(spelling, MASK)
    return text


class SecretMask:
    """The secrets of one connection, and whether the provider has repeated one of them."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: set[str] = set()
        self._short: set[str] = set()
        self._short_in_text: re.Pattern[str] | None = None
        self._sought: list[str] = []
        self._bytes: list[bytes] = []
        self.may_be_echoed = False
        """Whether an answer holds, or may hold, a secret. Most answers do not, and need no work."""
        self.add(secrets)

    def add(self, secrets: Iterable[str]) -> None:
        new = {secret for secret in secrets if secret} - self._secrets
        if not new:
            return
        self._secrets |= new
        self._short = {secret for secret in self._secrets if len(secret) < _SHORTEST_IN_RECORDS}
        self._sought = _spellings(self._secrets - self._short)
        short = _spellings(self._short)
        self._bytes = [spelling.encode(errors="surrogatepass") for spelling in (*self._sought, *short)]
        if short:
            any_of = "|".join(map(re.escape, short))
            beside = rf"({_WORDS_BEFORE}\w*[\s\"':=,]+(?:is\s+)?[\"']?)(?:{any_of})(?!\w)"
            self._short_in_text = re.compile(beside, re.IGNORECASE)

    def look_at(self, body: bytes) -> None:
        """Look for the secrets in an answer."""
        if not self.may_be_echoed and self._bytes:
            self.may_be_echoed = any(part in body for part in (*_ESCAPES, *self._bytes))

    def text(self, text: str) -> str:
        for spelling in self._sought:
            text = text.replace(spelling, MASK)
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


def _spellings(secrets: Iterable[str]) -> list[str]:
    """All spellings, the longest first."""
    spellings = set[str]()
    for secret in filter(None, secrets):
        spellings |= {secret, b64encode(secret.encode()).decode()}
        if not _SPELLED_ONE_WAY.fullmatch(secret):
            spellings |= {
                quote(secret, safe=""),
                quote_plus(secret),
                quote(secret),
                orjson.dumps(secret).decode()[1:-1],
            }
    return sorted(spellings, key=len, reverse=True)
