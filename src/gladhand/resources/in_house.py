"""In-house systems: platforms of one installation, with source names that the contract does not have."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from gladhand.resources.enums import TspEnum
from gladhand.resources.enums.source_names import is_in_house


@dataclass(frozen=True)
class InHouseSources:
    """The source names of the installed in-house systems."""

    names: tuple[str, ...]

    @classmethod
    def among(cls, source_names: Iterable[str]) -> Self:
        return cls(tuple(sorted(filter(is_in_house, source_names))))

    def has(self, source_name: str) -> bool:
        """Whether the installation offers this provider, as far as its name decides."""
        return source_name in self.names or not is_in_house(source_name)

    def add_to(self, schemas: dict[str, Any]) -> None:
        """Add them to the list of source names among these JSON schemas: records of this installation can have them."""
        listed = schemas.get(TspEnum.__name__)
        if listed is not None and self.names:
            schemas[TspEnum.__name__] = listed | {"enum": [*listed["enum"], *self.names]}
