"""Time zones: Motive uses display names, as Ruby on Rails does. The table is in `zones.json`.

A name stands for its own zones and for those with the same time all year round. Any other zone is refused, because a
neighbour's time would be wrong for a part of the year.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

from gladhand.resources.enums import TimezoneCodeEnum


def _read(part: str) -> Mapping[TimezoneCodeEnum, str]:
    table = json.loads((files(__package__) / "zones.json").read_text("utf-8"))
    return MappingProxyType({TimezoneCodeEnum(zone): name for zone, name in table[part].items()})


_EXACT = _read("exact")
#: Zones that Motive returns as another zone with the same time.
SAME_TIME: Mapping[TimezoneCodeEnum, str] = _read("same_offsets")
ZONES: Mapping[TimezoneCodeEnum, str] = MappingProxyType({**_EXACT, **SAME_TIME})
BY_NAME: Mapping[str, TimezoneCodeEnum] = MappingProxyType({name: zone for zone, name in _EXACT.items()})
