"""Lytx: users, vehicles, and everything that its cameras and logs have seen.

The published OpenAPI documents back the calls. How one signs in stands beside them: the key `access_token` of the
answer follows from others' clients.
"""

from functools import partial
from typing import Final

from gladhand.providers.lytx import assignments, engines, hours, inspections, positions, safety, trips, users, vehicles
from gladhand.providers.lytx.api import PAGE, LytxApi
from gladhand.resources.driver_safety_event import DRIVER_SAFETY_EVENT
from gladhand.resources.driver_vehicle_association import DRIVER_VEHICLE_ASSOCIATION
from gladhand.resources.dvir_log import DVIR_LOG
from gladhand.resources.dvir_log_defect import DVIR_LOG_DEFECT
from gladhand.resources.engine_log import ENGINE_LOG
from gladhand.resources.engine_status import ENGINE_STATUS
from gladhand.resources.hos_event import HOS_EVENT
from gladhand.resources.user import USER
from gladhand.resources.vehicle import VEHICLE
from gladhand.resources.vehicle_location import VEHICLE_LOCATION
from gladhand.resources.vehicle_sensor import VEHICLE_SENSOR
from gladhand.sdk.calls import Calls
from gladhand.sdk.clock import days, minutes
from gladhand.sdk.reading import FULL, WINDOW, Read, by_row
from gladhand.sdk.writing import Write

_HISTORY: Final = days(30)
# Times are those of the record where none is named: rows arrive late, and people change them for days.
_LATE: Final = days(1)
_OF_VEHICLES: Final = Calls(vehicles_per=PAGE)


class LytxAdapter(LytxApi):
    """One user of Lytx."""

    reads = (
        Read(
            USER,
            users.read,
            mode=FULL,
            every=minutes(15),
            calls=(Calls(), Calls(drivers_per=PAGE)),
            shows=users.SHOWS,
            remap=by_row(partial(users.to_record, role=None)),
            joined=users.JOINED,
        ),
        Read(
            VEHICLE,
            vehicles.read,
            mode=FULL,
            every=minutes(30),
            calls=(Calls(), _OF_VEHICLES),
            shows=vehicles.SHOWS,
            remap=by_row(partial(vehicles.to_record, statuses={})),
            joined=vehicles.JOINED,
        ),
        Read(
            VEHICLE_LOCATION,
            positions.read,
            mode=WINDOW,
            every=minutes(1),
            window=days(1),
            lookback=minutes(2),
            backfill=_HISTORY,
            # A vehicle that moves gives some points a minute.
            calls=(Calls(vehicles_per=PAGE // 4, share=0.5),),
            shows=positions.SHOWS,
            remap=by_row(positions.to_record),
        ),
        Read(
            ENGINE_STATUS,
            trips.read,
            mode=WINDOW,
            every=minutes(10),
            window=days(1),
            lookback=_LATE,
            backfill=_HISTORY,
            calls=(Calls(times=2, vehicles_per=PAGE // 10),),
            shows=trips.SHOWS,
            remap=by_row(trips.to_record),
        ),
        Read(
            DRIVER_VEHICLE_ASSOCIATION,
            assignments.read,
            mode=WINDOW,
            every=minutes(10),
            window=days(1),
            lookback=_LATE,
            backfill=_HISTORY,
            calls=(Calls(times=2, drivers_per=PAGE),),
            shows=assignments.SHOWS,
            remap=by_row(assignments.to_record),
        ),
        Read(
            ENGINE_LOG,
            engines.faults,
            mode=WINDOW,
            every=minutes(15),
            window=days(1),
            lookback=_LATE,
            backfill=_HISTORY,
            calls=(Calls(times=2, vehicles_per=PAGE),),
            shows=engines.FAULTS_SHOW,
            remap=by_row(engines.fault_record),
        ),
        Read(
            VEHICLE_SENSOR,
            engines.values,
            mode=WINDOW,
            every=minutes(30),
            window=days(1),
            lookback=minutes(30),
            # Values are kept for a week at Lytx.
            backfill=days(6),
            calls=(Calls(times=len(engines.VALUES), vehicles_per=PAGE // 50),),
            shows=engines.VALUES_SHOW,
            remap=by_row(engines.value_record),
        ),
        Read(
            HOS_EVENT,
            hours.read,
            mode=WINDOW,
            every=minutes(5),
            window=days(1),
            lookback=_LATE,
            daily_lookback=days(8),
            backfill=_HISTORY,
            replaces="driver_id",
            calls=(Calls(times=2), Calls(times=2, vehicles_per=PAGE)),
            shows=hours.SHOWS,
            remap=by_row(partial(hours.to_record, names=hours.VehicleNames())),
            joined=hours.JOINED,
        ),
        Read(
            DVIR_LOG,
            inspections.logs,
            mode=WINDOW,
            every=minutes(15),
            window=days(7),
            lookback=_LATE,
            daily_lookback=days(14),
            backfill=_HISTORY,
            calls=(Calls(vehicles_per=PAGE // 4),),
            shows=inspections.LOGS_SHOW,
            remap=by_row(inspections.log_record),
        ),
        Read(
            DVIR_LOG_DEFECT,
            inspections.defects,
            mode=WINDOW,
            every=minutes(15),
            window=days(7),
            lookback=_LATE,
            daily_lookback=days(14),
            backfill=_HISTORY,
            calls=(Calls(vehicles_per=PAGE // 4),),
            shows=inspections.DEFECTS_SHOW,
            remap=by_row(inspections.defect_record),
        ),
        Read(
            DRIVER_SAFETY_EVENT,
            safety.read,
            mode=WINDOW,
            every=minutes(5),
            window=days(1),
            lookback=minutes(5),
            backfill=_HISTORY,
            # The triggers, the events, those of the newest second again, and an empty page.
            calls=(Calls(times=4),),
            shows=safety.SHOWS,
            remap=by_row(safety.to_record),
        ),
    )
    writes = (
        Write(USER, users.FIELD_MAP, create=users.create, find=users.find, get=users.get, update=users.update),
        Write(
            VEHICLE,
            vehicles.FIELD_MAP,
            create=vehicles.create,
            find=vehicles.find,
            get=vehicles.get,
            update=vehicles.update,
        ),
    )
