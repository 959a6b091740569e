"""Every operation of the contract with everything that can be wrong, made from the contract.

The answer is the contract's error, in the body that the contract declares, and no row of the database has changed.
The contract limits few texts; whatever has no limit of its own ends at that of a body (`test_bad_input.py`).
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from psycopg import sql
from tests.conftest import Api, HubAnswer
from tests.contract.calls import Endpoint, endpoints
from tests.contract.documents import contract_operations
from tests.contract.facts import Place
from tests.contract.samples import valid_body, wrong_bodies, wrong_queries
from tests.contract.snapshots import changed, snapshot
from tests.contract.strict import faults
from tests.contract.world import ADMIN, FLEET, PARTNER, Builder, ContractWorld, Party

from gladhand.auth import scopes
from gladhand.core.db import Database

_AGREEMENTS, _FLEETS, _PARTNERS = "/v2/orgs/share-agreements", "/v2/orgs/fleets", "/v2/orgs/partners"
_TSPS, _INVITATIONS, _EXTERNAL = "/v2/orgs/tsps", "/v2/orgs/invitations", "/v2/orgs/external-tsps"
_CONNECTIONS = "/v2/integrations/connections"
_HELD = {PARTNER: scopes.PARTNER, FLEET: scopes.FLEET, ADMIN: scopes.ADMIN}
#: Who may call what, from the notes of the contract. All others go by their scopes.
_ROLES: dict[Place, tuple[str, ...]] = {
    ("GET", _FLEETS): (PARTNER,),
    ("GET", f"{_FLEETS}/{{}}"): (PARTNER, FLEET),
    ("PATCH", f"{_FLEETS}/{{}}"): (FLEET,),
    ("DELETE", f"{_FLEETS}/{{}}"): (FLEET,),
    ("GET", f"{_FLEETS}/{{}}/properties"): (PARTNER, FLEET),
    ("POST", f"{_FLEETS}/{{}}/properties"): (FLEET,),
    ("DELETE", f"{_FLEETS}/{{}}/properties/{{}}"): (FLEET,),
    ("GET", _PARTNERS): (PARTNER, FLEET, ADMIN),
    ("POST", _PARTNERS): (ADMIN,),
    ("GET", f"{_PARTNERS}/{{}}"): (PARTNER, FLEET, ADMIN),
    ("PATCH", f"{_PARTNERS}/{{}}"): (PARTNER, ADMIN),
    ("DELETE", f"{_PARTNERS}/{{}}"): (ADMIN,),
    ("GET", f"{_PARTNERS}/{{}}/properties"): (ADMIN,),
    ("POST", f"{_PARTNERS}/{{}}/properties"): (ADMIN,),
    ("DELETE", f"{_PARTNERS}/{{}}/properties/{{}}"): (ADMIN,),
    ("POST", _TSPS): (ADMIN,),
    ("PATCH", f"{_TSPS}/{{}}"): (ADMIN,),
    ("DELETE", f"{_TSPS}/{{}}"): (ADMIN,),
    ("GET", _INVITATIONS): (PARTNER,),
    ("POST", _INVITATIONS): (PARTNER,),
    ("DELETE", f"{_INVITATIONS}/{{}}"): (PARTNER,),
    ("GET", _AGREEMENTS): (PARTNER, FLEET),
    ("GET", f"{_AGREEMENTS}/{{}}"): (PARTNER, FLEET, ADMIN),
    ("PATCH", f"{_AGREEMENTS}/{{}}"): (FLEET, ADMIN),
    ("DELETE", f"{_AGREEMENTS}/{{}}"): (FLEET, ADMIN),
    ("POST", f"{_AGREEMENTS}/backfill"): (ADMIN,),
    ("POST", f"{_AGREEMENTS}/{{}}/pause"): (PARTNER, FLEET, ADMIN),
    ("POST", f"{_AGREEMENTS}/{{}}/activate"): (PARTNER, FLEET, ADMIN),
    ("POST", f"{_AGREEMENTS}/{{}}/cancel"): (PARTNER, FLEET, ADMIN),
    ("GET", _EXTERNAL): (PARTNER, FLEET, ADMIN),
    ("GET", f"{_EXTERNAL}/integration-requests"): (PARTNER,),
    ("POST", f"{_EXTERNAL}/{{}}/request-integration"): (FLEET,),
    ("GET", _CONNECTIONS): (PARTNER, FLEET),
    ("POST", _CONNECTIONS): (FLEET,),
    ("GET", f"{_CONNECTIONS}/{{}}"): (PARTNER, FLEET),
    ("PATCH", f"{_CONNECTIONS}/{{}}"): (FLEET,),
    ("DELETE", f"{_CONNECTIONS}/{{}}"): (FLEET,),
    ("POST", "/v2/integrations/connection-pre-auths"): (FLEET,),
    ("GET", f"{_CONNECTIONS}/resource-operations"): (PARTNER,),
    ("GET", f"{_CONNECTIONS}/{{}}/resource-operations/{{}}"): (PARTNER,),
}
# Records and subscriptions are a partner's: the operator has the scopes, and nothing to read.
_PARTNERS_ALONE = ("/v2/telematics/", "/v2/notifications/webhooks")
# What an agreement opens to a partner, by the name of the path parameter.
_OF_FLEETS = (
    *("fleet_id", "connection_id", "schedule_id"),
    *("user_id", "vehicle_id", "trailer_id", "hos_event_id", "dvir_log_id"),
)
# What the partner has itself said and done stays its own: whom it has invited, agreed with and written to.
_STAY = {
    ("GET", _INVITATIONS),
    ("GET", _AGREEMENTS),
    ("GET", f"{_CONNECTIONS}/resource-operations"),
    ("GET", f"{_CONNECTIONS}/{{}}/resource-operations/{{}}"),
}
# Who has nothing to look at in a list has nothing to be refused.
_SHOWN_TO_ALL = {"tsp_id", "ext_tsp_id", "event_name", "version"}
pytestmark = pytest.mark.asyncio(loop_scope="module")


def filled(endpoint: Endpoint, ids: dict[str, str]) -> str:
    path = endpoint.path
    for name in endpoint.parameters:
        path = path.replace(f"{{{name}}}", ids[name])
    return path


def ids_of(endpoint: Endpoint, party: Party) -> dict[str, str]:
    kind = endpoint.path.split("/")[3].removesuffix("s")
    return party.ids | {"property_id": party.property_ids.get(kind, "")}


def refused(endpoint: Endpoint, answer: HubAnswer, *statuses: int) -> None:
    """The status, and the body that the contract declares for it."""
    assert answer.status in statuses, answer.body
    assert faults(endpoint.service, endpoint.method, endpoint.path, answer.status, answer.body) == []


@pytest.mark.parametrize("place", sorted(endpoints()), ids=" ".join)
async def test_what_is_wrong_is_refused_and_changes_nothing(
    world: ContractWorld, opened: Database, place: Place
) -> None:
    endpoint = endpoints()[place]
    operation = contract_operations(endpoint.service)[place]
    ids = ids_of(endpoint, world.own)
    own, body, query = filled(endpoint, ids), valid_body(operation), required_query(endpoint)
    before = await snapshot(opened)

    async def send(who: Api, to: str = own, sent: Any = body, **more: str) -> HubAnswer:
        return await who.request(endpoint.method, to, json=sent, params=query | more or None)

    roles = roles_of(place, endpoint)
    assert endpoint.needs_token == bool(roles)
    if roles:
        refused(endpoint, await send(world.anyone), 401)
        refused(endpoint, await send(world.anyone.with_token("none")), 401)
        for other in world.callers.keys() - set(roles):
            refused(endpoint, await send(world.callers[other]), 403)
    for role in roles or (None,):
        who = world.callers[role] if role else world.anyone
        for name in endpoint.parameters:
            await _refuses_ids(world, endpoint, role, name, send)
        for wrong in wrong_bodies(operation):
            answer = await send(who, own, wrong)
            assert (answer.status, wrong) == (422, wrong), answer.body
            refused(endpoint, answer, 422)
            assert answer.body["detail"]
        for name, value, status in wrong_queries(operation):
            refused(endpoint, await send(who, **{name: value}), status)
    assert changed(before, await snapshot(opened)) == []


async def _refuses_ids(
    world: ContractWorld, endpoint: Endpoint, role: str | None, name: str, send: Callable[..., Awaitable[HubAnswer]]
) -> None:
    who = world.callers[role] if role else world.anyone
    ids = ids_of(endpoint, world.own)
    missing = await send(who, filled(endpoint, ids | {name: str(uuid4())}))
    refused(endpoint, missing, 404)
    # The operator has everybody's, and who has the link has the invitation.
    if role != ADMIN and name not in _SHOWN_TO_ALL and (role or name != "invitation_id"):
        foreign = await send(who, filled(endpoint, ids | {name: ids_of(endpoint, world.foreign)[name]}))
        assert (foreign.status, foreign.body) == (missing.status, missing.body)
    refused(endpoint, await send(who, filled(endpoint, ids | {name: "nope"})), 404, 405, 422)


def required_query(endpoint: Endpoint) -> dict[str, str]:
    required = (each["name"] for each in endpoint.spec["parameters"] if each["in"] == "query" and each["required"])
    return {name: {"processing_date": "2026-03-02"}[name] for name in required}


def roles_of(place: Place, endpoint: Endpoint) -> tuple[str, ...]:
    """Who may call an operation; nobody in particular if it is open."""
    if place in _ROLES or not endpoint.needs_token:
        return _ROLES.get(place, ())
    if endpoint.path.startswith(_PARTNERS_ALONE):
        return (PARTNER,)
    needed = {scope for each in endpoint.spec["security"] for scope in each["Bearer"]}
    return tuple(role for role, held in _HELD.items() if needed <= held)


async def test_what_is_deleted_refuses_every_change(builder: Builder, opened: Database) -> None:
    party = await builder.party()
    callers = {PARTNER: party.partner, FLEET: party.fleet, ADMIN: builder.admin}
    for name, who, path in (
        ("schedule_id", ADMIN, "/v2/integrations/connections/{connection_id}/schedules/{schedule_id}"),
        ("webhook_id", PARTNER, "/v2/notifications/webhooks/{webhook_id}"),
        ("invitation_id", PARTNER, "/v2/orgs/invitations/{invitation_id}"),
        ("connection_id", FLEET, "/v2/integrations/connections/{connection_id}"),
        ("share_agreement_id", FLEET, "/v2/orgs/share-agreements/{share_agreement_id}"),
        ("fleet_id", FLEET, "/v2/orgs/fleets/{fleet_id}"),
        ("partner_id", ADMIN, "/v2/orgs/partners/{partner_id}"),
    ):
        deleted = await callers[who].delete(path.format(**party.ids))
        assert deleted.status == 204, deleted.body
        before = await snapshot(opened)
        for place, endpoint in endpoints().items():
            if name not in endpoint.parameters or endpoint.method == "GET":
                continue
            body = valid_body(contract_operations(endpoint.service)[place])
            for role in roles_of(place, endpoint) or (None,):
                caller = callers[role] if role else builder.anyone
                answer = await caller.request(endpoint.method, filled(endpoint, ids_of(endpoint, party)), json=body)
                if answer.status == 204 and endpoint.method == "DELETE":
                    # What is gone may be deleted again, for nothing.
                    continue
                # The tokens of a fleet and of a partner end with it.
                refused(endpoint, answer, 401, 404, 409)
        assert (name, changed(before, await snapshot(opened))) == (name, [])


@pytest.mark.parametrize("status", ["cancelled", "deleted", "expired"])
async def test_an_agreement_that_has_ended_refuses_every_change(
    world: ContractWorld, opened: Database, status: str
) -> None:
    agreement_id = world.own.ids["share_agreement_id"]
    path = f"{_AGREEMENTS}/{agreement_id}"
    state = "update share_agreement set status = %s::share_agreement_status where id = %s"
    async with opened.connection() as db:
        await db.execute(state, (status, agreement_id))
    before = await snapshot(opened)

    def endpoint(method: str, verb: str = "") -> Endpoint:
        return endpoints()[(method, f"{_AGREEMENTS}/{{}}{verb}")]

    for role in (PARTNER, FLEET, ADMIN):
        for verb in ("/pause", "/activate", *(["/cancel"] if status != "cancelled" else [])):
            refused(endpoint("POST", verb), await world.callers[role].post(f"{path}{verb}"), 409)
    for role in (FLEET, ADMIN):
        refused(endpoint("PATCH"), await world.callers[role].patch(path, {"expiration_date": None}), 409)
    assert changed(before, await snapshot(opened)) == []
    async with opened.connection() as db:
        await db.execute(state, ("active", agreement_id))


@pytest.mark.parametrize("status", ["paused", "cancelled", "expired", "deleted"])
async def test_without_an_active_agreement_nothing_of_the_fleet_is_there(
    world: ContractWorld, opened: Database, status: str
) -> None:
    """Reads and writes of the fleet's objects answer like those of missing ones, and lists are without them."""
    ids = world.own.ids
    theirs = {name: ids[name] for name in _OF_FLEETS}
    async with changed_for_a_while(opened, "share_agreement", ids["share_agreement_id"], status):
        before = await snapshot(opened)
        for place, endpoint in endpoints().items():
            if PARTNER not in roles_of(place, endpoint):
                continue
            body = valid_body(contract_operations(endpoint.service)[place])
            to, query = filled(endpoint, ids_of(endpoint, world.own)), required_query(endpoint)
            if theirs.keys() & set(endpoint.parameters) and place not in _STAY:
                answer = await world.own.partner.request(endpoint.method, to, json=body, params=query or None)
                refused(endpoint, answer, 404)
            elif endpoint.method == "GET" and not endpoint.parameters and place not in _STAY:
                listed = await world.own.partner.get(to, params=query or None)
                named = [name for name, value in theirs.items() if value in str(listed.body)]
                assert (endpoint.path, listed.status, named) == (endpoint.path, 200, [])
        for endpoint, to, body in _writes(world):
            refused(endpoint, await world.own.partner.request(endpoint.method, to, json=body), 404)
        assert changed(before, await snapshot(opened)) == []


@pytest.mark.parametrize("status", ["paused", "cancelled", "stale", "failed"])
async def test_without_an_active_connection_every_write_is_refused(
    world: ContractWorld, opened: Database, status: str
) -> None:
    async with changed_for_a_while(opened, "connection", world.own.ids["connection_id"], status):
        before = await snapshot(opened)
        for endpoint, to, body in _writes(world):
            for query in ({}, {"is_sync": "true"}):
                answer = await world.own.partner.request(endpoint.method, to, json=body, params=query)
                refused(endpoint, answer, 409)
        assert changed(before, await snapshot(opened)) == []


@asynccontextmanager
async def changed_for_a_while(database: Database, table: str, row_id: str, status: str) -> AsyncIterator[None]:
    """One row of a table with another status."""
    update = sql.SQL("update {table} set status = {status}::{type} where id = {row_id}")

    async def change(to: str) -> None:
        parts = {
            "table": sql.Identifier(table),
            "type": sql.Identifier(f"{table}_status"),
            "row_id": sql.Literal(row_id),
        }
        async with database.connection() as db:
            await db.execute(update.format(status=sql.Literal(to), **parts))

    await change(status)
    yield
    await change("active")


def _writes(world: ContractWorld) -> Iterator[tuple[Endpoint, str, Any]]:
    """Every write to the provider through the own connection."""
    for place, endpoint in endpoints().items():
        if endpoint.service == "telematics" and endpoint.method != "GET":
            body = valid_body(contract_operations("telematics")[place])
            to = filled(endpoint, ids_of(endpoint, world.own))
            yield endpoint, to, body | {"connection_id": world.own.ids["connection_id"]}
