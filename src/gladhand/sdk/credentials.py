"""The credentials of one connection. They cannot be printed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from gladhand.sdk.credential_kinds import CredentialKind
from gladhand.sdk.errors import Rejected
from gladhand.sdk.masking import MASK, without

# A shorter secret occurs inside ordinary words.
_SHORTEST_SECRET = 4

KindT = TypeVar("KindT", bound=CredentialKind)


class Credentials(Mapping[str, Any]):
    """The credentials by field name. Immutable. `of_kind` gives typed access."""

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
        fields = (f"{name}={self._values[name]!r}" if name in self._public else f"{name}={MASK}" for name in self)
        return f"Credentials({', '.join(fields)})"

    __str__ = __repr__

    def __getstate__(self) -> object:
        raise TypeError("Credentials cannot be pickled.")

    def of_kind(self, kind: type[KindT]) -> KindT:
        """The credentials as this kind. Raises `Rejected` with the names of fields that are missing or wrong."""
        try:
            return kind.model_validate(self._values)
        except ValidationError as error:
            names = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors(include_input=False))
            raise Rejected(f"These credentials do not fit: {', '.join(names)} is missing or wrong.") from None

    def find_kind(self, kind: type[KindT]) -> KindT | None:
        """The credentials as this kind; None if they lack a field of it."""
        return self.of_kind(kind) if all(self._values.get(name) for name in kind.required_fields()) else None

    def redact(self, text: str) -> str:
        """The text without any secret of these credentials, in every spelling."""
        secrets = (value for name, value in self.items() if name not in self._public and isinstance(value, str))
        return without(text, (secret for secret in secrets if len(secret) >= _SHORTEST_SECRET))
