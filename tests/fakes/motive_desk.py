"""What the fake of Motive takes besides records: messages, and purchases of fuel."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from aiohttp import web
from tests.fakes.motive_readings import BadMotiveQuery, listed
from tests.fakes.motive_reports import Reports
from tests.fakes.motive_rules import FUELS

_STATE = re.compile(r"[A-Z]{2}")
_PURCHASE: Mapping[str, type | tuple[type, ...]] = {
    "vehicle_id": int,
    "driver_id": int,
    "purchased_at": str,
    "jurisdiction": str,
    "fuel_type": str,
    "fuel": (int, float),
    "fuel_unit": str,
    "ref_no": str,
    "vendor": str,
    "total_cost": (int, float),
    "currency": str,
    "odometer": (int, float),
    "odometer_unit": str,
    "offline_id": str,
}
_NEEDED = ("vehicle_id", "driver_id", "purchased_at", "jurisdiction", "fuel_type", "fuel", "fuel_unit")
_MESSAGE: Mapping[str, type | tuple[type, ...]] = {"sender_id": int, "receiver_ids": list, "body": str}

#: The records of one kind by their ids.
Known = Callable[[str], Mapping[int, Mapping[str, Any]]]


class MotiveDesk:
    """The office of one company. `known` tells which records a request may name."""

    def __init__(self, reports: Reports, known: Known) -> None:
        self.reports, self._known = reports, known
        self.messages: list[dict[str, Any]] = []
        self.keeps_offline_ids = True
        self._ids = count(698001)

    def add_routes(self, app: web.Application) -> None:
        app.router.add_get("/v2/messages", self.list_messages)
        app.router.add_post("/v2/messages", self.send)
        app.router.add_post("/v1/fuel_purchases", self.buy)

    async def list_messages(self, request: web.Request) -> web.Response:
        if "sender_id" not in request.query:
            raise BadMotiveQuery("sender_id is required")
        sender, to = int(request.query["sender_id"]), {int(each) for each in request.query.getall("receiver_ids[]", [])}
        rows = [row for row in self.messages if row["sender_id"] == sender and to <= set(row["receiver_ids"])]
        return listed(request, "messages", "message", rows)

    async def send(self, request: web.Request) -> web.Response:
        body = await _judged(request, _MESSAGE, _MESSAGE)
        self._need("users", body["sender_id"], *body["receiver_ids"])
        if not body["receiver_ids"] or not body["body"].strip():
            raise BadMotiveQuery("receiver_ids and body can't be blank")
        sent_at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        row = {"id": f"messages/{uuid4()}", "sent_at": sent_at, **body, "attachment": None, "status": "sent"}
        self.messages.append(row)
        # The documents give the receivers of an answer another name than those of a list.
        shown = {"recipient_ids" if name == "receiver_ids" else name: value for name, value in row.items()}
        return web.json_response({"message": shown})

    async def buy(self, request: web.Request) -> web.Response:
        body = await _judged(request, _PURCHASE, _NEEDED)
        self._need("users", body["driver_id"])
        self._need("vehicles", body["vehicle_id"])
        try:
            moment = datetime.fromisoformat(body.pop("purchased_at")).astimezone(UTC)
        except ValueError:
            raise BadMotiveQuery("purchased_at is invalid") from None
        if not _STATE.fullmatch(body["jurisdiction"]) or body["fuel_type"] not in FUELS:
            raise BadMotiveQuery("jurisdiction or fuel_type is invalid")
        if body["fuel_unit"] not in ("gal", "l") or body.get("odometer_unit", "mi") not in ("mi", "km"):
            raise BadMotiveQuery("fuel_unit or odometer_unit is invalid")
        driver, vehicle = body.pop("driver_id"), self._known("vehicles")[body.pop("vehicle_id")]
        if not self.keeps_offline_ids:
            body["offline_id"] = None
        row = {
            "id": next(self._ids),
            "purchased_at": moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
            **body,
            "driver": {"id": driver},
            "vehicle": {name: vehicle[name] for name in ("id", "metric_units")},
        }
        self.reports.purchases.append(row)
        return web.json_response({"fuel_purchase": row}, status=201)

    def _need(self, plural: str, *ids: int) -> None:
        if unknown := [each for each in ids if each not in self._known(plural)]:
            raise BadMotiveQuery(f"There is none of the {plural} {unknown}")


async def _judged(
    request: web.Request, fields: Mapping[str, type | tuple[type, ...]], needed: Collection[str]
) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        raise BadMotiveQuery("The body is not JSON") from None
    if not isinstance(body, dict) or (missing := [name for name in needed if name not in body]):
        raise BadMotiveQuery(f"{missing[0] if isinstance(body, dict) else 'body'} can't be blank")
    for name, value in body.items():
        if name not in fields:
            raise BadMotiveQuery(f"unknown attribute '{name}'")
        if not isinstance(value, fields[name]) or isinstance(value, bool):
            raise BadMotiveQuery(f"{name} is invalid")
    return body
