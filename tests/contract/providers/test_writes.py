"""Every write of every provider, against the provider's fake: one test per promise, found by walking the registry."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from tests.fakes.accounts import FakeAccount, new_key, open_account, whole_slice, writes
from tests.fakes.filling import create_change, update_change
from tests.fakes.networks import Failing, LosingAnswers

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.reading import Collected
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.enums import ResourceEnum
from gladhand.sdk.errors import (
    Malformed,
    NoAnswer,
    OutcomeUnknown,
    ProviderError,
    RateLimited,
    ServerFailed,
    Unavailable,
)
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.http import Response
from gladhand.sdk.records import Record


def _each(verb: str) -> list[ParameterSet]:
    """The writes of all providers that have this verb."""
    found = []
    for each in writes():
        source_name, resource = each.values
        if getattr(providers()[str(source_name)].can(ResourceEnum(str(resource))), verb):
            found.append(each)
    return found


CREATES = pytest.mark.parametrize(("source_name", "resource"), _each("create"))
UPDATES = pytest.mark.parametrize(("source_name", "resource"), _each("update"))
_MOMENT = timedelta(seconds=1)
#: Fields that every provider with this resource lets change.
CHANGES: Mapping[ResourceEnum, Mapping[str, Any]] = {
    ResourceEnum.USER: {"last_name": "Muster"},
    ResourceEnum.VEHICLE: {"license_plate_number": "B-GH 77"},
    ResourceEnum.TRAILER: {"vin": "1XKAD49X0EXAMPLE1"},
}


async def one(account: FakeAccount, resource: ResourceEnum) -> Record:
    """A record that can be changed: a new one, or one that the provider has already."""
    if providers()[account.source_name].can(resource).create:
        change = create_change(account, resource, 1)
        return (await calls.create(account.adapter(), resource, change, operation_key=new_key())).record
    return (await reading.collect(account.adapter(), resource)).records[0]


async def listed_now(account: FakeAccount, resource: ResourceEnum) -> Collected:
    """Everything that the provider has, with what was written at this moment."""
    part = whole_slice(account, resource)
    return await reading.collect(account.adapter(), resource, replace(part, end=part.end and part.end + _MOMENT))


@CREATES
async def test_a_create_is_found_by_its_key_and_by_its_id_and_in_the_list(
    source_name: str, resource: ResourceEnum
) -> None:
    async with open_account(source_name) as account:
        change, key = create_change(account, resource, 1), new_key()
        written = await calls.create(account.adapter(), resource, change, operation_key=key)
        can = providers()[source_name].can(resource)
        if can.get:
            assert await calls.get(account.adapter(), resource, written.source_id) == written.record
        if can.read:
            listed = await listed_now(account, resource)
            assert listed.by_id[written.source_id] == written.record
        if not can.find:
            with pytest.raises(OutcomeUnknown):
                await calls.find(account.adapter(), resource, change, operation_key=key)
            return
        assert await calls.find(account.adapter(), resource, change, operation_key=key) == written.record
        other = create_change(account, resource, 2)
        assert await calls.find(account.adapter(), resource, other, operation_key=new_key()) is None


@CREATES
async def test_a_create_whose_answer_is_lost_is_found_and_never_made_twice(
    source_name: str, resource: ResourceEnum
) -> None:
    async with open_account(source_name) as account:
        can = providers()[source_name].can(resource)
        change, key = create_change(account, resource, 1), new_key()
        before = await listed_now(account, resource) if can.read else Collected()
        network = LosingAnswers(AiohttpTransport(account.http))
        with pytest.raises(NoAnswer) as caught:
            await calls.create(account.adapter(network), resource, change, operation_key=key)
        assert caught.value.may_have_arrived
        if not can.find:
            # The hub gives up instead of sending it again.
            with pytest.raises(OutcomeUnknown) as unknown:
                await calls.find(account.adapter(), resource, change, operation_key=key)
            assert not unknown.value.retryable
            return
        found = await calls.find(account.adapter(), resource, change, operation_key=key)
        assert found is not None
        if can.read:
            after = await listed_now(account, resource)
            assert after.by_id.keys() - before.by_id.keys() == {found.source_id}


@UPDATES
async def test_an_update_is_shown_and_changes_nothing_when_it_is_sent_again(
    source_name: str, resource: ResourceEnum
) -> None:
    async with open_account(source_name) as account:
        record = await one(account, resource)
        change = update_change(resource, **CHANGES[resource])
        written = await calls.update(account.adapter(), resource, record.source_id, change)
        assert set(written.outcomes.values()) == {FieldOutcome.APPLIED}
        assert {name: written.record.fields.stored()[name] for name in change} == change
        again = await calls.update(account.adapter(), resource, record.source_id, change)
        assert again.outcomes.keys() == change.keys()
        assert again.record.fields == written.record.fields


@pytest.mark.parametrize(
    ("outcome", "error_class"),
    [
        (Unavailable, Unavailable),
        (NoAnswer, NoAnswer),
        (Response(status=503, body=b"upstream connect error"), ServerFailed),
        (Response(status=429, headers={"Retry-After": "7"}), RateLimited),
        (Response(status=200, body=b"<html>"), Malformed),
    ],
    ids=["away", "cut", "failed", "throttled", "html"],
)
@UPDATES
async def test_a_failure_ends_as_its_class_says(
    source_name: str, resource: ResourceEnum, outcome: Response | type[ProviderError], error_class: type[ProviderError]
) -> None:
    async with open_account(source_name) as account:
        record = await one(account, resource)
        change = update_change(resource, **CHANGES[resource])
        failing = Failing(AiohttpTransport(account.http), outcome)
        with pytest.raises(error_class) as caught:
            await calls.update(account.adapter(failing), resource, record.source_id, change)
        assert type(caught.value) is error_class
        assert getattr(caught.value, "retry_after", 7) == 7
        assert caught.value.retryable
        # The next attempt is carried out.
        written = await calls.update(account.adapter(), resource, record.source_id, change)
        assert {name: written.record.fields.stored()[name] for name in change} == change
