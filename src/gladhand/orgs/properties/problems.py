"""What can go wrong with properties."""

from collections.abc import Iterable

from gladhand.core.problems import Conflict


class PropertyExists(Conflict):
    def __init__(self, owner: str, keys: Iterable[str]) -> None:
        super().__init__(f"The {owner} already has the property {', '.join(sorted(set(keys)))}. Delete it first.")
