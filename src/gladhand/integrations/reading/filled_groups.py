"""Whether connections hold records of a resource, found out for the runs of a process together."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from gladhand.core.batch_loader import BatchLoader
from gladhand.core.db import Database
from gladhand.records.queries import RecordGroup, list_filled

#: Finds out for several runs by one statement whether their connections hold records of the resource.
FilledGroups: TypeAlias = BatchLoader[RecordGroup, RecordGroup, bool]
_MOST_GROUPS = 200


def filled_groups(database: Database) -> FilledGroups:
    """The loader that the runs of a process share."""

    async def load(groups: Sequence[RecordGroup]) -> Mapping[RecordGroup, bool]:
        async with database.connection() as db:
            filled = await list_filled(db, groups)
        return {each: each in filled for each in groups}

    return BatchLoader(load, most=_MOST_GROUPS)
