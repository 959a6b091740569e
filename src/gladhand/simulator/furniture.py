"""What an account has from the beginning: the trucks, drivers and trailers of its fleet, and its office."""

from collections.abc import Iterator

from gladhand.simulator.fleet.fleet import Fleet
from gladhand.simulator.fleet.names import trailer_vin, truck_build
from gladhand.simulator.fleet.people import Driver, Trailer
from gladhand.simulator.fleet.roads import road_map
from gladhand.simulator.kinds import DRIVER, TRAILER, VEHICLE, Item, Kind
from gladhand.simulator.rows.incident_tables import MECHANIC
from gladhand.simulator.rows.logs import RULES
from gladhand.simulator.rows.office_tables import DISPATCHER

#: An account without a fleet has these vehicles, too.
_FEWEST_VEHICLES = 3
_BODIES = ("Dry Van", "Flatbed")
_OFFICE = (
    (DISPATCHER, "dispatch", "Ellen", "Brandt", "Dispatcher"),
    (MECHANIC, "workshop", "Otis", "Webb", "Mechanic"),
)


def furniture(fleet: Fleet) -> Iterator[tuple[Kind, str, Item]]:
    """The kind, id and fields of each thing."""
    for number in range(max(len(fleet.trucks), _FEWEST_VEHICLES)):
        make, model, year, vin = truck_build(number)
        name = str(101 + number)
        yield (
            VEHICLE,
            f"veh:{name}",
            {"name": name, "make": make, "model": model, "year": year, "vin": vin, **_truck(fleet, number)},
        )
    for driver in fleet.drivers:
        yield DRIVER, driver.id, _driver(driver, fleet)
    for trailer in fleet.trailers:
        yield TRAILER, trailer.id, _trailer(trailer, fleet)
    if fleet.trucks:
        for identifier, username, given, family, role in _OFFICE:
            names = {"given_name": given, "family_name": family, "username": username, "role": role}
            yield DRIVER, identifier, {**names, "drives": False, "active": True}


def _truck(fleet: Fleet, number: int) -> Item:
    if number >= len(fleet.trucks):
        return {}
    return {
        "active": True,
        "use": "taken",
        "plate": f"P{70_000 + 7 * number}",
        "plate_region": _home_state(fleet, number),
        "plate_country": "USA",
        "device_id": f"dev-{4000 + number}",
        "device_serial": f"GH{900_000 + 13 * number}",
        "device_type": "Groundhog 2",
        "speeds_in": "km/h",
        "odometer_in": "km",
        "fuel_in": "liters",
        "tank": "900 liters",
        "runs_on": "diesel",
        "axles": 3,
    }


def _driver(driver: Driver, fleet: Fleet) -> Item:
    return {
        "given_name": driver.given_name,
        "family_name": driver.family_name,
        "username": driver.username,
        "role": "Driver",
        "drives": True,
        "active": True,
        "duty_status": "in_service",
        "email": f"{driver.username}@fleet.example",
        "phone": f"+1555{2_010_000 + driver.number}",
        "country": "USA",
        "license_country": "USA",
        "license_region": _home_state(fleet, driver.number),
        "license_number": f"D{5_400_000 + 17 * driver.number}",
        "license_expires": f"{2028 + driver.number % 4}-0{1 + driver.number % 9}-15",
        "payroll_number": f"E-{1001 + driver.number}",
        "ruleset": RULES,
        "time_zone": driver.zone,
        "log_keeping": "required",
        "log_method": "device",
        "yard_move": True,
        "personal_use": True,
    }


def _trailer(trailer: Trailer, fleet: Fleet) -> Item:
    return {
        "name": trailer.name,
        "make": "Utility" if trailer.is_reefer else "Wabash",
        "model": "3000R" if trailer.is_reefer else "DuraPlate",
        "year": 2018 + trailer.number % 7,
        "vin": trailer_vin(trailer.number),
        "body": "Reefer" if trailer.is_reefer else _BODIES[trailer.number % 2],
        "length": 53,
        "axles": 2,
        "active": True,
        "use": "IN_SERVICE",
        "plate": f"T{30_000 + 3 * trailer.number}",
        "plate_region": _home_state(fleet, trailer.number // 2),
        "plate_country": "US",
        "device_id": f"dev-t{7000 + trailer.number}",
    }


def _home_state(fleet: Fleet, truck: int) -> str:
    return road_map().towns[fleet.trucks[truck].home].state
