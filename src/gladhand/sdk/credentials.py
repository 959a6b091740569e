"""What the fleet typed in, in a form that cannot be printed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

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
        """The text without any secret of these credentials."""
        secrets = (value for name, value in self.items() if name not in self._public and isinstance(value, str))
        for secret in sorted(secrets, key=len, reverse=True):
            if len(secret) >= _SHORTEST_SECRET:
                text = text.replace(secret, MASK)
        return text
