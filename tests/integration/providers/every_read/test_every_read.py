"""Every read of every provider, through the engine and the database, against the provider's fake.

What a read promises without the hub is in `tests/contract/providers/test_reads.py`.
"""

from collections import Counter
from collections.abc import Awaitable, Callable

import pytest
from tests.fakes.accounts import FakeAccount, open_account, reads
from tests.fakes.filling import fill
from tests.fakes.networks import EditedRows, Failing, OneRowGone, SmallPages
from tests.integration.providers.every_read.account import ReadAccount, differences
from tests.integration.providers.every_read.editing import find_edit, has_preliminary

from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import RecordChange
from gladhand.sdk.errors import Malformed, NoAnswer, ProviderError, RateLimited, ServerFailed
from gladhand.sdk.http import Response
from gladhand.sdk.reading import FULL

EVERY_READ = pytest.mark.parametrize(("source_name", "resource"), reads())
Connected = Callable[[FakeAccount, ResourceEnum], Awaitable[ReadAccount]]
_FAILURES: tuple[tuple[Response | type[ProviderError], type[ProviderError]], ...] = (
    (NoAnswer, NoAnswer),
    (Response(status=503, body=b"upstream connect error"), ServerFailed),
    (Response(status=429, headers={"Retry-After": "7"}), RateLimited),
    (Response(status=200, body=b"<html>"), Malformed),
)


@EVERY_READ
async def test_killed_and_failed_runs_come_to_what_a_whole_one_stores_and_publish_it_once(
    source_name: str, resource: ResourceEnum, connected: Connected
) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        pages = SmallPages(AiohttpTransport(account.http))
        calm, hub = await connected(account, resource), await connected(account, resource)
        assert (await calm.read_from(pages))["status"] == "success"
        whole, requests = await calm.records(), pages.requests
        assert whole
        assert await hub.is_killed(pages, after=requests // 2)
        # What is left may be one request.
        await hub.is_killed(pages, after=1)
        failures = 0
        for outcome, error_class in _FAILURES:
            execution = await hub.read_from(Failing(pages, outcome))
            assert (execution["status"], execution["error_type"]) == ("failed", error_class.error_type.value)
            failures += error_class.counted
            assert await hub.failures() == failures
        assert (await hub.read_from(pages))["status"] == "success"
        assert await hub.failures() == 0
        assert not differences(await hub.records(), whole)
        if RecordChange.ADDED in hub.read.resource.events:
            assert Counter(await hub.published("added")) == Counter(list(whole))


@EVERY_READ
async def test_a_second_run_changes_nothing_an_edited_row_ends_equal_and_what_is_gone_is_removed(
    source_name: str, resource: ResourceEnum, connected: Connected
) -> None:
    async with open_account(source_name) as account:
        await fill(account, resource)
        network = AiohttpTransport(account.http)
        hub = await connected(account, resource)
        assert (await hub.read_from(network))["status"] == "success"
        whole = await hub.records()
        # A message that answers another one, for example.
        completed = await _published(hub, RecordChange.MODIFIED)
        await _changes_nothing(hub, network)

        if (key := await find_edit(account, resource)) is not None:
            await hub.start_again()
            edited = await hub.read_from(EditedRows(network, key))
            assert (edited["status"], edited["skipped"]) == ("success", [])
            changed = differences(await hub.records(), whole).keys()
            assert changed or await has_preliminary(account, resource)
            assert changed <= whole.keys()
            await hub.start_again()
            assert (await hub.read_from(network))["status"] == "success"
            assert not differences(await hub.records(), whole)
            if RecordChange.MODIFIED in hub.read.resource.events:
                modified = await _published(hub, RecordChange.MODIFIED) - completed
                assert modified == Counter([*changed, *changed])

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
        assert lacking.row is not None
        if hub.read.replaces is not None:
            assert removed[0]
            assert removed[-1] == removed[0]
        elif hub.read.mode is FULL or hub.read.lists_all:
            assert not removed[0]
            assert removed[-1]
        else:
            assert not any(removed)
        if RecordChange.REMOVED in hub.read.resource.events:
            assert await _published(hub, RecordChange.REMOVED) == Counter(removed[-1])
        await hub.start_again()
        await hub.read_from(network)
        assert not differences(await hub.records(), whole)


async def _changes_nothing(hub: ReadAccount, network: AiohttpTransport) -> None:
    """Read what is new, and everything once more."""
    for again in (False, True):
        if again:
            await hub.start_again()
        execution = await hub.read_from(network)
        assert execution["status"] == "success"
        assert execution["counts"].keys() <= {"unchanged"}


async def _published(hub: ReadAccount, change: RecordChange) -> Counter[str]:
    return Counter(await hub.published(change))
