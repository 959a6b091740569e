"""Fuel purchases, messages, miles by state, and who or what belongs to a truck."""

from typing import Final

from gladhand.providers.simulator.field_maps import FUELS
from gladhand.providers.simulator.walks import SourceWalk
from gladhand.providers.simulator.words import address, point, word
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.enums import MessageStatusEnum
from gladhand.resources.fleet_info import FleetInfoFields
from gladhand.resources.fuel_transaction import FuelTransactionFields
from gladhand.resources.group_message import GroupMessageFields
from gladhand.resources.ifta_summary import IftaSummaryFields
from gladhand.resources.message import MessageFields
from gladhand.resources.trailer_vehicle_association import TrailerVehicleAssociationFields
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import cubic_metres, metres

_PRODUCTS: Final = {theirs: ours for ours, theirs in FUELS.items()}
_STATES: Final = {each.value: each for each in MessageStatusEnum}


def _purchase(row: Row) -> Record[FuelTransactionFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("time"),
        fields=FuelTransactionFields(
            source_vehicle_id=row.text("vehicle"),
            source_driver_id=row.text("driver"),
            source_co_driver_id=row.text("co_driver"),
            location=point(row),
            inferred_address=address(row),
            odometer=metres(row.number("odometer_km")),
            fuel_type=word(row, "product", _PRODUCTS),
            fuel_volume=cubic_metres(row.number("litres")),
            fuel_vendor=row.text("vendor"),
            total_cost=row.money("amount"),
            currency=row.text("currency"),
        ),
        extras={
            name: row[theirs]
            for name, theirs in (("location_string", "place"), ("transaction_jurisdiction", "region"))
            if row.get(theirs) is not None
        }
        or None,
    )


def _message(row: Row) -> Record[MessageFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("sent_at"),
        fields=MessageFields(
            source_sender_id=row.text("from"),
            source_recipient_id=row.text("to"),
            sender_name=row.text("from_name"),
            recipient_name=row.text("to_name"),
            message_text=row.text("text"),
            status=word(row, "state", _STATES),
            delivered_at=row.moment("delivered_at"),
            read_at=row.moment("read_at"),
            sent_by_driver=row.flag("by_driver"),
            source_thread_id=row.text("thread"),
            source_reply_to_message_id=row.text("answers"),
        ),
    )


def _broadcast(row: Row) -> Record[GroupMessageFields]:
    recipients = row.get("to")
    listed = [each for each in recipients if isinstance(each, str)] if isinstance(recipients, list) else None
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("sent_at"),
        fields=GroupMessageFields(
            source_sender_id=row.text("from"),
            source_recipient_ids=listed,
            sender_name=row.text("from_name"),
            message_text=row.text("text"),
            status=word(row, "state", _STATES),
            delivered_at=row.moment("delivered_at"),
            sent_by_driver=False,
            source_group_id=row.source_id(),
        ),
    )


def _month(row: Row) -> Record[IftaSummaryFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("start"),
        fields=IftaSummaryFields(
            source_vehicle_id=row.required_text("vehicle"), month=row.whole("month"), year=row.whole("year")
        ),
        extras={"jurisdictions": row.rows("states")},
    )


def _assignment(row: Row) -> Record[DriverVehicleAssociationFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("start"),
        fields=DriverVehicleAssociationFields(
            source_vehicle_id=row.required_text("vehicle"),
            source_driver_id=row.required_text("driver"),
            is_primary_driver=row.flag("primary"),
        ),
    )


def _hitch(row: Row) -> Record[TrailerVehicleAssociationFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("start"),
        fields=TrailerVehicleAssociationFields(
            source_vehicle_id=row.required_text("vehicle"),
            source_trailer_id=row.required_text("trailer"),
            trailer_sequence=row.whole("position"),
        ),
    )


def _company(row: Row) -> Record[FleetInfoFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=None,
        fields=FleetInfoFields(
            carrier_name=row.text("legal_name"),
            dot_number=row.text("dot_number"),
            dba_name=row.text("trade_name"),
            street=row.text("street"),
            city=row.text("city"),
            state=row.text("state"),
            zip=row.text("zip"),
            country=row.text("country"),
            phone_number=row.text("phone"),
            company_url=row.text("website"),
            timezone=row.text("zone"),
        ),
    )


PURCHASES = SourceWalk(name="purchases", to_record=_purchase)
MESSAGES = SourceWalk(name="messages", to_record=_message)
BROADCASTS = SourceWalk(name="broadcasts", to_record=_broadcast)
FUEL_TAX = SourceWalk(name="fuel_tax", to_record=_month)
ASSIGNMENTS = SourceWalk(name="assignments", to_record=_assignment)
HITCHES = SourceWalk(name="hitches", to_record=_hitch)
COMPANY = SourceWalk(name="company", to_record=_company)
