"""Every read of every provider, through the engine and the database, against the provider's fake."""

from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from tests.fakes.accounts import FakeAccount, open_account, reads
from tests.fakes.filling import fill
from tests.fakes.networks import EditedRows, Failing, OneRowGone, SmallPages
from tests.integration.providers.every_read.account import ReadAccount, differences
from tests.integration.providers.every_read.editing import find_edit, preliminary_ids

from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import RecordChange
from gladhand.sdk.errors import Malformed, NoAnswer, ProviderError, RateLimited, ServerFailed
from gladhand.sdk.http import Response
from gladhand.sdk.reading import FULL

EVERY_READ = pytest.mark.parametrize(("source_name", "resource"), reads())
Connected = Callable[[FakeAccount, ResourceEnum], Awaitable[ReadAccount]]


@EVERY_READ
async def test_killed_runs_store_what_a_whole_one_stores_and_publish_it_once(
    source_name: str, resource: ResourceEnum, connected: Connected
) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        pages = SmallPages(AiohttpTransport(account.http))
        calm, killed = await connected(account, resource), await connected(account, resource)
        assert (await calm.read_from(pages))["status"] == "success"
        whole, requests = await calm.records(), pages.requests
        assert whole
        assert await killed.is_killed(pages, after=requests // 2)
        # What is left may be one request.
        await killed.is_killed(pages, after=1)
        assert (await killed.read_from(pages))["status"] == "success"
        assert not differences(await killed.records(), whole)
        if RecordChange.ADDED in calm.read.resource.events:
            assert Counter(await killed.published("added")) == Counter(list(whole))


@EVERY_READ
async def test_a_second_run_changes_nothing_and_an_edited_row_ends_equal(
    source_name: str, resource: ResourceEnum, connected: Connected
) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        network = AiohttpTransport(account.http)
        calm, edited = await connected(account, resource), await connected(account, resource)
        await calm.read_from(network)
        whole = await calm.records()
        key, stays = await find_edit(account, resource), await preliminary_ids(account, resource)
        first = await edited.read_from(network if key is None else EditedRows(network, key))
        before = await edited.records()
        changed = {each for each, record in whole.items() if before.get(each) != record}
        assert (first["status"], first["skipped"]) == ("success", [])
        assert before.keys() == whole.keys()
        assert bool(changed) == (key is not None)
        # A message that answers another one, for example.
        completed = Counter(await edited.published("modified"))
        await edited.start_again()
        assert (await edited.read_from(network))["status"] == "success"
        ends = await edited.records()
        assert differences(ends, whole).keys() <= changed & stays
        if RecordChange.MODIFIED in edited.read.resource.events:
            assert Counter(await edited.published("modified")) - completed == Counter(changed - stays)
        for start_again in (False, True):
            if start_again:
                await edited.start_again()
            last = await edited.read_from(network)
            assert last["status"] == "success"
            assert last["counts"].keys() <= {"unchanged"}
        assert await edited.records() == ends


@EVERY_READ
async def test_what_is_gone_is_removed_where_the_read_shows_it_and_comes_back(
    source_name: str, resource: ResourceEnum, connected: Connected
) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        network = AiohttpTransport(account.http)
        hub = await connected(account, resource)
        await hub.read_from(network)
        whole = await hub.records()
        lacking = OneRowGone(
            network,
            path=account.rows.get(resource, ""),
            mark=account.marks.get(resource, ""),
            among=account.among.get(resource, ""),
        )
        removed = []
        # A walk that sees less than half of what was there has to be confirmed by one more.
        for _ in range(2 if len(whole) > 1 else 3):
            await hub.start_again()
            assert (await hub.read_from(lacking))["status"] == "success"
            removed.append({each for each, record in (await hub.records()).items() if record["deleted_at"]})
        read = hub.read
        if read.replaces is not None:
            assert removed[0]
            assert removed[-1] == removed[0]
        elif read.mode is FULL or read.lists_all:
            assert not removed[0]
            assert removed[-1]
        else:
            assert not any(removed)
        assert removed[-1] <= whole.keys()
        if RecordChange.REMOVED in read.resource.events:
            assert Counter(await hub.published("removed")) == Counter(removed[-1])
        await hub.start_again()
        await hub.read_from(network)
        assert not differences(await hub.records(), whole)


_ENDINGS: tuple[tuple[Response | type[ProviderError], type[ProviderError]], ...] = (
    (NoAnswer, NoAnswer),
    (Response(status=503, body=b"upstream connect error"), ServerFailed),
    (Response(status=429, headers={"Retry-After": "7"}), RateLimited),
    (Response(status=200, body=b"<html>"), Malformed),
)


@EVERY_READ
async def test_a_run_fails_as_the_error_says_and_the_next_ones_go_on(
    source_name: str, resource: ResourceEnum, connected: Connected
) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        pages = SmallPages(AiohttpTransport(account.http))
        calm, hub = await connected(account, resource), await connected(account, resource)
        await calm.read_from(pages)
        whole, last, failures = await calm.records(), pages.requests - 1, 0
        for outcome, error_class in _ENDINGS:
            execution = await hub.read_from(Failing(pages, outcome, after=last))
            assert (execution["status"], execution["error_type"]) == ("failed", error_class.error_type.value)
            failures += error_class.counted
            assert await hub.failures() == failures
            # Each run goes on where the one before it has ended.
            last = 0
        assert (await hub.read_from(pages))["status"] == "success"
        assert await hub.failures() == 0
        assert not differences(await hub.records(), whole)
