"""Any change of a user, at every provider, over real HTTP: each field is kept, cleared or set as the field map
says, or the write is refused with the field named. Every field that was sent has exactly one outcome.

The providers are those of the registry, their fakes those that `tests/fakes/accounts.py` finds; nothing here knows one
of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, note, settings
from tests.fakes.accounts import FakeAccount, new_key, open_account, writers
from tests.strategies import bodies, writable

from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.registry import providers
from gladhand.integrations.operations.field_results import of_refusal, of_written
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.user import USER as USER_RESOURCE
from gladhand.resources.user import UserFields
from gladhand.sdk.errors import Rejected
from gladhand.sdk.field_map import REFUSE, FieldMap, FieldOutcome, Takes, Verb
from gladhand.sdk.field_rules import FieldRule
from gladhand.sdk.regions import region_code
from gladhand.sdk.writing import Written

assert USER_RESOURCE.create_model is not None
UserCreate = USER_RESOURCE.create_model
assert USER_RESOURCE.update_model is not None
UserUpdate = USER_RESOURCE.update_model

USER = ResourceEnum.USER
EVERYWHERE = pytest.mark.parametrize("source_name", writers(USER))

FIELDS = sorted(writable(UserUpdate))
#: What can be written of a user and is no field of the record.
FIELDS_BESIDE = sorted(writable(UserUpdate) - UserFields.model_fields.keys())
#: Fields that say the same of a user in other words, and so move together wherever a provider has one of them.
LINKED: Mapping[str, tuple[str, ...]] = {
    "is_active": ("status", "ended_at"),
    "status": ("is_active", "ended_at"),
    "ended_at": ("is_active", "status"),
    "is_driver": ("user_designation",),
    "user_designation": ("is_driver",),
    "phone_number": ("phone_country_code",),
    "phone_country_code": ("phone_number",),
}
FIELD_MAPS = tuple(
    write.field_map
    for provider in providers().values()
    if (write := provider.registration.writes.get(USER)) is not None
)
#: Absent, null or a value, each field by itself; mostly a few, now and then all of them.
changes = bodies(UserUpdate, max_size=1, field_maps=FIELD_MAPS) | bodies(UserUpdate, field_maps=FIELD_MAPS)
usual = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass
class ChangeOutcome:
    """What a write came to, and the rules by which the adapter judged it."""

    written: Written | None
    refusal: Rejected | None
    field_map: FieldMap | None
    shows: Collection[str]

    def rule(self, name: str) -> FieldRule | None:
        return self.field_map.rule(name) if self.field_map is not None else None


@EVERYWHERE
@usual
@given(body=changes)
async def test_an_update_keeps_clears_and_sets_as_the_field_map_says(source_name: str, body: dict[str, Any]) -> None:
    async with open_account(source_name) as account:
        made = await calls.create(account.adapter(), USER, full(account.dana), operation_key=new_key())
        before = await present(account, made.source_id)
        change = UserUpdate.model_validate({"connection_id": uuid4(), **body}).changes()
        outcome = await tried(account, change, made.source_id)
        after = await present(account, made.source_id)
        one_outcome_each(outcome, change)
        if outcome.refusal is not None:
            assert after == before, "a refused write has changed something"
            return
        told = outcomes(outcome, change)
        for name in before:
            is_kept = name not in change or told[name] in (FieldOutcome.NOT_SUPPORTED, FieldOutcome.UNCHANGED)
            # A driver who becomes an office user may have no place any more for what is a driver's.
            is_shown = name in outcome.shows and ("is_driver" not in change or isinstance(outcome.rule(name), Takes))
            if is_kept and is_shown and not shares_a_place(outcome, name, change):
                assert after[name] == before[name], f"{name} was to be kept and has changed"
        as_said(outcome, change, Verb.UPDATE, after)


@EVERYWHERE
@usual
@given(body=changes)
async def test_a_create_sets_what_the_field_map_says_and_makes_nothing_when_it_is_refused(
    source_name: str, body: dict[str, Any]
) -> None:
    async with open_account(source_name) as account:
        before = await everybody(account)
        change = full({**account.dana, **body})
        outcome = await tried(account, change, None)
        one_outcome_each(outcome, change)
        if outcome.written is None:
            assert await everybody(account) == before
            return
        assert await everybody(account) == before | {outcome.written.source_id}
        as_said(outcome, change, Verb.CREATE, await present(account, outcome.written.source_id))


def full(body: Mapping[str, Any]) -> dict[str, Any]:
    return UserCreate.model_validate({"connection_id": uuid4(), **body}).changes()


async def tried(account: FakeAccount, change: dict[str, Any], source_id: str | None) -> ChangeOutcome:
    note(f"change: {change}")
    adapter = account.adapter()
    written = refusal = None
    prepared = None
    try:
        if source_id is None:
            written = await calls.create(adapter, USER, change, operation_key=new_key())
        else:
            written = await calls.update(adapter, USER, source_id, change)
        prepared = written.prepared
    except Rejected as error:
        refusal, prepared = error, error.prepared
    shows = reading.read_of(adapter, USER).shows
    field_map = None if prepared is None else prepared.field_map
    assert field_map is None or isinstance(field_map, FieldMap)
    return ChangeOutcome(written, refusal, field_map, shows)


async def present(account: FakeAccount, source_id: str) -> dict[str, Any]:
    """Everything that the provider shows of the user, in our words."""
    found = await calls.get(account.adapter(), USER, source_id)
    assert found is not None
    return found.fields.stored() | dict.fromkeys(FIELDS_BESIDE) | dict(found.extras or {})


async def everybody(account: FakeAccount) -> set[str]:
    return set((await reading.collect(account.adapter(), USER)).by_id)


def one_outcome_each(outcome: ChangeOutcome, change: Mapping[str, Any]) -> None:
    if outcome.refusal is not None:
        results = of_refusal(outcome.refusal, change)
        # Only the provider's own refusals may leave open which field it was.
        assert outcome.refusal.fields or outcome.refusal.status_code is not None, str(outcome.refusal)
        # What is missing beside a field that was sent is named, too.
        assert outcome.refusal.fields.keys() <= {*FIELDS}
        assert all(outcome.refusal.fields.values()), "refused without a reason"
    else:
        assert outcome.written is not None
        results = of_written(outcome.written, change)
        assert [each["field"] for each in results] == list(change)
    fields = [each["field"] for each in results]
    assert len(set(fields)) == len(fields)
    assert set(change) <= set(fields) or not fields
    assert all(each["detail"] for each in results if each["outcome"] in ("not_supported", "rejected"))


def outcomes(outcome: ChangeOutcome, change: Mapping[str, Any]) -> dict[str, str | None]:
    assert outcome.written is not None
    return {str(each["field"]): each["outcome"] for each in of_written(outcome.written, change)}


def as_said(outcome: ChangeOutcome, change: Mapping[str, Any], verb: Verb, after: Mapping[str, Any]) -> None:
    """Every field of a write that was carried out is as the field map has it."""
    told = outcomes(outcome, change)
    for name, value in change.items():
        rule = outcome.rule(name)
        if rule is None:
            continue
        if told[name] in (FieldOutcome.NOT_SUPPORTED, FieldOutcome.UNCHANGED):
            # Left as it was, with a reason, or because it is so already: the test of updates compares.
            continue
        assert isinstance(rule, Takes), f"{name} has no place"
        assert not impossible(rule, value, verb), f"{name} should have been refused"
        is_alone = name in outcome.shows and not shares_a_place(outcome, name, change)
        if value is None:
            assert verb is Verb.UPDATE, f"{name} has nothing to be cleared"
            if is_alone and rule.clear in (None, "", False):
                assert after.get(name) in (None, "", False), f"{name} was to be cleared"
        elif told[name] == FieldOutcome.SHORTENED:
            assert str(value).startswith(str(after.get(name))), name
        elif is_alone:
            assert alike(rule, after.get(name), value), f"{name}: {value!r} was set, {after.get(name)!r} is there"


def impossible(rule: Takes, value: Any, verb: Verb) -> bool:
    """Whether the rule alone forbids this."""
    if value is None:
        return verb is Verb.UPDATE and (rule.required or rule.clear is REFUSE)
    choices, max_length = rule.choices, rule.max_length
    if verb not in rule.verbs or (choices and value not in choices.values and not choices.leave_out_others):
        return True
    too_long = max_length is not None and isinstance(value, str) and len(value) > max_length.limit
    is_cut = max_length is not None and max_length.cut
    is_alone = len(rule.steps) == 1
    return (choices is not None and value in choices.uncertain) or (too_long and not is_cut and is_alone)


def shares_a_place(outcome: ChangeOutcome, name: str, change: Mapping[str, Any]) -> bool:
    """Whether the provider keeps the field where it keeps another one that changes too."""
    paths = {each: outcome.field_map.path(each) if outcome.field_map is not None else "" for each in FIELDS}
    mine = {name, *LINKED.get(name, ())}
    places = {paths[each] for each in mine if paths.get(each)}
    return any(each in mine or paths.get(each) in places for each in change if each != name)


def alike(rule: Takes, shown: Any, sent: Any) -> bool:
    """The same value, however the provider spells it: a number with its calling code, one zone for several of ours."""
    there, wanted = str(shown or ""), str(getattr(sent, "value", sent))
    if shown == sent or there.casefold() == wanted.casefold() or region_code(there) == region_code(wanted):
        return True
    digits = sorted(("".join(filter(str.isdigit, each)) for each in (there, wanted)), key=len)
    if digits[0] and digits[1].endswith(digits[0]):
        return True
    # What several of ours become may be read as another of them, or as none.
    choices = rule.choices
    return choices is not None and (shown is None or choices.values.get(shown) == choices.values[sent])
