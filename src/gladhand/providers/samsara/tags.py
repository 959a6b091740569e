"""The tags that limit an account: what its lists are asked for, and what its new records carry.

A token that is limited to tags has to name them in every write, so that an update repeats the tags of its record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self

from gladhand.sdk.rows import Row, rows_of

_TAGS: Final = "tagIds"
#: The lists that take tags, with their parameter.
_LISTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("/assets", "/fleet/drivers", "/fleet/trailers", "/fleet/vehicles", "/idling/events"),
            *(f"/fleet/{noun}/stats/{list_}" for noun in ("trailers", "vehicles") for list_ in ("feed", "history")),
            *(f"/fleet/hos/{list_}" for list_ in ("clocks", "daily-logs", "logs", "violations")),
            *("/beta/fleet/hos/drivers/eld-events", "/fleet/reports/ifta/vehicle", "/safety-events/stream"),
        ),
        _TAGS,
    ),
    "/fleet/driver-vehicle-assignments": "vehicleTagIds",
}


@dataclass(frozen=True, slots=True)
class Tags:
    """Tags by their ids. Without any the account is not limited."""

    ids: Sequence[str]

    @classmethod
    def of_option(cls, option: str) -> Self:
        return cls(tuple(filter(None, map(str.strip, option.split(",")))))

    def asked_of(self, path: str) -> dict[str, str]:
        """What a list is asked for besides."""
        return {_LISTS[path]: ",".join(self.ids)} if self.ids and path in _LISTS else {}

    def written_of(self, record: Row | None = None) -> dict[str, Any]:
        """What a write of a record says besides: the tags of the record as it is, or those of a new one."""
        present = None if record is None else tags_of(record)
        return {_TAGS: list(present or self.ids)} if self.ids else {}


def tags_of(record: Row) -> dict[str, str | None] | None:
    """The names of a record's tags by their ids."""
    tags = rows_of(record.get("tags") or [], "tags")
    return {tag.source_id(): tag.text("name") for tag in tags} or None
