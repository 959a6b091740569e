"""Values that a process creates once, found by their type: settings of a noun, the key ring, the database."""

from typing import TypeVar, cast

T = TypeVar("T")


class Container:
    """One value per exact type."""

    def __init__(self, *values: object) -> None:
        self._values: dict[type, object] = {}
        self.add(*values)

    def add(self, *values: object) -> None:
        for value in values:
            self._values[type(value)] = value

    def get(self, kind: type[T]) -> T:
        """The value of this type. Raises `KeyError` if there is none, which is a bug."""
        return cast(T, self._values[kind])
