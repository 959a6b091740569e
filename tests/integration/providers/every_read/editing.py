"""An edit of a provider's rows that changes records, found without knowledge of the provider."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.fakes.accounts import FakeAccount, whole_slice
from tests.fakes.networks import EditedRows

from gladhand.integrations.hosting.crashes import AdapterCrashed
from gladhand.integrations.hosting.reading import batches, collect
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.exact_json import dump_exact, load_exact
from gladhand.sdk.errors import ProviderError


async def find_edit(account: FakeAccount, resource: ResourceEnum) -> str | None:
    """A key in the provider's rows with other values of which the same records, at the same times, show something else.

    None where a record shows nothing but what its id is made of.
    """
    part = whole_slice(account, resource)
    true = await collect(account.adapter(), resource, part)
    plain = [load_exact(dump_exact(record.source_data)) for record in true.records]
    for key in dict.fromkeys(key for row in plain for key in _keys(row)):
        try:
            edited = await collect(account.adapter(EditedRows(AiohttpTransport(account.http), key)), resource, part)
        except AdapterCrashed:
            raise
        except ProviderError:
            continue
        both = [(edited.by_id.get(id_), record) for id_, record in true.by_id.items()]
        if edited.skipped or edited.by_id.keys() != true.by_id.keys():
            continue
        is_at_same_time = all(one is not None and one.occurred_at == other.occurred_at for one, other in both)
        if is_at_same_time and any(one is not None and one.fields != other.fields for one, other in both):
            return key
    return None


async def has_preliminary(account: FakeAccount, resource: ResourceEnum) -> bool:
    """Whether rows stay as they were stored first, such as the present positions beside a history."""
    part = whole_slice(account, resource)
    return any([batch.is_preliminary async for batch in batches(account.adapter(), resource, part)])


def _keys(value: Any) -> Iterator[str]:
    """The names under which a text, number or flag stands."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if isinstance(inner, str | int | float):
                yield name
            yield from _keys(inner)
    elif isinstance(value, list):
        for each in value:
            yield from _keys(each)
