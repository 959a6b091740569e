"""Any change of a Geotab user: it is refused before a write leaves, or Geotab takes it and nothing else moves."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from tests.fakes.accounts import new_key
from tests.fakes.geotab import GeotabFake
from tests.fakes.serving import serve
from tests.integration.providers.geotab_bench import DANA, GeotabBench, change
from tests.strategies import bodies

from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.registry import providers
from gladhand.resources.enums import HosRulesetCodeEnum, ResourceEnum
from gladhand.resources.user import USER as USER_RESOURCE
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import FieldOutcome
from gladhand.sdk.writing import Written

assert USER_RESOURCE.update_model is not None
UserUpdate = USER_RESOURCE.update_model

USER = ResourceEnum.USER
FIELD_MAP = providers()["geotab"].registration.writes[USER].field_map
WRITES = {"Add User", "Set User", "Add UserHosRuleSet"}
LICENSE = {"licenseNumber", "licenseProvince"}
# Driving brings keys of its own, and leaving it takes them away.
WITH_DRIVING = {"driverGroups", "keys", "viewDriversOwnDataOnly", *LICENSE}

changes = bodies(UserUpdate, max_size=6, field_maps=(FIELD_MAP,)).filter(bool)
quick = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


async def outcome(write: Awaitable[Written]) -> Written | Rejected:
    try:
        return await write
    except Rejected as refusal:
        return refusal


def untouched(before: dict[str, Any], after: dict[str, Any], body: dict[str, Any]) -> bool:
    """Whether everything that the change does not speak of is as it was."""
    named = {FIELD_MAP.path(name) for name in body} | {"version"}
    if "UserHosRuleSet" in named:
        named.add("hosRuleSet")
    if "is_driver" in body:
        named |= WITH_DRIVING
    return all(before.get(key) == after.get(key) for key in before.keys() | after.keys() if key not in named)


@quick
@given(body=changes)
async def test_an_update_is_refused_unsent_or_taken_whole(body: dict[str, Any]) -> None:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        bench = GeotabBench(fake, http)
        everything: dict[str, Any] = {"notes": "x", "phone_number": "1", "phone_country_code": "+1"}
        made = await calls.create(bench.adapter(), USER, change(**DANA, **everything), operation_key=new_key())
        before = bench.user(made.source_id)
        fake.seen.clear()
        written = await outcome(calls.update(bench.adapter(), USER, made.source_id, change(**body)))
        if isinstance(written, Rejected):
            assert written.fields
            assert written.fields.keys() <= {*body, "license_region", "license_number"}
            assert not WRITES & set(fake.calls)
            assert bench.user(made.source_id) == before
            return
        assert written.outcomes.keys() == body.keys()
        assert all(
            written.details[name] for name, note in written.outcomes.items() if note is FieldOutcome.NOT_SUPPORTED
        )
        assert untouched(before, bench.user(made.source_id), body)
        if not WRITES & set(fake.calls):
            assert set(written.outcomes.values()) <= {FieldOutcome.UNCHANGED, FieldOutcome.NOT_SUPPORTED}
        # Once more, and there is nothing left to do.
        fake.seen.clear()
        again = await calls.update(bench.adapter(), USER, made.source_id, change(**body))
        assert not WRITES & set(fake.calls)
        assert FieldOutcome.APPLIED not in again.outcomes.values()


@quick
@given(body=changes)
async def test_a_create_is_refused_unsent_or_taken_whole(body: dict[str, Any]) -> None:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        bench = GeotabBench(fake, http)
        wanted = {**DANA, **body}
        written = await outcome(calls.create(bench.adapter(), USER, change(**wanted), operation_key=new_key()))
        if isinstance(written, Rejected):
            assert written.fields
            assert fake.seen == []
            return
        assert written.outcomes.keys() == wanted.keys() - ({"username"} if wanted["username"] is None else set())
        assert written.record.source_id in fake.database.users
        missing = [name for name, value in body.items() if value is None and name in written.outcomes]
        assert all(written.outcomes[name] in (FieldOutcome.UNCHANGED, FieldOutcome.NOT_SUPPORTED) for name in missing)


@pytest.mark.parametrize("code", [each.value for each in HosRulesetCodeEnum])
async def test_every_ruleset_is_written_as_geotab_spells_it_or_refused(code: str) -> None:
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        bench = GeotabBench(fake, http)
        wanted = change(**DANA, hos_ruleset_code=code)
        written = await outcome(calls.create(bench.adapter(), USER, wanted, operation_key=new_key()))
        if isinstance(written, Rejected):
            assert list(written.fields) == ["hos_ruleset_code"]
            return
        assert written.outcomes["hos_ruleset_code"] is FieldOutcome.APPLIED
        read = written.record.fields.stored()["hos_ruleset_code"]
        assert read == (None if code == "US_INT_NOHOS_7" else code)


async def test_a_driver_ends_no_earlier_than_they_begin(stop_clock: Callable[[datetime], None]) -> None:
    """The clock that has accepted the create may be ahead of the worker's."""
    stop_clock(datetime.now(UTC) - timedelta(minutes=1))
    async with serve(GeotabFake()) as fake, aiohttp.ClientSession() as http:
        bench = GeotabBench(fake, http)
        made = await calls.create(bench.adapter(), USER, change(**DANA, status="INACTIVE"), operation_key=new_key())
        assert made.outcomes["status"] is FieldOutcome.APPLIED
        wanted = change(**{**DANA, "username": "dana.2"})
        active = await calls.create(bench.adapter(), USER, wanted, operation_key=new_key())
        ended = await calls.update(bench.adapter(), USER, active.source_id, change(status="INACTIVE"))
        assert ended.outcomes["status"] is FieldOutcome.APPLIED
