"""Any change of a driver at Samsara: it is refused and nothing moves, or it is taken and nothing else moves."""

from collections.abc import Awaitable
from typing import Any

from hypothesis import given, settings
from tests.integration.providers.samsara_bench import USER, SamsaraBench, benches, change, dana
from tests.strategies import bodies

from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.user import USER as USER_RESOURCE
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.writing import Written

assert USER_RESOURCE.update_model is not None
UserUpdate = USER_RESOURCE.update_model

FIELD_MAP = providers()["samsara"].registration.writes[USER].field_map
FLAGS = {"eldBigDayExemptionEnabled", "waitingTimeDutyStatusEnabled"}
ALWAYS = {"updatedAtTime", "isDeactivated"}

changes = bodies(UserUpdate, max_size=6, field_maps=(FIELD_MAP,)).filter(bool)
quick = settings(max_examples=60, deadline=None)


async def outcome(write: Awaitable[Written]) -> Written | Rejected:
    try:
        return await write
    except Rejected as refusal:
        return refusal


def moved(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} - ALWAYS


def may_move(body: dict[str, Any]) -> set[str]:
    named = {FIELD_MAP.path(name).split(".")[0] for name in body}
    return named | (FLAGS if "hos_ruleset_code" in body else set())


def only(bench: SamsaraBench) -> dict[str, Any]:
    (driver,) = bench.fake.organization.drivers
    return driver


@quick
@given(body=changes)
async def test_an_update_is_refused_or_taken_and_says_so_field_by_field(body: dict[str, Any]) -> None:
    async with benches() as bench:
        made = await calls.create(
            bench.adapter(), USER, dana(notes="x", phone_number="1", employee_number="E"), operation_key="key-1"
        )
        before, writes = dict(only(bench)), bench.writes()
        written = await outcome(calls.update(bench.adapter(), USER, made.source_id, change(**body)))
        if isinstance(written, Rejected):
            assert written.fields.keys() <= body.keys()
            assert only(bench) == before
            # Either it was refused here, with the fields, or there, with the status.
            assert bool(written.fields) is (written.status_code is None)
            assert bool(written.fields) is (bench.writes() == writes)
            return
        assert written.outcomes.keys() == body.keys()
        assert all(
            written.details[name] for name, note in written.outcomes.items() if note is FieldOutcome.NOT_SUPPORTED
        )
        assert moved(before, only(bench)) <= may_move(body)
        if bench.writes() == writes:
            assert set(written.outcomes.values()) <= {FieldOutcome.UNCHANGED, FieldOutcome.NOT_SUPPORTED}
        # The same once more changes nothing more.
        settled = dict(only(bench))
        again = await calls.update(bench.adapter(), USER, made.source_id, change(**body))
        assert moved(settled, only(bench)) == set()
        assert again.outcomes == written.outcomes


@quick
@given(body=changes)
async def test_a_create_is_refused_or_made_once_and_says_so_field_by_field(body: dict[str, Any]) -> None:
    async with benches() as bench:
        wanted = {"username": "dana.example", "first_name": "Dana", "last_name": "Example", **body}
        written = await outcome(calls.create(bench.adapter(), USER, change(**wanted), operation_key="key-1"))
        if isinstance(written, Rejected):
            assert bench.fake.organization.drivers == []
            # An office user cannot be without an e-mail, whether it was sent or not.
            assert written.fields.keys() <= {*wanted, "user_email"}
            assert bool(written.fields) is (written.status_code is None)
            return
        assert written.outcomes.keys() == wanted.keys()
        # A driver has nothing yet that could be cleared.
        for name in (name for name, value in wanted.items() if value is None):
            assert written.outcomes[name] in (FieldOutcome.UNCHANGED, FieldOutcome.NOT_SUPPORTED)
        again = await calls.create(bench.adapter(), USER, change(**wanted), operation_key="key-1")
        assert again.source_id == written.source_id == f"driver:{only(bench)['id']}"
