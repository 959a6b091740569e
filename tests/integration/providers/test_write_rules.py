"""What the documents of Samsara, Motive and Geotab forbid in messages, inspections and purchases: the fakes refuse it.

An adapter that sends it fails here, and not first at a real account.
"""

from collections.abc import Mapping
from typing import Any, Final

import aiohttp
from tests.fakes import geotab_desk
from tests.fakes.geotab import GeotabFake
from tests.fakes.geotab_store import GeotabDatabase, GeotabRefusal
from tests.fakes.motive import API_KEY, MotiveFake
from tests.fakes.samsara import SamsaraFake, Token
from tests.fakes.serving import serve

from gladhand.sdk import clock

#: A key that the request lacks.
LACKS: Final = object()
UNKNOWN: Final = "4711"


def changed(valid: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**valid, **change}.items() if value is not LACKS}


MESSAGES, DVIRS, PURCHASES = "/v1/fleet/messages", "/fleet/dvirs", "/fuel-purchase"
SAMSARA: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    MESSAGES: {
        "a text of more than 2500 characters": {"text": "x" * 2501},
        "an empty text": {"text": ""},
        "no text": {"text": LACKS},
        "no drivers": {"driverIds": LACKS},
        "an empty list of drivers": {"driverIds": []},
        "ids as texts": {"driverIds": [UNKNOWN]},
        "a driver who is not there": {"driverIds": [int(UNKNOWN)]},
        "a field of its own": {"priority": "high"},
    },
    DVIRS: {
        "another type than mechanic": {"type": "preTrip"},
        "no type": {"type": LACKS},
        "no author": {"authorId": LACKS},
        "an author who is not there": {"authorId": UNKNOWN},
        "no status": {"safetyStatus": LACKS},
        "a status of its own": {"safetyStatus": "resolved"},
        "neither vehicle nor trailer": {"vehicleId": LACKS},
        "a vehicle that is not there": {"vehicleId": UNKNOWN},
        "an id that is no number": {"vehicleId": "truck"},
        "an odometer with a fraction": {"odometerMeters": 1.5},
        "defects": {"defects": ["mirrors"]},
    },
    PURCHASES: {
        "a quantity as a number": {"fuelQuantityLiters": 378.541},
        "a quantity with an exponent": {"fuelQuantityLiters": "3.7E+2"},
        "no quantity": {"fuelQuantityLiters": LACKS},
        "no place": {"transactionLocation": LACKS},
        "an empty place": {"transactionLocation": ""},
        "no price": {"transactionPrice": LACKS},
        "a price without currency": {"transactionPrice": {"amount": "1"}},
        "a currency in capitals": {"transactionPrice": {"amount": "1", "currency": "USD"}},
        "a currency beyond the six": {"transactionPrice": {"amount": "1", "currency": "pln"}},
        "an amount as a number": {"transactionPrice": {"amount": 1, "currency": "usd"}},
        "an amount with an exponent": {"transactionPrice": {"amount": "1E-7", "currency": "usd"}},
        "no reference": {"transactionReference": LACKS},
        "a reference of more than 32 characters": {"transactionReference": "x" * 33},
        "a reference with a blank": {"transactionReference": "no 7"},
        "no time": {"transactionTime": LACKS},
        "a time without a zone": {"transactionTime": "2026-03-02T09:30:00"},
        "a day": {"transactionTime": "2026-03-02"},
        "a fuel of its own": {"iftaFuelType": "DIESEL"},
        "a driver who is not there": {"driverId": UNKNOWN},
        "a vehicle that is not there": {"vehicleId": UNKNOWN},
    },
}


async def test_what_samsara_forbids_in_a_write_is_refused_and_leaves_nothing() -> None:
    async with serve(SamsaraFake()) as fake, aiohttp.ClientSession() as http:
        driver, office, truck = fake.add_driver(), fake.add_user(), fake.add_vehicle()
        valid: Mapping[str, Mapping[str, Any]] = {
            MESSAGES: {"driverIds": [int(driver["id"])], "text": "x" * 2500},
            DVIRS: {"authorId": office["id"], "vehicleId": truck["id"], "type": "mechanic", "safetyStatus": "safe"},
            PURCHASES: {
                "driverId": driver["id"],
                "vehicleId": truck["id"],
                "fuelQuantityLiters": "378.541",
                "transactionLocation": "40.748441, -73.985664",
                "transactionPrice": {"amount": "412.50", "currency": "usd"},
                "transactionReference": "x" * 32,
                "transactionTime": "2026-03-02T09:30:00Z",
            },
        }

        async def status(path: str, body: Mapping[str, Any], token: str) -> int:
            headers = {"Authorization": f"Bearer {token}"}
            async with http.post(fake.url + path, json=body, headers=headers) as response:
                return response.status

        (usual,) = fake.tokens
        kept = fake.read_side.office.messages, fake.read_side.dvirs.rows, fake.desk.purchases
        for path, wrong in SAMSARA.items():
            answers = {why: await status(path, changed(valid[path], change), usual) for why, change in wrong.items()}
            assert answers == dict.fromkeys(wrong, 400)
        assert [len(each) for each in kept] == [0, 0, 0]
        fake.tokens["reads"] = Token(fake.organization.id, frozenset({"Read Messages", "Read DVIRs"}))
        assert [await status(path, body, "reads") for path, body in valid.items()] == [403, 403, 403]
        assert [await status(path, body, usual) for path, body in valid.items()] == [200, 200, 200]
        assert [len(each) for each in kept] == [1, 1, 1]


TEXTS, FUELS = "/v2/messages", "/v1/fuel_purchases"
MOTIVE: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    TEXTS: {
        "no sender": {"sender_id": LACKS},
        "a sender as a text": {"sender_id": UNKNOWN},
        "a sender who is not there": {"sender_id": int(UNKNOWN)},
        "no receivers": {"receiver_ids": LACKS},
        "an empty list of receivers": {"receiver_ids": []},
        "a receiver who is not there": {"receiver_ids": [int(UNKNOWN)]},
        "no text": {"body": LACKS},
        "a blank text": {"body": " "},
        "a field of its own": {"priority": "high"},
    },
    FUELS: {
        "no vehicle": {"vehicle_id": LACKS},
        "a vehicle that is not there": {"vehicle_id": int(UNKNOWN)},
        "no driver": {"driver_id": LACKS},
        "a driver who is not there": {"driver_id": int(UNKNOWN)},
        "no time": {"purchased_at": LACKS},
        "no such time": {"purchased_at": "yesterday"},
        "no jurisdiction": {"jurisdiction": LACKS},
        "a jurisdiction with its country": {"jurisdiction": "US-TX"},
        "no fuel": {"fuel_type": LACKS},
        "a fuel of its own": {"fuel_type": "DIESEL"},
        "no volume": {"fuel": LACKS},
        "a volume as a text": {"fuel": "82"},
        "no unit": {"fuel_unit": LACKS},
        "a unit of its own": {"fuel_unit": "liters"},
        "a cost as a text": {"total_cost": "412.50"},
    },
}


async def test_what_motive_forbids_in_a_write_is_refused_and_leaves_nothing() -> None:
    async with serve(MotiveFake()) as fake, aiohttp.ClientSession() as http:
        driver = fake.add("users", first_name="R", last_name="S", username="robin", password="nobody knows")
        truck = fake.add("vehicles", number="Truck 42")
        valid: Mapping[str, Mapping[str, Any]] = {
            TEXTS: {"sender_id": driver["id"], "receiver_ids": [driver["id"]], "body": "Dock 4 is free now."},
            FUELS: {
                "vehicle_id": truck["id"],
                "driver_id": driver["id"],
                "purchased_at": "2026-03-02T09:30:00Z",
                "jurisdiction": "TX",
                "fuel_type": "diesel",
                "fuel": 82.0,
                "fuel_unit": "gal",
            },
        }

        async def status(path: str, body: Mapping[str, Any]) -> int:
            async with http.post(fake.url + path, json=body, headers={"X-Api-Key": API_KEY}) as response:
                return response.status

        for path, wrong in MOTIVE.items():
            answers = {why: await status(path, changed(valid[path], change)) for why, change in wrong.items()}
            assert answers == dict.fromkeys(wrong, 400)
        assert (fake.desk.messages, fake.reports.purchases) == ([], [])
        assert [await status(path, body) for path, body in valid.items()] == [200, 201]
        assert (len(fake.desk.messages), len(fake.reports.purchases)) == (1, 1)


GEOTAB: Final[Mapping[str, Mapping[str, Mapping[str, Any]]]] = {
    "TextMessage": {
        "a device that is not there": {"device": {"id": "b99"}},
        "no device": {"device": LACKS},
        "a user who is not there": {"user": {"id": "b99"}},
        "a recipient who is not there": {"recipient": {"id": "b99"}},
        "a message from a vehicle": {"isDirectionToVehicle": False},
        "no text": {"messageContent": {"contentType": "Normal", "message": ""}},
        "no type of content": {"messageContent": {"message": "Dock 4"}},
        "an answer to a message that is not there": {"parentMessage": {"id": "b99"}},
        "a member of its own": {"priority": "high"},
    },
    "DVIRLog": {
        "a vehicle that is not there": {"device": {"id": "b99"}},
        "neither vehicle nor trailer": {"device": LACKS},
        "a trailer besides": {"trailer": {"id": "b900"}},
        "no driver": {"driver": LACKS},
        "a type of its own": {"logType": "mechanic"},
        "no time": {"dateTime": LACKS},
        "a long name of an authority": {"authorityName": "x" * 256},
        "a member of its own": {"comment": "Door sticks."},
    },
    "FuelTransaction": {
        "a vehicle that is not there": {"device": {"id": "b99"}},
        "a driver who is not there": {"driver": {"id": "b99"}},
        "no time": {"dateTime": LACKS},
        "a volume as a text": {"volume": "310.4"},
        "a product of its own": {"productType": "DIESEL"},
        "a currency in words": {"currencyCode": "Dollar"},
        "half a place": {"location": {"y": 30.1}},
        "a long reference": {"externalReference": "x" * 256},
        "a member of its own": {"price": 1},
    },
}


def is_refused(database: GeotabDatabase, type_name: str, entity: dict[str, Any]) -> bool:
    try:
        geotab_desk.add(database, type_name, entity)
    except GeotabRefusal:
        return True
    return False


def test_what_geotab_forbids_in_a_write_is_refused_and_leaves_nothing() -> None:
    database = GeotabFake().database
    truck, office, driver = geotab_desk.staff(database, clock.now())
    now = clock.now().isoformat()
    valid: Mapping[str, Mapping[str, Any]] = {
        "TextMessage": {
            "device": {"id": truck},
            "user": {"id": office},
            "recipient": {"id": driver},
            "isDirectionToVehicle": True,
            "messageContent": {"contentType": "Normal", "message": "Dock 4 is free now."},
        },
        "DVIRLog": {"device": {"id": truck}, "driver": {"id": driver}, "dateTime": now, "logType": "PreTrip"},
        "FuelTransaction": {
            "device": {"id": truck},
            "driver": {"id": driver},
            "dateTime": now,
            "volume": 310.4,
            "productType": "Diesel",
            "currencyCode": "CAD",
            "location": {"x": -97.7, "y": 30.2},
            "externalReference": "x" * 255,
        },
    }
    for type_name, wrong in GEOTAB.items():
        answers = {
            why: is_refused(database, type_name, changed(valid[type_name], change)) for why, change in wrong.items()
        }
        assert answers == dict.fromkeys(wrong, True)
        assert database.feeds.find(type_name, {}, None) == []
    # A purchase is that of a driver; an office user is none.
    assert is_refused(database, "FuelTransaction", {**valid["FuelTransaction"], "driver": {"id": office}})
    first = geotab_desk.add(database, "TextMessage", dict(valid["TextMessage"]))
    answer = geotab_desk.add(database, "TextMessage", {**valid["TextMessage"], "parentMessage": {"id": first}})
    # An answer has none itself.
    assert is_refused(database, "TextMessage", {**valid["TextMessage"], "parentMessage": {"id": answer}})
    for type_name in ("DVIRLog", "FuelTransaction"):
        assert geotab_desk.add(database, type_name, dict(valid[type_name]))
