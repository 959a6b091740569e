"""The trips that the office has planned."""

from collections.abc import Mapping
from typing import Final

from gladhand.providers.simulator.walks import SourceWalk
from gladhand.providers.simulator.words import address, point, word
from gladhand.resources.enums import StopActivityEnum, StopTypeEnum, WorkflowStatusEnum
from gladhand.resources.workflow import WorkflowFields, WorkflowStop
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.units import metres

_STATES: Final[Mapping[str, WorkflowStatusEnum]] = {
    "planned": WorkflowStatusEnum.PLANNED,
    "under_way": WorkflowStatusEnum.ACTIVE,
    "done": WorkflowStatusEnum.COMPLETED,
}
_STOPS: Final[Mapping[str, StopTypeEnum]] = {
    "pickup": StopTypeEnum.PICKUP,
    "delivery": StopTypeEnum.DELIVERY,
    "home": StopTypeEnum.YARD,
}
_TASKS: Final[Mapping[str, StopActivityEnum]] = {
    "hook": StopActivityEnum.HOOK_DROP,
    "drop": StopActivityEnum.HOOK_DROP,
    "dock": StopActivityEnum.YARD_MOVE,
    "unload": StopActivityEnum.UNLOADING,
}


def _trip(row: Row) -> Record[WorkflowFields]:
    return Record(
        source_id=row.source_id(),
        source_data=row,
        occurred_at=row.required_moment("planned_at"),
        fields=WorkflowFields(
            source_vehicle_id=row.text("vehicle"),
            source_driver_id=row.text("driver"),
            workflow_status=word(row, "state", _STATES),
            started_at=row.moment("start"),
            ended_at=row.moment("end"),
            total_distance=metres(row.number("km")),
            instructions=row.text("text"),
            stops=[_stop(each) for each in row.rows("stops")],
        ),
    )


def _stop(row: Row) -> WorkflowStop:
    tasks = row.get("to_do")
    return WorkflowStop(
        source_stop_id=row.text("id"),
        sequence_number=row.whole("number"),
        stop_type=word(row, "kind", _STOPS),
        location_name=row.text("name"),
        activities=[_TASKS[each] for each in tasks if each in _TASKS] if isinstance(tasks, list) else None,
        location=point(row),
        inferred_address=address(row),
        scheduled_arrival=row.moment("planned_arrival"),
        scheduled_departure=row.moment("planned_departure"),
        actual_arrival=row.moment("arrival"),
        actual_departure=row.moment("departure"),
    )


TRIPS = SourceWalk(name="trips", to_record=_trip)
