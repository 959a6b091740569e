"""What changes at a vehicle: its engine, its tell tales, its driver and its trailer."""

from typing import Final

from gladhand.providers.x_rfms.reports import crew, driver, moment, point, trigger
from gladhand.providers.x_rfms.spelling import in_newest_spelling
from gladhand.resources.driver_vehicle_association import DriverVehicleAssociationFields
from gladhand.resources.engine_log import EngineLogFields
from gladhand.resources.engine_status import EngineStatusFields
from gladhand.resources.enums import EngineStatusEnum, FaultCodeSourceEnum
from gladhand.resources.trailer_vehicle_association import TrailerVehicleAssociationFields
from gladhand.sdk.dashboard_lamps import STATUSES, canonical_code, is_fault_lamp
from gladhand.sdk.errors import Malformed
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.source_ids import composite_id

ENGINE: Final = {
    "ENGINE_ON": EngineStatusEnum.ON,
    "ENGINE_OFF": EngineStatusEnum.OFF,
    "IGNITION_ON": EngineStatusEnum.ON,
    "IGNITION_OFF": EngineStatusEnum.OFF,
}
_CREW: Final = ("source_vehicle_id", "source_driver_id", "source_co_driver_id")
ENGINES_SHOW: Final = ("engine_status", "location", *_CREW)
FAULTS_SHOW: Final = ("fault_code_source", "fault_code", "canonical_code", "status", *_CREW)
DRIVERS_SHOW: Final = ("source_vehicle_id", "source_driver_id", "is_primary_driver")
TRAILERS_SHOW: Final = ("source_vehicle_id", "source_trailer_id", "trailer_sequence")

LOGIN, LOGOUT = "DRIVER_LOGIN", "DRIVER_LOGOUT"
_OF_THE_MAKER: Final = "OEM_SPECIFIC_TELL_TALE"


def engine_record(row: Row) -> Record[EngineStatusFields]:
    report = in_newest_spelling(row)
    if (state := ENGINE.get(trigger(report))) is None:
        raise Malformed("The report is not about the engine.")
    return Record(
        source_id=composite_id(report.source_id("vin"), moment(report), trigger(report)),
        source_data=row,
        occurred_at=moment(report),
        fields=EngineStatusFields(engine_status=state, location=point(report), **crew(report)),
    )


def is_fault_report(report: Row) -> bool:
    lamp = report.row("triggerType").row("tellTaleInfo")
    return is_fault_lamp(lamp.text("tellTale")) and lamp.text("state") in STATUSES


def fault_record(row: Row) -> Record[EngineLogFields]:
    report = in_newest_spelling(row)
    lamp = report.required_row("triggerType").required_row("tellTaleInfo")
    name, own = lamp.required_text("tellTale"), lamp.text("oemTellTale")
    code = {"tell_tale": name, "state": lamp.text("state"), "oem_tell_tale": own}
    return Record(
        source_id=composite_id(report.source_id("vin"), moment(report), own or name),
        source_data=row,
        occurred_at=moment(report),
        fields=EngineLogFields(
            fault_code_source=FaultCodeSourceEnum.VENDOR if name == _OF_THE_MAKER else None,
            fault_code={key: value for key, value in code.items() if value is not None},
            canonical_code=canonical_code(name),
            status=STATUSES.get(lamp.text("state") or ""),
            **crew(report),
        ),
    )


def is_driver_change(report: Row) -> bool:
    """Whether the report tells who is on board from then on: a driver came, or one left and at most one stays."""
    if trigger(report) == LOGIN:
        return _subject(report) is not None
    staying = _staying(report)
    return not staying or (_subject(report) is not None and len(staying) == 1)


def driver_record(row: Row) -> Record[DriverVehicleAssociationFields]:
    """The hub's record of a change of drivers: who came, or who stays when another one leaves.

    Without a driver nobody is on board from then on.
    """
    report = in_newest_spelling(row)
    vin, is_login = report.source_id("vin"), trigger(report) == LOGIN
    driver_id = _subject(report) if is_login else next(iter(_staying(report)), None)
    if driver_id is None and trigger(report) != LOGOUT:
        raise Malformed("The report does not say which driver has logged in.")
    second = driver(report.row("snapshotData"), "driver2Id")
    return Record(
        source_id=composite_id(vin, moment(report), driver_id or LOGOUT),
        source_data=row,
        occurred_at=moment(report),
        fields=DriverVehicleAssociationFields(
            source_vehicle_id=vin,
            source_driver_id=driver_id,
            is_primary_driver={driver(report): True, second: False}.get(driver_id) if driver_id else None,
        ),
    )


def _subject(report: Row) -> str | None:
    """The driver who has logged in or out."""
    return driver(report.row("triggerType"), "driverId")


def _staying(report: Row) -> set[str]:
    """The drivers that a report shows, without the one who logs out with it."""
    shown = {driver(report), driver(report.row("snapshotData"), "driver2Id")}
    return {each for each in shown if each is not None} - {_subject(report) or ""}


def coupled(report: Row) -> Row:
    """The trailer behind all others, which is the one that was coupled last; an empty row if the report has none."""
    trailers = report.row("snapshotData").get("trailers")
    rows = [Row(each) for each in trailers if isinstance(each, dict)] if isinstance(trailers, list) else []
    return max((row for row in rows if _trailer(row)), key=lambda row: row.whole("trailerNo") or 0, default=Row())


def trailer_record(row: Row) -> Record[TrailerVehicleAssociationFields]:
    report = in_newest_spelling(row)
    vin, trailer = report.source_id("vin"), coupled(report)
    if (number := _trailer(trailer)) is None:
        raise Malformed("The report names no trailer.")
    return Record(
        source_id=composite_id(vin, moment(report), number),
        source_data=row,
        occurred_at=moment(report),
        fields=TrailerVehicleAssociationFields(
            source_vehicle_id=vin, source_trailer_id=number, trailer_sequence=trailer.whole("trailerNo")
        ),
    )


def _trailer(row: Row) -> str | None:
    return row.text("trailerVin") or row.text("trailerIdentificationData")
