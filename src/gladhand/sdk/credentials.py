"""What the fleet typed in, in a form that cannot be printed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

import orjson

MASK = "*****"
# A shorter one would turn up inside innocent words.
_SHORTEST_SECRET = 4


class Credentials(Mapping[str, Any]):
    """The credentials of one connection, by the field names of the connection type. Frozen; shows no secret."""

    def __init__(self, values: Mapping[str, Any], *, public: Iterable[str] = ()) -> None:
        self._values = dict(values)
        self._public = frozenset(public)

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        shown = (f"{name}={self._values[name]!r}" if name in self._public else f"{name}={MASK}" for name in self)
        return f"Credentials({', '.join(shown)})"

    __str__ = __repr__

    def __getstate__(self) -> object:
        raise TypeError("credentials are not pickled")

    def redact(self, text: str) -> str:
        """The text without any secret of these credentials, however it is spelled."""
        secrets = (value for name, value in self.items() if name not in self._public and isinstance(value, str))
        return without(text, (secret for secret in secrets if len(secret) >= _SHORTEST_SECRET))


def without(text: str, secrets: Iterable[str]) -> str:
    """The text with a mask in the place of each secret: as it is, and as addresses, forms and JSON spell it."""
    spellings = {
        spelled
        for secret in secrets
        if secret
        for spelled in (secret, quote(secret, safe=""), quote_plus(secret), quote(secret), _in_json(secret))
    }
    for spelled in sorted(spellings, key=len, reverse=True):
        text = text.replace(spelled, MASK)
    return text


def _in_json(secret: str) -> str:
    return orjson.dumps(secret).decode()[1:-1]
