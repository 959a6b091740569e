"""What is under the tags of an account, to sort out the rows of lists that Samsara cannot limit to tags."""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from gladhand.providers.samsara.account import SamsaraAccount
from gladhand.sdk.rows import Row

#: The ids of what is under the tags; None if the account is not limited to any.
Members: TypeAlias = frozenset[str] | None
# A path, the kind of its requests, and its query.
_List: TypeAlias = tuple[str, str, Mapping[str, str]]

VEHICLES: Final[_List] = ("/fleet/vehicles", "vehicle-reads", {})
TRAILERS: Final[_List] = ("/fleet/trailers", "trailer-reads", {})
DRIVERS: Final[tuple[_List, ...]] = tuple(
    ("/fleet/drivers", "driver-reads", {"driverActivationStatus": status}) for status in ("active", "deactivated")
)


async def members(samsara: SamsaraAccount, *lists: _List) -> Members:
    """What these lists have under the tags of the account."""
    if not samsara.tags.ids:
        return None
    found = [row.text("id") for path, kind, query in lists async for row in samsara.sweep(path, kind=kind, query=query)]
    return frozenset(filter(None, found))


def inspected(rows: Iterable[Row], known: Members) -> list[Row]:
    """The rows whose vehicle or trailer is known."""
    return [
        row
        for row in rows
        if known is None or any(row.row(name).text("id") in known for name in ("vehicle", "trailer"))
    ]
