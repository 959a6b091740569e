"""HOS daily snapshots: how long drivers were in each duty status on a day."""

from datetime import date

from gladhand.resources.enums import ResourceEnum
from gladhand.resources.fields import F
from gladhand.resources.measures import Seconds
from gladhand.resources.references import OfDriver
from gladhand.resources.resource import RecordChange, Resource, ResourceKind


class HosDailySnapshotFields(OfDriver):
    """The normalised fields of an HOS daily snapshot."""

    snapshot_date: date | None = F("The day at the driver's home terminal.", example="2026-03-01")
    duration_off_duty_seconds: Seconds = F(example=36_000)
    duration_sleeper_berth_seconds: Seconds = F(example=7200)
    duration_on_duty_seconds: Seconds = F("On duty without driving.", example=10_800)
    duration_driving_seconds: Seconds = F(example=32_400)
    duration_personal_conveyance_seconds: Seconds = F("Driving for personal purposes.")
    duration_yard_move_seconds: Seconds = F("Moving vehicles in yards.")
    duration_waiting_seconds: Seconds = F("Waiting at a well site.")
    duration_unknown_seconds: Seconds = F("What no status covers.")
    duration_cycle_on_duty_seconds: Seconds = F("On duty, driving included, since the last reset of the cycle.")


HOS_DAILY_SNAPSHOT = Resource(
    name=ResourceEnum.HOS_DAILY_SNAPSHOT,
    path="hos-daily-snapshots",
    kind=ResourceKind.EDITABLE,
    fields_model=HosDailySnapshotFields,
    description="How long each driver was in each duty status, day by day.",
    events={
        RecordChange.ADDED: "The hours of a driver on a day were stored for the first time.",
        RecordChange.MODIFIED: "The hours of a driver on a day have changed.",
        RecordChange.REMOVED: "The hours of a driver on a day are no longer at the provider.",
    },
)
