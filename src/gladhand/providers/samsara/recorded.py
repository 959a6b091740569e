"""What Samsara's ELD events say beside the status: who recorded it, where, and what the vehicle showed."""

from typing import Any, Final

from gladhand.resources.enums import HosRegionCodeEnum
from gladhand.sdk import eld
from gladhand.sdk.rows import Row

_REGIONS: Final = {code.value: code for code in HosRegionCodeEnum}


def recorded_with(event: Row) -> dict[str, Any]:
    """What the device or a person has recorded with a status."""
    place = event.row("location")
    state = place.text("state")
    return {
        "log_state_code": eld.record_state(event.whole("eldEventRecordStatus")),
        "log_origin_code": eld.record_origin(event.whole("eldEventRecordOrigin")),
        "region_code": _REGIONS.get(f"US-{state}", _REGIONS.get(f"CA-{state}")),
        "location_name": _name_of(place) or event.row("remark").text("locationDescription"),
        "odometer": event.number("totalVehicleMeters"),
        "engine_hours": event.number("totalEngineHours"),
    }


def _name_of(place: Row) -> str | None:
    """City and state; without a city the place in the words of the device, such as `2mi NE Springfield, IL`."""
    city, state = place.text("city"), place.text("state")
    return place.text("eldLocation") if city is None else ", ".join(filter(None, (city, state)))
