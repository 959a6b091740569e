"""Every operation of orgs with everything that can be wrong, made from the contract: the contract's error, and nothing
has changed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import Answer, Api
from tests.contract.documents import contract_operations
from tests.contract.facts import Place
from tests.contract.samples import valid_body, wrong_bodies, wrong_queries

from gladhand.core.db import Database

_OPERATIONS = contract_operations("orgs")
_PARTNER, _FLEET, _ADMIN = "partner", "fleet", "admin"
_AGREEMENTS, _FLEETS, _PARTNERS = "/v2/orgs/share-agreements", "/v2/orgs/fleets", "/v2/orgs/partners"
_TSPS, _INVITATIONS, _EXTERNAL = "/v2/orgs/tsps", "/v2/orgs/invitations", "/v2/orgs/external-tsps"
#: Who may call what, from the notes of the contract. What is not named here is open to everybody.
_ROLES: dict[Place, tuple[str, ...]] = {
    ("GET", _FLEETS): (_PARTNER,),
    ("GET", f"{_FLEETS}/{{}}"): (_PARTNER, _FLEET),
    ("PATCH", f"{_FLEETS}/{{}}"): (_FLEET,),
    ("DELETE", f"{_FLEETS}/{{}}"): (_FLEET,),
    ("GET", f"{_FLEETS}/{{}}/properties"): (_PARTNER, _FLEET),
    ("POST", f"{_FLEETS}/{{}}/properties"): (_FLEET,),
    ("DELETE", f"{_FLEETS}/{{}}/properties/{{}}"): (_FLEET,),
    ("GET", _PARTNERS): (_PARTNER, _FLEET, _ADMIN),
    ("POST", _PARTNERS): (_ADMIN,),
    ("GET", f"{_PARTNERS}/{{}}"): (_PARTNER, _FLEET, _ADMIN),
    ("PATCH", f"{_PARTNERS}/{{}}"): (_PARTNER, _ADMIN),
    ("DELETE", f"{_PARTNERS}/{{}}"): (_ADMIN,),
    ("GET", f"{_PARTNERS}/{{}}/properties"): (_ADMIN,),
    ("POST", f"{_PARTNERS}/{{}}/properties"): (_ADMIN,),
    ("DELETE", f"{_PARTNERS}/{{}}/properties/{{}}"): (_ADMIN,),
    ("POST", _TSPS): (_ADMIN,),
    ("PATCH", f"{_TSPS}/{{}}"): (_ADMIN,),
    ("DELETE", f"{_TSPS}/{{}}"): (_ADMIN,),
    ("GET", _INVITATIONS): (_PARTNER,),
    ("POST", _INVITATIONS): (_PARTNER,),
    ("DELETE", f"{_INVITATIONS}/{{}}"): (_PARTNER,),
    ("GET", _AGREEMENTS): (_PARTNER, _FLEET),
    ("GET", f"{_AGREEMENTS}/{{}}"): (_PARTNER, _FLEET, _ADMIN),
    ("PATCH", f"{_AGREEMENTS}/{{}}"): (_FLEET, _ADMIN),
    ("DELETE", f"{_AGREEMENTS}/{{}}"): (_FLEET, _ADMIN),
    ("POST", f"{_AGREEMENTS}/backfill"): (_ADMIN,),
    ("POST", f"{_AGREEMENTS}/{{}}/pause"): (_PARTNER, _FLEET, _ADMIN),
    ("POST", f"{_AGREEMENTS}/{{}}/activate"): (_PARTNER, _FLEET, _ADMIN),
    ("POST", f"{_AGREEMENTS}/{{}}/cancel"): (_PARTNER, _FLEET, _ADMIN),
    ("GET", _EXTERNAL): (_PARTNER, _FLEET, _ADMIN),
    ("GET", f"{_EXTERNAL}/integration-requests"): (_PARTNER,),
    ("POST", f"{_EXTERNAL}/{{}}/request-integration"): (_FLEET,),
}
_TABLES = (
    "partner",
    "partner_property",
    "fleet",
    "fleet_property",
    "invitation",
    "share_agreement",
    "tsp",
    "integration_request",
    "rights_change",
    "event",
)


@dataclass
class Surroundings:
    """A partner with a fleet that shares, and what belongs to others."""

    callers: dict[str, Api]
    anyone: Api
    own: dict[str, str]
    foreign: dict[str, str]
    snapshot: Callable[[], Awaitable[str]]


@pytest.fixture
async def around(
    api: Api, anyone: Api, admin: Api, make_partner: Callable[..., Any], partner: Any, database: Database
) -> Surroundings:
    async def ids_of(client: Api, partner_id: Any) -> tuple[dict[str, str], Api]:
        invited = (await client.post(_INVITATIONS, {"fleet_ref": uuid4().hex})).body
        accepted = (await anyone.post(f"{_INVITATIONS}/{invited['id']}/accept")).body
        still_open = (await client.post(_INVITATIONS, {"fleet_ref": uuid4().hex})).body
        fleet = anyone.with_token(accepted["pre_registration_access_token"])
        fleet_path, partner_path = f"{_FLEETS}/{accepted['fleet_id']}", f"{_PARTNERS}/{partner_id}"
        of_fleet = await fleet.post(f"{fleet_path}/properties", [{"key": "type", "value": "x"}])
        of_partner = await admin.post(f"{partner_path}/properties", [{"key": "notes", "value": "x"}])
        [agreement] = (await client.get(_AGREEMENTS)).body["items"]
        return {
            "fleets": accepted["fleet_id"],
            "fleets properties": of_fleet.body[0]["id"],
            "partners": str(partner_id),
            "partners properties": of_partner.body[0]["id"],
            "invitations": still_open["id"],
            "share-agreements": agreement["id"],
            "tsps": (await anyone.get(f"{_TSPS}?slug=groundhog")).body[0]["id"],
            "external-tsps": str(uuid4()),
        }, fleet

    own, fleet = await ids_of(api, partner.id)
    other = await make_partner()
    foreign, _ = await ids_of(anyone.with_token(other.token), other.id)

    async def snapshot() -> str:
        """What all tables hold, as one digest."""
        digests = ", ".join(
            f"(select md5(coalesce(string_agg(t::text, ' ' order by t::text), '')) from {table} t)" for table in _TABLES
        )
        async with database.connection() as db:
            row = await (await db.execute(f"select concat({digests}) as digest".encode())).fetchone()
        assert row is not None
        return str(row["digest"])

    return Surroundings({_PARTNER: api, _FLEET: fleet, _ADMIN: admin}, anyone, own, foreign, snapshot)


def nouns(path: str) -> list[str]:
    """What each id in the path is of: `fleets`, then `fleets properties`."""
    parts = path.removeprefix("/v2/orgs/").split("/")
    return [
        parts[at - 1] if at == 1 else f"{parts[0]} {parts[at - 1]}" for at, part in enumerate(parts) if part == "{}"
    ]


def filled(path: str, ids: list[str]) -> str:
    for each in ids:
        path = path.replace("{}", each, 1)
    return path


def refused(answer: Answer, status: int) -> None:
    assert answer.status == status, answer.body
    assert answer.body["code"] == status
    assert set(answer.body) == {"code", "message", "detail"}


@pytest.mark.parametrize("place", sorted(_OPERATIONS), ids=" ".join)
async def test_what_is_wrong_is_refused_and_changes_nothing(around: Surroundings, place: Place) -> None:
    method, path = place
    operation = _OPERATIONS[place]
    roles = _ROLES.get(place, ())
    of = nouns(path)
    own = filled(path, [around.own[noun] for noun in of])
    body = valid_body(operation)
    before = await around.snapshot()

    async def send(who: Api, to: str, sent: Any = None, **query: str) -> Answer:
        return await who.request(method, to, json=sent, params=query or None)

    assert (operation.scopes is None) == (not roles)
    if roles:
        refused(await send(around.anyone, own, body), 401)
    for role, who in around.callers.items():
        if roles and role not in roles:
            refused(await send(who, own, body), 403)
    for who in [around.callers[role] for role in roles] or [around.anyone]:
        for at, noun in enumerate(of):
            ids = [around.own[each] for each in of]
            missing = await send(who, filled(path, [*ids[:at], str(uuid4()), *ids[at + 1 :]]), body)
            refused(missing, 404)
            is_shown_to_all = noun in ("tsps", "external-tsps") or (not roles and noun == "invitations")
            if who is not around.callers[_ADMIN] and not is_shown_to_all:
                foreign = await send(who, filled(path, [*ids[:at], around.foreign[noun], *ids[at + 1 :]]), body)
                assert (foreign.status, foreign.body) == (missing.status, missing.body)
            assert (await send(who, filled(path, [*ids[:at], "nope", *ids[at + 1 :]]), body)).status in (404, 405, 422)
        for wrong in wrong_bodies(operation):
            answer = await send(who, own, wrong)
            assert (answer.status, wrong) == (422, wrong), answer.body
            assert answer.body["detail"]
        for name, value, status in wrong_queries(operation):
            refused(await send(who, own, **{name: value}), status)
    assert await around.snapshot() == before


@pytest.mark.parametrize("status", ["cancelled", "deleted", "expired"])
async def test_an_agreement_that_has_ended_refuses_every_change(
    around: Surroundings, database: Database, status: str
) -> None:
    path = f"{_AGREEMENTS}/{around.own['share-agreements']}"
    async with database.connection() as db:
        await db.execute(
            "update share_agreement set status = %s::share_agreement_status where id = %s",
            (status, around.own["share-agreements"]),
        )
    before = await around.snapshot()
    for role in (_PARTNER, _FLEET, _ADMIN):
        for verb in ("pause", "activate", *(["cancel"] if status != "cancelled" else [])):
            refused(await around.callers[role].post(f"{path}/{verb}"), 409)
    for role in (_FLEET, _ADMIN):
        refused(await around.callers[role].patch(path, {"expiration_date": None}), 409)
    assert await around.snapshot() == before
