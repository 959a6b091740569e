"""What samples cannot say about Lytx."""

import pytest

from gladhand.providers.lytx.hours import VehicleNames
from gladhand.providers.lytx.users import FIELD_MAP, to_record
from gladhand.providers.lytx.vehicles import FIELD_MAP as VEHICLE_MAP
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import Verb
from gladhand.sdk.rows import Row

DANA = {"username": "dana.example", "first_name": "Dana", "last_name": "Example"}


@pytest.mark.parametrize(
    ("given", "sent"),
    [("217-555-0142", "2175550142"), ("+1 217 555 0142", "2175550142"), ("12175550142", "2175550142")],
)
def test_a_number_of_north_america_is_sent_without_its_code(given: str, sent: str) -> None:
    body = FIELD_MAP.prepare({**DANA, "phone_number": given}, Verb.CREATE).body
    assert body["cellPhoneNumber"] == sent


@pytest.mark.parametrize("given", ["+4930123456", "+2175550142", "555-0142", "", "555-0142 ext. 217"])
def test_another_number_is_refused(given: str) -> None:
    with pytest.raises(Rejected, match=r"United States and Canada|extension"):
        FIELD_MAP.prepare({**DANA, "phone_number": given}, Verb.CREATE)


@pytest.mark.parametrize("vin", ["1XKYD49X5NJ00000", "1XKYD49X5NJ00000I", "1XKYD49X5NJ-00001"])
def test_a_vin_is_checked_as_lytx_checks_it(vin: str) -> None:
    with pytest.raises(Rejected, match="17 letters and digits"):
        VEHICLE_MAP.prepare({"vehicle_name": "Truck 7", "vin": vin}, Verb.CREATE)


def test_a_status_of_which_nothing_is_known_is_shown_as_it_is() -> None:
    row = {"userId": "30000000-0000-4000-8000-00000000000A", "status": "Suspended", "cellPhoneNumber": "301234567"}
    fields = to_record(Row(row), role=None).fields
    assert (fields.is_active, fields.status, fields.is_driver, fields.phone_number) == (
        False,
        "SUSPENDED",
        None,
        "301234567",
    )


@pytest.mark.parametrize(
    ("device", "name", "vehicle"),
    [
        ("d1", "Truck 1", "v1"),
        ("d1", "Truck 2", "v2"),
        ("d1", "truck 2", "v2"),
        ("d1", "Truck 1 (old)", "v1"),
        ("d1", None, "v1"),
        ("d9", "Truck 2", "v2"),
        ("d9", "Spare", None),
        ("d3", "Spare", "v3"),
        (None, None, None),
    ],
)
def test_an_entry_of_before_a_device_moved_is_of_the_vehicle_that_it_names(
    device: str | None, name: str | None, vehicle: str | None
) -> None:
    names = VehicleNames()
    for number, held in ((1, "Truck 1"), (2, "Truck 2"), (3, "Spare"), (4, "Spare")):
        names.add(Row({"id": f"V{number}", "deviceId": f"D{number}", "name": held}))
    assert names.id_for(Row({"deviceId": device, "vehicleName": name})) == vehicle
