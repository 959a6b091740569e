"""What Traccar's positions tell beside the place, in rows as trackers send them."""

from typing import Any

import pytest

from gladhand.providers.traccar import track_mapping as mapping
from gladhand.providers.traccar.device_mapping import device_record
from gladhand.providers.traccar.position_mapping import address, location_record, safety_event, safety_record
from gladhand.sdk.errors import Malformed
from gladhand.sdk.rows import Row

PLACE = {"id": 90070, "deviceId": 7, "latitude": 39.78, "longitude": -89.65, "valid": True}
TIMES = {"fixTime": "2026-01-06T09:29:28.000+00:00", "deviceTime": "2026-01-06T09:40:00.000+00:00"}


def position(**attributes: Any) -> Row:
    return Row({**PLACE, **TIMES, "attributes": attributes})


def walk(*rows: Row) -> list[str]:
    seen: Any = {}
    events = []
    for row in rows:
        changed, seen = mapping.switched(row, seen)
        events += [str(mapping.sensor_event(each).fields.sensor_event) for each in changed]
    return events


def test_an_input_is_an_event_when_it_changes() -> None:
    assert walk(position(door=False), position(door=False), position(door="true"), position(door=0)) == [
        "DOOR_OPEN",
        "DOOR_CLOSED",
    ]
    assert walk(position(in1=False), position(), position(in1=1.0)) == ["IN1_ON"]


def test_each_bit_of_the_inputs_is_one_and_a_measurement_is_none() -> None:
    assert walk(position(input=1), position(input="6")) == ["INPUT1_OFF", "INPUT2_ON", "INPUT3_ON"]
    assert walk(position(io66=12500), position(io66=12800), position(io239=0), position(io239=1)) == ["IO239_ON"]
    assert walk(position(input=-1), position(input=1 << 40), position(door=None)) == []


def test_an_event_has_the_time_of_the_tracker_and_not_that_of_an_old_fix() -> None:
    [changed], _ = mapping.switched(position(door=True), {"door": False})
    found = mapping.sensor_event(changed)
    assert found.source_id == "90070|door"
    assert found.occurred_at is not None
    assert found.occurred_at.isoformat() == TIMES["deviceTime"].replace(".000", "")


def test_codes_come_and_go_with_the_lists_that_have_them() -> None:
    seen: Any = {}
    states = []
    for row in (position(dtcs="P0420 p0217"), position(), position(dtcs="P0217,U0100"), position(dtcs="")):
        changed, seen = mapping.changed_codes(row, seen)
        states.append({each.source_id: each.fields.status for each in map(mapping.fault, changed)})
    since = "2026-01-06T09:40:00.000Z"
    assert states == [
        {f"7|P0420|{since}": "active", f"7|P0217|{since}": "active"},
        {},
        {f"7|P0420|{since}": "inactive", f"7|U0100|{since}": "active"},
        {f"7|P0217|{since}": "inactive", f"7|U0100|{since}": "inactive"},
    ]


def test_a_code_that_has_gone_has_the_time_at_which_it_came_and_one_that_is_back_is_another() -> None:
    seen: Any = {}
    found = []
    for minute, listed in enumerate(("P0420", "", "P0420")):
        moment = f"2026-01-06T09:4{minute}:00.000+00:00"
        changed, seen = mapping.changed_codes(Row({**position(dtcs=listed), "deviceTime": moment}), seen)
        found += [mapping.fault(each) for each in changed]
    assert [(each.occurred_at.minute, each.fields.status) for each in found if each.occurred_at is not None] == [
        (40, "active"),
        (40, "inactive"),
        (42, "active"),
    ]
    assert [each.source_id == found[0].source_id for each in found] == [True, True, False]


def test_a_trailer_has_the_temperatures_that_can_be() -> None:
    row = position(temp1="-18.5", temp2=-273, temp10=4, humidity=300, door="open")
    assert mapping.measured(row, {})[0] == [row]
    found = mapping.trailer_status(row).fields
    assert found.zones is not None
    assert [(each.zone, each.return_air_temperature) for each in found.zones] == [(1, 254.65)]
    assert (found.humidity_percent, found.door_open) == (None, None)
    assert mapping.measured(position(power=12.4), {})[0] == []


def test_what_no_sensor_can_have_measured_is_left_out() -> None:
    attributes = {
        "fuel": -1,
        "coolantTemp": 215,
        "fuelLevel": 101,
        "hours": -5,
        "odometer": -1,
        "obdOdometer": "250000",
    }
    found = location_record(Row({**position(**attributes), "speed": 65535}), {}).fields
    assert (found.fuel_value, found.coolant_temperature, found.fuel_level, found.engine_hours) == (None,) * 4
    assert (found.odometer, found.speed) == (250000, None)


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("1 Sample Road, 62701 Springfield, IL, US", ("Springfield", "IL", "US")),
        ("1 Sample Road, Springfield, Illinois, us", ("Springfield", "Illinois", "US")),
        ("Hauptstr. 1, 10115 Berlin, DE", ("Berlin", None, "DE")),
        ("Springfield, IL, US", ("Springfield", "IL", "US")),
        ("Berlin, DE", ("Berlin", None, "DE")),
        ("Somewhere", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_ends_with_town_state_and_country(written: str | None, place: object) -> None:
    found = address(Row({"address": written}))
    assert (found and (found.city, found.province, found.country_code)) == place


def test_of_several_alarms_of_an_older_server_the_one_that_tells_of_driving_counts() -> None:
    assert safety_event(Row({"type": "alarm", "attributes": {"alarm": "powerCut, hardBraking"}})) == "hard_braking"
    cut = Row({"id": 1, "type": "alarm", "deviceId": 7, "eventTime": TIMES["fixTime"], "attributes": {"alarm": "tow"}})
    with pytest.raises(Malformed, match="alarm tow"):
        safety_record(cut, {})


@pytest.mark.parametrize(
    ("columns", "is_active"),
    [
        ({}, True),
        ({"disabled": True}, False),
        ({"expirationTime": "2025-12-31T00:00:00.000+00:00"}, False),
        ({"expirationTime": "2199-12-31T00:00:00.000+00:00"}, True),
        ({"expirationTime": None, "disabled": None}, True),
    ],
)
def test_a_device_is_active_until_it_is_disabled_or_expired(columns: dict[str, Any], is_active: bool) -> None:
    assert device_record(Row({"id": 7, "name": "Truck 7", **columns})).fields.is_active is is_active
