"""What the fake of Samsara takes besides records: messages, inspections by mechanics, purchases of fuel."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import uuid4

import orjson
from aiohttp import web
from tests.fakes.samsara_readings import SamsaraReadings
from tests.fakes.samsara_rules import Bad, BodyField, judge

_MESSAGE = {"driverIds": BodyField(list), "text": BodyField(longest=2500, shortest=1)}
_DVIR = {
    "authorId": BodyField(shortest=1),
    "licensePlate": BodyField(longest=12),
    "location": BodyField(),
    "mechanicNotes": BodyField(),
    "odometerMeters": BodyField(int),
    "resolvedDefectIds": BodyField(list),
    "safetyStatus": BodyField(words=frozenset({"safe", "unsafe"}), shortest=1),
    "trailerId": BodyField(),
    "type": BodyField(words=frozenset({"mechanic"}), shortest=1),
    "vehicleId": BodyField(),
}
_CURRENCIES = frozenset({"usd", "gbp", "cad", "eur", "chf", "mxn"})
_FUELS = frozenset(
    {
        *("Unspecified", "A55", "Biodiesel", "CompressedNaturalGas", "Diesel", "E85", "Electricity", "Ethanol"),
        *("Gasohol", "Gasoline", "Hydrogen", "LiquifiedNaturalGas", "M85", "Methanol", "Propane", "Other"),
    }
)


_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_REFERENCE = re.compile(r"[a-zA-Z0-9\-]+")


def _decimal(value: str) -> None:
    if not _DECIMAL.fullmatch(value):
        raise Bad("The value is not a decimal.")


def _reference(value: str) -> None:
    if not _REFERENCE.fullmatch(value):
        raise Bad("transactionReference must match ^[a-zA-Z0-9-]+$.")


def _money(value: dict[str, Any]) -> None:
    judge(
        value,
        {"amount": BodyField(shortest=1, check=_decimal), "currency": BodyField(words=_CURRENCIES, shortest=1)},
        required=("amount", "currency"),
    )


def _moment(value: str) -> None:
    try:
        is_zoned = datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        is_zoned = False
    if not is_zoned or "T" not in value:
        raise Bad("transactionTime must be in RFC 3339 format, with a timezone.")


_PURCHASE = {
    "discount": BodyField(dict, check=_money),
    "driverId": BodyField(),
    "fuelGrade": BodyField(words=frozenset({"Unknown", "Regular", "Premium"})),
    "fuelQuantityLiters": BodyField(shortest=1, check=_decimal),
    "iftaFuelType": BodyField(words=_FUELS),
    "merchantName": BodyField(),
    "source": BodyField(),
    "transactionLocation": BodyField(shortest=1),
    "transactionPrice": BodyField(dict, check=_money),
    "transactionReference": BodyField(shortest=1, longest=32, check=_reference),
    "transactionTime": BodyField(check=_moment),
    "vehicleId": BodyField(),
}


class _HasShelves(Protocol):
    @property
    def shelves(self) -> Mapping[str, Any]: ...


class SamsaraDesk:
    """The office of one organization. `mine` tells whose records a request may name."""

    def __init__(self, read_side: SamsaraReadings, mine: Callable[[web.Request], _HasShelves]) -> None:
        self.read_side, self._mine = read_side, mine
        self.purchases: list[dict[str, Any]] = []
        self.lists_messages = True
        """Whether a message that was sent is in the list already."""

    def add_routes(self, app: web.Application) -> None:
        add = app.router.add_post
        add("/v1/fleet/messages", self.send)
        add("/fleet/dvirs", self.inspect)
        add("/fuel-purchase", self.buy)

    async def send(self, request: web.Request) -> web.Response:
        body = judge(await _body(request), _MESSAGE, required=("driverIds", "text"))
        drivers = body["driverIds"]
        if not drivers or not all(type(each) is int for each in drivers):
            return web.Response(status=400, text="rpc error: code = InvalidArgument desc = driverIds")
        self._need(request, "drivers", *drivers)
        if self.lists_messages:
            sent, sender = time.time_ns() // 1_000_000, {"name": "API", "type": "dispatch"}
            self.read_side.office.messages += [
                {"driverId": each, "sentAtMs": sent, "isRead": False, "sender": sender, "text": body["text"]}
                for each in drivers
            ]
        return web.json_response({"data": [{"driverId": each, "text": body["text"]} for each in drivers]})

    async def inspect(self, request: web.Request) -> web.Response:
        body = judge(await _body(request), _DVIR, required=("authorId", "safetyStatus", "type"))
        targets = {"vehicle": ("vehicleId", "vehicles"), "trailer": ("trailerId", "trailers")}
        if not any(body.get(sent) for sent, _ in targets.values()):
            raise Bad("Either vehicleId or trailerId must be provided.")
        self._need(request, "users", body["authorId"])
        for sent, kind in targets.values():
            if sent in body:
                self._need(request, kind, body[sent])
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        id_ = str(time.time_ns())
        shared: dict[str, Any] = {
            name: body[name] for name in ("mechanicNotes", "odometerMeters", "safetyStatus", "type") if name in body
        }
        shared |= {name: {"id": body[sent]} for name, (sent, _) in targets.items() if sent in body}
        author = {"signatoryUser": {"id": body["authorId"]}, "type": "mechanic", "signedAtTime": now}
        self.read_side.dvirs.rows.append(
            {
                "id": id_,
                **shared,
                "authorSignature": author,
                "dvirSubmissionBeginTime": now,
                "dvirSubmissionTime": now,
                "updatedAtTime": now,
            }
        )
        return web.json_response({"data": {"id": id_, **shared, "startTime": now, "endTime": now}})

    async def buy(self, request: web.Request) -> web.Response:
        needed = (
            "fuelQuantityLiters",
            "transactionLocation",
            "transactionPrice",
            "transactionReference",
            "transactionTime",
        )
        body = judge(await _body(request), _PURCHASE, required=needed)
        for sent, kind in (("driverId", "drivers"), ("vehicleId", "vehicles")):
            if sent in body:
                self._need(request, kind, body[sent])
        self.purchases.append(body)
        return web.json_response({"data": {"uuid": str(uuid4())}})

    def _need(self, request: web.Request, kind: str, *ids: int | str) -> None:
        known = self._mine(request).shelves[kind].records
        for each in ids:
            if not str(each).isdigit() or int(each) not in known:
                raise Bad(f"There is no such record among the {kind}: {each}.")


async def _body(request: web.Request) -> Any:
    try:
        return orjson.loads(await request.read())
    except ValueError:
        raise Bad("Invalid JSON.") from None
