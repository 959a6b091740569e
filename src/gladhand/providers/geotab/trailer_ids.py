"""Which devices are trailers. Inspections and attachments may name a trailer by an id of older databases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.device_mapping import OLDER_TRAILER, TRAILER
from gladhand.sdk.reading import Slice


@dataclass(frozen=True, slots=True)
class TrailerIds:
    """The ids of all trailers."""

    devices: frozenset[str]
    older: Mapping[str, str]

    def device(self, trailer: str | None) -> str | None:
        """The device that is this trailer, by either id. An unknown id is kept."""
        return None if trailer is None else self.older.get(trailer, trailer)


NO_TRAILERS: Final = TrailerIds(frozenset(), {})


async def trailer_ids(geotab: GeotabApi) -> TrailerIds:
    """The ids of all trailers, from the list of devices."""
    devices: set[str] = set()
    older: dict[str, str] = {}
    async for page in geotab.pages("Device", Slice()):
        for device in page:
            id_ = device.text("id")
            if id_ is None or not TRAILER.holds(device):
                continue
            devices.add(id_)
            if (former := device.text(OLDER_TRAILER)) is not None:
                older[former] = id_
    return TrailerIds(frozenset(devices), older)
