"""Every read of every provider, against the provider's fake: one test per promise, found by walking the registry."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.fakes.accounts import open_account, reads, whole_slice
from tests.fakes.filling import fill
from tests.fakes.networks import Failing, OneBadRow, SmallPages

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.reading import Collected
from gladhand.integrations.hosting.remapping import StoredRow, remap
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.exact_json import dump_exact, load_exact
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import Malformed, NoAnswer, ProviderError, RateLimited, ServerFailed, Unavailable
from gladhand.sdk.http import Response
from gladhand.sdk.reading import Read, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row

EVERY_READ = pytest.mark.parametrize(("source_name", "resource"), reads())


@EVERY_READ
async def test_small_pages_are_one_large_page(source_name: str, resource: ResourceEnum) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        whole = await reading.collect(account.adapter(), resource, whole_slice(account, resource))
        small = await reading.collect(
            account.adapter(SmallPages(AiohttpTransport(account.http))), resource, whole_slice(account, resource)
        )
        assert whole.by_id
        assert small.by_id == whole.by_id
        assert small.batches >= whole.batches
        assert (whole.skipped, small.skipped) == ([], [])


@EVERY_READ
async def test_a_read_that_goes_on_after_any_batch_comes_to_the_same(source_name: str, resource: ResourceEnum) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        network, part = SmallPages(AiohttpTransport(account.http)), whole_slice(account, resource)
        batches = [batch async for batch in reading.batches(account.adapter(network), resource, part)]
        whole = {record.source_id: record for batch in batches for record in batch.records}
        # Of many batches some stand for all.
        for number in range(0, len(batches), 1 + len(batches) // 6):
            batch = batches[number]
            if not batch.state:
                continue
            before = {record.source_id: record for each in batches[: number + 1] for record in each.records}
            rest = await reading.collect(account.adapter(network), resource, replace(part, state=batch.state))
            assert before | rest.by_id == whole


@EVERY_READ
async def test_a_stored_row_maps_to_the_record_that_was_read(source_name: str, resource: ResourceEnum) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        adapter = account.adapter()
        read = reading.read_of(adapter, resource)
        found = await reading.collect(adapter, resource, whole_slice(account, resource))
        assert found.records
        offline = account.adapter(DryRunTransport())
        for record in found.records:
            stored = Row(load_exact(dump_exact(record.source_data)))
            again = await remap(offline, read, StoredRow(record.source_id, stored, _joined(read, record)))
            assert again == record


def _joined(read: Read[Any], record: Record) -> Mapping[str, Any]:
    values = record.fields.stored()
    return {name: values[name] for name in read.joined}


@EVERY_READ
async def test_a_second_run_finds_no_change_and_a_read_makes_none(source_name: str, resource: ResourceEnum) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        reader = account.adapter()
        first = await reading.collect(reader, resource, whole_slice(account, resource))
        # `gladhand provider try` refuses requests that write.
        assert reader.client.writes == 0
        again = await reading.collect(account.adapter(), resource, whole_slice(account, resource))
        assert again.by_id == first.by_id
        assert [dict(record.source_data) for record in again.records] == [
            dict(record.source_data) for record in first.records
        ]


@pytest.mark.parametrize("bad", [{"nothing": "useful"}, {}, "no object", None], ids=["no id", "empty", "text", "null"])
@EVERY_READ
async def test_a_bad_row_is_skipped_with_its_reason_and_the_others_come(
    source_name: str, resource: ResourceEnum, bad: Any
) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        # Signs in before answers get worse.
        whole = await reading.collect(account.adapter(), resource, whole_slice(account, resource))
        network = OneBadRow(
            AiohttpTransport(account.http),
            bad=bad,
            path=account.rows.get(resource, ""),
            mark=account.marks.get(resource, ""),
            among=account.among.get(resource, ""),
        )
        worse = await reading.collect(account.adapter(network), resource, whole_slice(account, resource))
        assert network.replaced
        assert len(worse.skipped) == len(whole.by_id) - len(worse.by_id) > 0
        assert all(skipped.reason for skipped in worse.skipped)
        assert worse.by_id.items() <= whole.by_id.items()


@pytest.mark.parametrize(
    ("outcome", "error_class"),
    [
        (Unavailable, Unavailable),
        (NoAnswer, NoAnswer),
        (Response(status=503, body=b"upstream connect error"), ServerFailed),
        (Response(status=429, headers={"Retry-After": "7"}), RateLimited),
        (Response(status=200, body=b"<html>"), Malformed),
        (Response(status=200, body=b"7"), Malformed),
    ],
    ids=["away", "cut", "failed", "throttled", "html", "a number"],
)
@EVERY_READ
async def test_a_failure_ends_as_its_class_says_and_keeps_the_batches_before(
    source_name: str, resource: ResourceEnum, outcome: Response | type[ProviderError], error_class: type[ProviderError]
) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        pages, part = SmallPages(AiohttpTransport(account.http)), whole_slice(account, resource)
        # Signs in before requests are counted.
        await reading.collect(account.adapter(pages), resource, part)
        pages.requests = 0
        whole = await reading.collect(account.adapter(pages), resource, part)
        found = Collected()
        # The last request of the read fails.
        failing = Failing(pages, outcome, after=pages.requests - 1)
        with pytest.raises(error_class) as caught:
            await gather(account.adapter(failing), resource, part, found)
        assert type(caught.value) is error_class
        assert getattr(caught.value, "retry_after", 7) == 7
        assert caught.value.retryable
        rest = await reading.collect(account.adapter(pages), resource, replace(part, state=found.state))
        assert found.by_id | rest.by_id == whole.by_id


@EVERY_READ
async def test_a_refusal_is_not_tried_again_and_keeps_the_batches_before(
    source_name: str, resource: ResourceEnum
) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        pages, part = SmallPages(AiohttpTransport(account.http)), whole_slice(account, resource)
        await reading.collect(account.adapter(pages), resource, part)
        pages.requests = 0
        whole = await reading.collect(account.adapter(pages), resource, part)
        last = pages.requests - 1
        for status in _REFUSALS.get(source_name, (400, 401, 403)):
            found, refusal = Collected(), Response(status=status, body=b"refused")
            caught: ProviderError | None = None
            try:
                await gather(account.adapter(Failing(pages, refusal, after=last)), resource, part, found)
            except ProviderError as error:
                caught = error
            if caught is None:
                # A read goes on without a list that only adds fields.
                assert found.by_id.keys() <= whole.by_id.keys()
                continue
            assert not caught.retryable, type(caught)
            assert caught.status_code == status
            rest = await reading.collect(account.adapter(pages), resource, replace(part, state=found.state))
            assert found.by_id | rest.by_id == whole.by_id


#: Traccar answers 400 where it has failed, and never 403.
_REFUSALS = {"traccar": (401,)}


async def gather(adapter: Adapter, resource: ResourceEnum, part: Slice, found: Collected) -> None:
    """Keeps the batches that come before a failure."""
    async for batch in reading.batches(adapter, resource, part):
        found.add(batch)
