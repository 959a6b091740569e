"""What one partner and its fleet have is in no answer to another, and nobody else changes it.

The operations are those of our own documents, with all extensions. Their lists are asked plainly, and with each filter
that names something of the other tenant.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import Api, HubAnswer
from tests.contract.calls import nameless
from tests.contract.documents import SERVICES, document, our_operations
from tests.contract.facts import Json
from tests.contract.samples import valid_body
from tests.contract.snapshots import changed, snapshot
from tests.contract.world import ContractWorld

from gladhand.core import clock
from gladhand.core.db import Database

# Brands and registered providers are everybody's.
_EVERYBODYS = {"tsp_id", "ext_tsp_id", "event_name", "version"}
_REQUIRED = {"processing_date": "2026-03-02"}
# What filters call by another name than the path of its own list.
_KINDS = {"driver_id": "user_id", "sender_id": "user_id", "recipient_id": "user_id", "subject_id": "fleet_id"}

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(240)]


def published(service: str) -> Iterator[tuple[str, str, Json]]:
    """Method, path and description of every operation of a service."""
    for path, item in document(service)["paths"].items():
        yield from ((method.upper(), path, spec) for method, spec in item.items())


async def secrets_of(world: ContractWorld) -> dict[str, str]:
    """What only the own tenant may name, by its kind."""
    own = world.own
    [agreement] = (await own.partner.get("/v2/orgs/share-agreements")).body["items"]
    partner_id = own.ids["partner_id"]
    client = await world.admin.post("/v2/orgs/api-clients", {"partner_id": partner_id, "name": "theirs"})
    body = {"email": f"somebody@{partner_id}.example", "role": "partner_reader", "partner_id": partner_id}
    role = await world.admin.post("/v2/orgs/people", body)
    key = await world.admin.post(
        f"/v2/orgs/partners/{partner_id}/embed-keys", {"name": "theirs", "origins": ["https://partner.example"]}
    )
    for made in (client, role, key):
        assert made.status == 201, made.body
    return {name: value for name, value in own.ids.items() if name not in _EVERYBODYS} | {
        "fleet_ref": agreement["fleet_ref"],
        "client_id": client.body["client_id"],
        "role_id": role.body["id"],
        "key_id": key.body["id"],
    }


def filters(spec: Json, secrets: dict[str, str]) -> Iterator[dict[str, str]]:
    """No filter, and each one that can name what the other has."""
    names = {each["name"] for each in spec.get("parameters", ()) if each["in"] == "query"}
    fixed = {name: value for name, value in _REQUIRED.items() if name in names}
    if "from_datetime" in names:
        fixed["from_datetime"] = (clock.now() - timedelta(days=30)).isoformat()
    yield fixed
    for name in sorted(names):
        kind = name.removesuffix("s")
        if (value := secrets.get(_KINDS.get(kind, kind))) is not None:
            yield fixed | {name: value}


def filled(path: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def named(answer: HubAnswer, secrets: dict[str, str]) -> set[str]:
    """The kinds of what an answer names. What a refusal repeats, the request has said."""
    return {kind for kind, value in secrets.items() if answer.status < 300 and value in str(answer.body)}


@pytest.mark.parametrize("service", SERVICES)
async def test_no_answer_names_what_another_tenant_has(world: ContractWorld, service: str) -> None:
    secrets = await secrets_of(world)
    known = world.own.ids | secrets
    owner_sees: set[str] = set()
    for method, path, spec in published(service):
        if method != "GET":
            continue
        there = filled(path, known)
        owner_sees |= named(await world.own.partner.get(there, params=next(filters(spec, secrets))), secrets)
        for stranger in (world.foreign.partner, world.foreign.fleet):
            for query in filters(spec, secrets):
                answer = await stranger.get(there, params=query)
                # Whoever has the link of an invitation has the invitation.
                if path != "/v2/orgs/invitations/{invitation_id}":
                    assert (path, query, named(answer, secrets)) == (path, query, set())
    # The walk looks at what is there.
    assert len(owner_sees) >= 4, owner_sees


@pytest.mark.parametrize("service", SERVICES)
async def test_nobody_else_changes_what_a_tenant_has(world: ContractWorld, opened: Database, service: str) -> None:
    secrets = await secrets_of(world)
    known = world.own.ids | secrets
    before = await snapshot(opened)
    for method, path, spec in published(service):
        is_theirs = any(f"{{{name}}}" in path for name in secrets)
        if method == "GET" or not is_theirs or not spec.get("security"):
            continue
        body = valid_body(our_operations(service)[(method, nameless(path))])
        for stranger in (world.foreign.partner, world.foreign.fleet):
            answer = await _sent(stranger, method, filled(path, known), body)
            assert (path, answer.status in (403, 404)) == (path, True), answer.body
    assert changed(before, await snapshot(opened)) == []


async def _sent(who: Api, method: str, path: str, body: Any) -> HubAnswer:
    return await who.request(method, path, json=body)
