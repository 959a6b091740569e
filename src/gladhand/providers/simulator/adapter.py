"""The simulator: its drivers are our users, its vehicles and trailers ours; the rest are rows of its tables."""

from gladhand.providers.simulator.api import SimulatorApi
from gladhand.providers.simulator.collection import DRIVERS, TRAILERS, VEHICLES, Collection
from gladhand.providers.simulator.reads import READS
from gladhand.providers.simulator.row_writes import WRITES
from gladhand.resources.fields import FieldsT
from gladhand.sdk.clock import minutes
from gladhand.sdk.reading import FULL, Read, by_row
from gladhand.sdk.writing import Write


def _read(things: Collection[FieldsT]) -> Read[FieldsT]:
    return Read(
        things.resource,
        things.read,
        mode=FULL,
        every=minutes(10),
        shows=tuple(things.field_map.rules),
        remap=by_row(things.to_record),
    )


def _write(things: Collection[FieldsT]) -> Write[FieldsT]:
    return Write(
        things.resource,
        things.field_map,
        create=things.create,
        find=things.find,
        get=things.get,
        update=things.update,
    )


class SimulatorAdapter(SimulatorApi):
    """One account of the simulator. An external id identifies a create whose answer was lost."""

    reads = (_read(DRIVERS), _read(VEHICLES), _read(TRAILERS), *READS)
    writes = (_write(DRIVERS), _write(VEHICLES), _write(TRAILERS), *WRITES)
