"""The map as a block of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from gladhand.console.pages.blocks import Link


@dataclass(frozen=True)
class MapMark:
    """Something at a place of a map, in units of its drawing."""

    x: float
    y: float
    text: str
    href: str
    count: int
    tone: str = ""

    @property
    def short_count(self) -> str:
        """The count as it fits into the mark."""
        return str(self.count) if self.count < 1000 else f"{self.count / 1000:.0f}k"


@dataclass(frozen=True)
class MapBlock:
    """Marks on a picture of the land."""

    title: str
    land: str
    """The address of the picture."""
    size: tuple[int, int]
    marks: Sequence[MapMark]
    links: Sequence[Link]
    """To other views."""
    kind: ClassVar[str] = "map"
