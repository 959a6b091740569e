"""Asks the provider by their ids for the records that a walk lacks, where it counts more than it has shown.

It may have cut its list, or count what the account may not see. A record that it does not give by its id either is gone
for the account in both cases.
"""

from collections.abc import Sequence
from typing import Final

from gladhand.integrations.hosting import calls
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import ProviderError

#: So many records a walk asks for.
MOST: Final = 10


async def ids_that_may_be_there(
    adapter: Adapter, resource: ResourceEnum, absent: Sequence[tuple[str, str]]
) -> list[str]:
    """Of absent records, as pairs of id and source id, the ids of those that the provider has, or may have.

    It is asked for the first ones only, and no more of them after a failure.
    """
    may_be_there = [id_ for id_, _ in absent[MOST:]]
    for number, (id_, source_id) in enumerate(absent[:MOST]):
        try:
            if await calls.get(adapter, resource, source_id) is not None:
                may_be_there.append(id_)
        except ProviderError:
            return may_be_there + [other for other, _ in absent[number:MOST]]
    return may_be_there
