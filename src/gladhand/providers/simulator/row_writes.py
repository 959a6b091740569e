"""Writes of rows: messages, broadcasts, inspections and fuel purchases. The simulator changes none of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic

from gladhand.providers.simulator import incidents, office
from gladhand.providers.simulator.api import SimulatorApi
from gladhand.providers.simulator.field_maps import FUELS, PROVIDER
from gladhand.providers.simulator.walks import SourceWalk
from gladhand.resources.base import Change
from gladhand.resources.dvir_log import DVIR_LOG
from gladhand.resources.enums import DvirDefectEnum, MessagePriorityEnum
from gladhand.resources.fields import FieldsT
from gladhand.resources.fuel_transaction import FUEL_TRANSACTION
from gladhand.resources.group_message import GROUP_MESSAGE
from gladhand.resources.message import MESSAGE
from gladhand.resources.resource import Resource
from gladhand.sdk.field_map import Choices, Convert, FieldMap, MaxLength, Takes, Verb
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.records import Record
from gladhand.sdk.source_ids import utc_text
from gladhand.sdk.writing import Write, Written

_ANOTHER_VALUE: Final = "The simulator has another value."
_PARTS: Final = {ours: theirs for theirs, ours in incidents.PARTS.items()}


def _parts(value: list[DvirDefectEnum]) -> list[str]:
    return [_PARTS.get(each, each.value) for each in value]


_CONVERSATION: Final[Mapping[str, FieldRule]] = {
    "sender_id": Takes("from", required=True),
    "message_text": Takes("text", value=MaxLength(4000), required=True),
    "priority": Takes(
        "urgency",
        value=Choices(
            {MessagePriorityEnum.LOW: "low", MessagePriorityEnum.MEDIUM: "normal", MessagePriorityEnum.HIGH: "high"}
        ),
    ),
}
_MESSAGE: Final[Mapping[str, FieldRule]] = {
    **_CONVERSATION,
    "recipient_id": Takes("to", required=True),
    "reply_to_message_id": Takes("answers"),
}
_ODOMETER: Final = Takes("odometer_km", value=Convert(lambda metres: round(metres / 1000, 6)), form="kilometres")
_INSPECTION: Final[Mapping[str, FieldRule]] = {
    "driver_id": Takes("driver", required=True),
    "vehicle_id": Takes("vehicle"),
    "trailer_id": Takes("trailer"),
    "occurred_at": Takes("start", value=Convert(utc_text), form="UTC"),
    "log_type": Takes("kind", value=Choices({ours: theirs for theirs, ours in incidents.OCCASIONS.items()})),
    "inspected_by": Takes("inspector", value=MaxLength(100)),
    "defect_count": Takes("defect_count"),
    "defects": Takes("defects", value=Convert(_parts)),
    "is_safety_critical": Takes("safe", value=Convert(lambda is_critical: not is_critical), form="the opposite"),
    "driver_comment": Takes("remark", value=MaxLength(4096)),
    "certify_comment": Takes("repair_remark", value=MaxLength(4096)),
    "odometer": _ODOMETER,
}
_PURCHASE: Final[Mapping[str, FieldRule]] = {
    "driver_id": Takes("driver", required=True),
    "vehicle_id": Takes("vehicle", required=True),
    "co_driver_id": Takes("co_driver"),
    "latitude": Takes("lat"),
    "longitude": Takes("lon"),
    "location_string": Takes("place", value=MaxLength(255)),
    "odometer": _ODOMETER,
    "transaction_time": Takes("time", value=Convert(utc_text), form="UTC"),
    "transaction_jurisdiction": Takes("region", value=MaxLength(64)),
    "fuel_type": Takes("product", value=Choices(FUELS)),
    "fuel_volume": Takes("litres", value=Convert(lambda volume: round(volume * 1000, 3)), form="litres", required=True),
    "fuel_vendor": Takes("vendor", value=MaxLength(100)),
    "total_cost": Takes("amount", value=(Convert(str), MaxLength(32)), form="a decimal as a text"),
    "currency": Takes("currency", value=MaxLength(3)),
}


@dataclass(frozen=True, kw_only=True)
class RowWrite(Generic[FieldsT]):
    """The creates of one resource, whose records the table of the walk shows."""

    resource: Resource[FieldsT]
    walk: SourceWalk[FieldsT]
    field_map: FieldMap

    @property
    def write(self) -> Write[FieldsT]:
        return Write(self.resource, self.field_map, create=self.create, find=self.find)

    async def find(
        self,
        simulator: SimulatorApi,
        change: Change,  # noqa: ARG002 - rows have no natural key
        *,
        operation_key: str | None,
    ) -> Record[FieldsT] | None:
        if operation_key is None:
            return None
        answer = await simulator.client.get(self._path, query={"external_id": operation_key})
        found = simulator.object(answer).rows(self.walk.name)
        return self.walk.to_record(found[0]) if found else None

    async def create(self, simulator: SimulatorApi, change: Change, *, operation_key: str) -> Written[FieldsT]:
        prepared = simulator.prepare(self.field_map, change, Verb.CREATE)
        body: dict[str, Any] = {"external_id": operation_key, **prepared.body}
        row = simulator.object(await simulator.client.post(self._path, json=body), self.field_map)
        prepared.compare(row, reason=_ANOTHER_VALUE)
        return Written(record=self.walk.to_record(row), prepared=prepared)

    @property
    def _path(self) -> str:
        return f"/api/{self.walk.name}"


WRITES: Final[tuple[Write[Any], ...]] = (
    RowWrite(resource=MESSAGE, walk=office.MESSAGES, field_map=FieldMap(PROVIDER, _MESSAGE)).write,
    RowWrite(
        resource=GROUP_MESSAGE,
        walk=office.BROADCASTS,
        field_map=FieldMap(PROVIDER, {**_CONVERSATION, "recipient_ids": Takes("to", required=True)}),
    ).write,
    RowWrite(resource=DVIR_LOG, walk=incidents.INSPECTIONS, field_map=FieldMap(PROVIDER, _INSPECTION)).write,
    RowWrite(resource=FUEL_TRANSACTION, walk=office.PURCHASES, field_map=FieldMap(PROVIDER, _PURCHASE)).write,
)
