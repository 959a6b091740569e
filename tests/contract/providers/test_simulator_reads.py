"""The simulator's reads against its ledger: what the adapter reads is what has happened, on good days and bad ones."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import orjson
import pytest
from tests.fakes.accounts import FakeAccount, open_account, whole_slice

from gladhand.integrations.hosting import reading
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.resource import ResourceKind
from gladhand.sdk.errors import AnswerTooLong, AuthFailed, CursorLost, Malformed, NoAnswer, ProviderError, RateLimited
from gladhand.sdk.http import Request, Response
from gladhand.sdk.reading import FEED, FULL, WINDOW, Slice
from gladhand.simulator.sources import SOURCES

READS = providers()["catena_simulator"].registration.reads
#: What the hub creates as well has lists of its own.
OBSERVED = [name for name in READS if name not in (ResourceEnum.USER, ResourceEnum.VEHICLE, ResourceEnum.TRAILER)]
POSITIONS, LOGS, SAFETY = ResourceEnum.VEHICLE_LOCATION, ResourceEnum.HOS_EVENT, ResourceEnum.DRIVER_SAFETY_EVENT


class SourceTransport:
    """Remembers which of the simulator's sources was asked."""

    def __init__(self, account: FakeAccount) -> None:
        self._inner = AiohttpTransport(account.http)
        self.source = ""

    async def send(self, request: Request) -> Response:
        self.source = request.url.split("?")[0].rsplit("/", 1)[1]
        return await self._inner.send(request)


@pytest.fixture
async def account() -> AsyncIterator[FakeAccount]:
    async with open_account("catena_simulator") as made:
        yield made


async def control(account: FakeAccount, path: str, **order: Any) -> Any:
    async with account.http.post(f"{account.url}/_control/{path}", json=order) as answer:
        assert answer.status in (200, 201), await answer.text()
        return await answer.json()


async def ledger(account: FakeAccount, source: str, part: Slice) -> list[Any]:
    query = {"resource": source, "arrived": "yes"}
    if part.start is not None:
        query["from"] = part.start.isoformat()
    async with account.http.get(f"{account.url}/_control/ledger", params=query) as answer:
        return [each["row"] for each in (await answer.json())["rows"]]


def plain(rows: Any) -> list[bytes]:
    return sorted(orjson.dumps(dict(row), option=orjson.OPT_SORT_KEYS) for row in rows)


@pytest.mark.parametrize("resource", OBSERVED)
async def test_what_is_read_is_the_ledger(account: FakeAccount, resource: ResourceEnum) -> None:
    part, names = whole_slice(account, resource), SourceTransport(account)
    found = await reading.collect(account.adapter(names), resource, part)
    assert found.skipped == []
    truth = await ledger(account, names.source, part)
    read = [record.source_data for record in found.records]
    if READS[resource].mode is FEED:
        # A feed begins with what arrived since, the ledger with what happened since.
        assert len(truth) - len(read) <= 2
        assert part.start is not None
        earlier = plain(row for row in read if row["time"] < part.start.isoformat())
        assert set(plain(read)) <= {*plain(truth), *earlier}
    else:
        assert plain(read) == plain(truth)
    is_dated = READS[resource].resource.kind is not ResourceKind.ENTITY
    assert not is_dated or all(record.occurred_at is not None for record in found.records)


async def test_a_feed_goes_on_where_it_was(account: FakeAccount) -> None:
    part = whole_slice(account, POSITIONS)
    first = await reading.collect(account.adapter(), POSITIONS, part)
    await control(account, "clock/advance", seconds=900)
    second = await reading.collect(account.adapter(), POSITIONS, Slice(state=first.state))
    whole = await reading.collect(account.adapter(), POSITIONS, part)
    assert second.by_id
    assert not first.by_id.keys() & second.by_id.keys()
    assert first.by_id | second.by_id == whole.by_id


async def test_held_positions_come_once_when_the_network_is_back(account: FakeAccount) -> None:
    part = Slice(start=account.now)
    await control(account, "bad-days", kind="late", minutes=10, delay_minutes=20)
    state, found = part.state, dict[str, Any]()
    for _ in range(4):
        await control(account, "clock/advance", seconds=600)
        read = await reading.collect(account.adapter(), POSITIONS, replace(part, state=state))
        assert not found.keys() & read.by_id.keys()
        found |= read.by_id
        state = read.state
    truth = await ledger(account, "positions", part)
    assert {row["id"] for row in truth} <= found.keys()


async def test_an_edited_log_is_read_as_the_provider_has_it(account: FakeAccount) -> None:
    part = whole_slice(account, LOGS)
    before = await reading.collect(account.adapter(), LOGS, part)
    await control(account, "bad-days", kind="edit", resource="logs", count=1, days=10)
    after = await reading.collect(account.adapter(), LOGS, part)
    gone, new = before.by_id.keys() - after.by_id.keys(), after.by_id.keys() - before.by_id.keys()
    assert (len(gone), len(new)) == (1, 1)
    assert plain(record.source_data for record in after.records) == plain(await ledger(account, "logs", part))


async def test_whole_lists_say_how_many_rows_they_have(account: FakeAccount) -> None:
    for resource in (name for name, read in READS.items() if read.mode is FULL):
        batches = [each async for each in reading.batches(account.adapter(), resource, Slice())]
        assert {each.total for each in batches} == {sum(len(each.records) for each in batches)}


async def test_a_list_that_ends_too_early_has_fewer_rows_than_its_total(account: FakeAccount) -> None:
    await control(account, "faults", kind="cap", rows=3, count=None)
    batches = [each async for each in reading.batches(account.adapter(), ResourceEnum.TRAILER, Slice())]
    assert sum(len(each.records) for each in batches) == 3
    assert batches[-1].total == 4


@pytest.mark.parametrize(("kind", "skipped"), [("garbage_row", 1), ("unknown_value", 1), ("duplicates", 0)])
async def test_a_bad_row_costs_no_other(account: FakeAccount, kind: str, skipped: int) -> None:
    part = whole_slice(account, SAFETY)
    honest = await reading.collect(account.adapter(), SAFETY, part)
    await control(account, "faults", kind=kind)
    worse = await reading.collect(account.adapter(), SAFETY, part)
    assert len(worse.skipped) == skipped
    assert len(worse.by_id) == len(honest.by_id) - (kind == "unknown_value")
    assert await reading.collect(account.adapter(), SAFETY, part) == honest


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ({"kind": "html"}, Malformed),
        ({"kind": "malformed"}, Malformed),
        ({"kind": "cut_answer"}, NoAnswer),
        ({"kind": "huge", "megabytes": 12}, AnswerTooLong),
        ({"kind": "expire_cursor"}, CursorLost),
        ({"kind": "throttle", "retry_after": 3}, RateLimited),
        ({"kind": "bad_auth"}, AuthFailed),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
async def test_each_bad_answer_is_its_own_error(
    account: FakeAccount, order: dict[str, Any], expected: type[ProviderError]
) -> None:
    first = await reading.collect(account.adapter(), POSITIONS, whole_slice(account, POSITIONS))
    await control(account, "faults", **order)
    with pytest.raises(expected) as caught:
        await reading.collect(account.adapter(), POSITIONS, Slice(state=first.state))
    assert type(caught.value) is expected
    # It was told so once: the feed goes on.
    again = await reading.collect(account.adapter(), POSITIONS, Slice(state=first.state))
    assert again.by_id == {}


def test_every_source_of_the_simulator_is_read() -> None:
    unread = {"stretches"}
    modes = {WINDOW: 0, FEED: 0, FULL: 0}
    for read in READS.values():
        modes[read.mode] += 1
    assert len(OBSERVED) == len(SOURCES) - len(unread)
    assert modes == {WINDOW: 12, FEED: 6, FULL: 7}
