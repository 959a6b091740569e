"""Reads and writes Geotab's users: whole entities, and a second write for rulesets.

Geotab has no external id that could mark what a create made. It does keep `activeFrom` as sent, so the hub sets it to
the moment at which it accepted the create, to the millisecond. A user of the same name who is active since exactly that
moment comes from this create; any other user of that name does not.
"""

from collections.abc import AsyncIterator
from typing import Final

from gladhand.providers.geotab import rpc
from gladhand.providers.geotab.api import GeotabApi
from gladhand.providers.geotab.plans import Plan
from gladhand.providers.geotab.rpc import RpcFault
from gladhand.providers.geotab.user_mapping import NO_RULESET, USERS, moment, to_user, wire
from gladhand.providers.geotab.user_plans import UNREAD, changed_user, new_user, password_for, with_login
from gladhand.resources.base import Change
from gladhand.resources.user import UserFields
from gladhand.sdk import clock
from gladhand.sdk.errors import NoAnswer, ProviderError, RateLimited, Rejected
from gladhand.sdk.field_map import FieldOutcome, Verb
from gladhand.sdk.keys import accepted_at
from gladhand.sdk.reading import Batch, Slice, batch_of
from gladhand.sdk.records import Record
from gladhand.sdk.rows import Row
from gladhand.sdk.writing import Written

FIELD_MAP: Final = USERS
SHOWS: Final = (
    "username",
    "user_email",
    "first_name",
    "last_name",
    "is_driver",
    "is_active",
    "status",
    "user_designation",
    "employee_number",
    "phone_number",
    "phone_country_code",
    "country_code",
    "license_number",
    "license_region",
    "carrier_number",
    "notes",
    "hos_ruleset_code",
    "allow_yard_move",
    "allow_personal_conveyance",
    "allow_adverse_driving",
    "default_time_zone",
    "started_at",
    "ended_at",
    "company_groups",
    "security_groups",
    "last_tsp_login",
)
_RULESET_FIELDS = ("hos_ruleset_code", "hos_compliance_type")


class _ThrottledHalfway(RateLimited):
    """Geotab throttled the second of two writes."""

    may_have_arrived = True


async def read(geotab: GeotabApi, part: Slice) -> AsyncIterator[Batch[UserFields]]:
    async for found in geotab.pages("User", part):
        yield batch_of(found, to_user, state={"offset": found[-1]["id"]})
    if not part.state:
        # Of a walk that is gone on with, nothing counts as gone.
        yield Batch(total=await geotab.count_of("User"))


async def get(geotab: GeotabApi, source_id: str) -> Record[UserFields] | None:
    user = await geotab.find_one("User", {"id": source_id})
    return to_user(user) if user else None


async def find(geotab: GeotabApi, change: Change, *, operation_key: str | None) -> Record[UserFields] | None:
    """Find the user, and write its ruleset if the create stopped before that."""
    login = with_login(change).get("username")
    if login is None:
        return None
    if operation_key is None:
        user = await _named(geotab, login)
        return to_user(user) if user else None
    user = await _made_by(geotab, login, operation_key)
    if user is None:
        return None
    plan = _new(geotab, change, operation_key)
    return (await _finished(geotab, user["id"], plan, user.get("hosRuleSet"), since=user["activeFrom"])).record


async def create(geotab: GeotabApi, change: Change, *, operation_key: str) -> Written[UserFields]:
    plan = _new(geotab, change, operation_key)
    login, since = plan.entity["name"], plan.entity["activeFrom"]
    answer = await geotab.call(
        "Add",
        "User",
        entity={**plan.entity, "password": geotab.client.hide(password_for(plan))},
        planned={"result": "…"} if plan.ruleset else None,
        tolerated=lambda fault: fault.type == rpc.DUPLICATE_USER,
    )
    if not isinstance(answer, RpcFault):
        return await _finished(geotab, answer, plan, NO_RULESET, since=since)
    # An earlier attempt, whose answer was lost, may have created the user.
    user = await _made_by(geotab, login, operation_key)
    if user is None:
        raise Rejected(answer.text, fields={"username": answer.text}, status_code=answer.error.status_code)
    return await _finished(geotab, user["id"], plan, user.get("hosRuleSet"), since=since)


async def update(geotab: GeotabApi, source_id: str, change: Change) -> Written[UserFields]:
    unread = {"result": [{**UNREAD, "id": source_id}]}
    current = await geotab.find_one("User", {"id": source_id}, planned=unread)
    if current is None:
        raise Rejected("Geotab has no such user.")
    now = clock.now()
    plan = changed_user(geotab.prepare(FIELD_MAP, change, Verb.UPDATE), current, geotab.options, now=now)
    if plan.is_needed:
        more = {"result": None} if plan.ruleset else None
        answer = await geotab.call(
            "Set",
            "User",
            entity=plan.entity,
            planned=more,
            tolerated=lambda fault: fault.type == rpc.DUPLICATE_USER,
        )
        if isinstance(answer, RpcFault):
            raise Rejected(answer.text, fields={"username": answer.text}, status_code=answer.error.status_code)
    elif plan.ruleset is None:
        return Written(record=to_user(current), prepared=plan.prepared)
    return await _finished(geotab, source_id, plan, current.get("hosRuleSet"), since=wire(now))


def _new(geotab: GeotabApi, change: Change, operation_key: str) -> Plan:
    now = clock.now()
    prepared = geotab.prepare(FIELD_MAP, with_login(change), Verb.CREATE)
    return new_user(prepared, change, geotab.options, since=accepted_at(operation_key) or now, now=now)


async def _finished(geotab: GeotabApi, user_id: str, plan: Plan, has: str | None, *, since: str) -> Written[UserFields]:
    """The second half of a write. An error here must not look as if nothing had been written."""
    try:
        return await _with_ruleset(geotab, user_id, plan, has, since=since)
    except ProviderError as error:
        if error.may_have_arrived:
            raise
        detail = f"Geotab has the user, and the rest is still to be done: {error.full_text}"
        if isinstance(error, RateLimited):
            raise _ThrottledHalfway(
                detail, retry_after=error.retry_after, status_code=error.status_code, headers=error.headers
            ) from error
        # The next attempt starts with a read, and notices that the sign-in no longer works.
        raise NoAnswer(detail, status_code=error.status_code, headers=error.headers) from error


async def _with_ruleset(
    geotab: GeotabApi, user_id: str, plan: Plan, has: str | None, *, since: str
) -> Written[UserFields]:
    """Write the ruleset, which is a separate request, and read the user back."""
    if plan.ruleset is not None and plan.ruleset != (has or NO_RULESET):
        ruleset = {"dateTime": since, "user": {"id": user_id}, "hosRuleSet": {"id": f"HosRuleSet{plan.ruleset}"}}
        refused = await geotab.call(
            "Add",
            "UserHosRuleSet",
            entity=ruleset,
            # The user is already written, so the whole write has not failed: the outcome names the part that has.
            tolerated=lambda fault: isinstance(fault.error, Rejected),
        )
        if isinstance(refused, RpcFault):
            for name in _RULESET_FIELDS:
                plan.settle(name, FieldOutcome.REJECTED, refused.text)
    user = await geotab.find_one("User", {"id": user_id})
    if user is None:
        raise Rejected("Geotab has the user no more.")
    return Written(record=to_user(user), prepared=plan.prepared)


async def _made_by(geotab: GeotabApi, login: str, operation_key: str) -> Row | None:
    """The user of this name, if this create made it."""
    accepted = accepted_at(operation_key)
    user = await _named(geotab, login)
    if user is None or accepted is None:
        return None
    since = moment(user.get("activeFrom"))
    # Also accept a server that keeps whole seconds only.
    return user if since in (accepted, accepted.replace(microsecond=0)) else None


async def _named(geotab: GeotabApi, login: str) -> Row | None:
    # A per cent sign is a wildcard in searches, so compare the results; case does not count.
    found = await geotab.search("User", {"name": login})
    return next((user for user in found if user.get("name", "").casefold() == login.casefold()), None)
