"""What vehicles and trailers have in common."""

from datetime import datetime
from typing import Annotated

from gladhand.resources.fields import F, Fields, Writable
from gladhand.resources.text import Count, Prose


class Equipment(Fields):
    """The fields that vehicles and trailers share."""

    oem: Annotated[str | None, Writable()] = F("The manufacturer.", example="Freightliner")
    model_type: Annotated[str | None, Writable()] = F(example="Cascadia")
    model_year: Annotated[Count | None, Writable()] = F("Four digits.", example=2024)
    vin: Annotated[str | None, Writable()] = F(
        "Vehicle identification number. 17 characters as a rule.", example="1FUJHHDR0RLUA0204"
    )
    license_plate_region: Annotated[str | None, Writable()] = F(
        "State or province of the plate, such as CA or ON.", example="TX"
    )
    license_plate_number: Annotated[str | None, Writable()] = F(example="R-1234")
    started_at: datetime | None = F("In service since.")
    ended_at: datetime | None = F("Out of service since.")
    is_active: Annotated[bool | None, Writable()] = F()
    notes: Annotated[str | None, Writable(Prose)] = F()
    eld_id: Annotated[str | None, Writable()] = F("The provider's id of the logging or tracking device.")
    eld_serial_number: Annotated[str | None, Writable()] = F()
    eld_device_type: Annotated[str | None, Writable()] = F()
    eld_product_id: Annotated[str | None, Writable()] = F()
    total_axles: Annotated[Count | None, Writable()] = F()
    external_id: Annotated[str | None, Writable()] = F("The id in another system of the fleet.")
