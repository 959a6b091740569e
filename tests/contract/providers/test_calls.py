"""What the adapters declare of their requests, against what they send to the fakes."""

from collections import Counter

import pytest
from tests.fakes.accounts import every_provider, open_account, reads, whole_slice

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.budget import ALL
from gladhand.sdk.calls import FleetSize
from gladhand.sdk.http import Response
from gladhand.sdk.reading import FEED, Slice

# The fakes have two or three of everything.
_FAKE = FleetSize(vehicles=4, drivers=4)


@pytest.mark.parametrize("source_name", every_provider())
async def test_signing_in_is_no_write(source_name: str) -> None:
    async with open_account(source_name) as account:
        adapter = account.adapter()
        await adapter.verify()
        assert adapter.client.exchanges > 0
        # An operation that fails after it would count as one that was sent.
        assert adapter.client.writes == 0


@pytest.mark.parametrize(("source_name", "resource"), reads())
async def test_a_run_sends_no_more_than_is_declared(source_name: str, resource: ResourceEnum) -> None:
    read = providers()[source_name].registration.reads[resource]
    async with open_account(source_name) as account:
        if account.seed is not None:
            account.seed()
        first = await reading.collect(account.adapter(), resource, whole_slice(account, resource))
        part = Slice(state=first.state) if read.mode is FEED else whole_slice(account, resource)
        adapter = account.adapter()
        before, kinds = adapter.client.exchanges, Counter[str]()
        take = adapter.client.request

        async def counted(*given: object, **options: object) -> Response:
            kinds[str(options.get("kind") or ALL)] += 1
            return await take(*given, **options)  # type: ignore[arg-type] # passes on whatever it was given

        adapter.client.request = counted  # type: ignore[method-assign] # counts what goes out
        await reading.collect(adapter, resource, part)
        sent = adapter.client.exchanges - before
    declared = Counter[str]()
    for calls in read.calls:
        declared[calls.kind] += round(calls.requests(_FAKE))
    assert sent <= declared.total(), f"calls= of the read declares {dict(declared)}, and a run sends {dict(kinds)}"
    assert not kinds.keys() - declared.keys() - {ALL}
