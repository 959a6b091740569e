"""/v2/telematics/users: reading records. Writing is under integrations/operations."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.conftest import Api
from tests.integration.conftest import Connected

from gladhand.core.db import Database
from gladhand.core.ids import record_id
from gladhand.resources.user import USER

USERS = "/v2/telematics/users"
Connect = Callable[..., Awaitable[Connected]]


def ids(answer: Any) -> list[str]:
    assert answer.status == 200, answer.body
    return [each["id"] for each in answer.body["items"]]


def names(answer: Any) -> list[str]:
    assert answer.status == 200, answer.body
    return [each["username"] for each in answer.body["items"]]


@pytest.fixture
async def three(connected: Connected) -> list[Any]:
    """Three users; their names and their order of creation differ."""
    return [
        await connected.created(username="carol", last_name="Ode", is_driver=True),
        await connected.created(username="adam", last_name=None, is_driver=False),
        await connected.created(username="bella", last_name="Ash", is_driver=True),
    ]


async def test_a_record_has_every_field_of_the_contract_in_its_order(connected: Connected) -> None:
    made = await connected.created(username="ann", license_expiration="2031-05-01", is_driver=True)
    answer = await connected.api.get(f"{USERS}/{made['resource_id']}")
    assert answer.status == 200
    assert list(answer.body) == list(USER.record_model.model_fields)
    USER.record_model.model_validate(answer.body)
    assert answer.body["license_expiration"] == "2031-05-01"
    assert answer.body["is_driver"] is True
    assert answer.body["fleet_ref"] == connected.fleet_ref
    assert answer.body["tsp_slug"] == "groundhog"
    assert answer.body["id"] == str(record_id(UUID(connected.connection_id), "user", "user:ann"))


async def test_source_data_is_shown_only_when_asked_for(connected: Connected) -> None:
    made = await connected.created(username="ann")
    one = f"{USERS}/{made['resource_id']}"
    assert (await connected.api.get(one)).body["source_data"] == {}
    assert (await connected.api.get(one, params={"include_source_data": "true"})).body["source_data"][
        "username"
    ] == "ann"
    (plain,) = (await connected.api.get(USERS)).body["items"]
    (full,) = (await connected.api.get(USERS, params={"include_source_data": "true"})).body["items"]
    assert plain["source_data"] == {}
    assert full["source_data"]["id"] == "user:ann"
    assert plain["source_data_hash"] == full["source_data_hash"]


async def test_an_unknown_record_is_404_and_a_foreign_one_answers_the_same(
    connected: Connected, anyone: Api, make_partner: Callable[..., Awaitable[Any]]
) -> None:
    made = await connected.created(username="ann")
    stranger = anyone.with_token((await make_partner()).token)
    foreign = await stranger.get(f"{USERS}/{made['resource_id']}")
    missing = await stranger.get(f"{USERS}/{uuid4()}")
    assert foreign.status == missing.status == 404
    assert foreign.body == missing.body
    assert ids(await stranger.get(USERS)) == []
    assert (await stranger.get(f"{USERS}/nonsense")).status == 422


@pytest.mark.usefixtures("three")
async def test_each_filter_narrows_the_list_and_its_total(connected: Connected, connect: Connect) -> None:
    other = await connect()
    elsewhere = await other.created(username="dora", is_driver=True)
    api = connected.api

    async def found(**query: Any) -> tuple[list[str], int]:
        answer = await api.get(USERS, params=query)
        return names(answer), answer.body["total"]

    assert await found() == (["carol", "adam", "bella", "dora"], 4)
    assert await found(connection_id=connected.connection_id) == (["carol", "adam", "bella"], 3)
    assert await found(fleet_refs=other.fleet_ref) == (["dora"], 1)
    assert await found(fleet_ids=str(connected.fleet_id)) == (["carol", "adam", "bella"], 3)
    assert await found(is_driver="true") == (["carol", "bella", "dora"], 3)
    assert await found(is_driver="false") == (["adam"], 1)
    assert await found(source_ids="user:bella") == (["bella"], 1)
    assert await found(user_ids=elsewhere["resource_id"]) == (["dora"], 1)
    assert await found(fleet_refs="nobody") == ([], 0)
    assert await found(connection_id=str(uuid4())) == ([], 0)
    assert await found(is_driver="true", connection_id=connected.connection_id, size=1) == (["carol"], 2)


@pytest.mark.usefixtures("three")
async def test_lists_are_sorted_by_a_field_in_either_order(connected: Connected) -> None:
    async def by(field: str, order: str = "asc") -> list[str]:
        return names(await connected.api.get(USERS, params={"sort_by": field, "sort_order": order}))

    assert await by("username") == ["adam", "bella", "carol"]
    assert await by("username", "desc") == ["carol", "bella", "adam"]
    assert await by("last_name") == ["adam", "bella", "carol"]
    assert await by("created_at", "desc") == ["bella", "adam", "carol"]
    assert (await by("is_driver"))[0] == "adam"


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    "field", ["occurred_at", "username", "last_name", "is_driver", "deleted_at", "tsp_id", "fleet_ref"]
)
@pytest.mark.parametrize("order", ["asc", "desc"])
async def test_pages_of_a_sorted_list_lead_through_and_back(connected: Connected, field: str, order: str) -> None:
    query = {"sort_by": field, "sort_order": order}
    whole = names(await connected.api.get(USERS, params=query))
    forth: list[str] = []
    cursor: str | None = None
    while True:
        page = await connected.api.get(USERS, params=query | {"size": 1} | ({"cursor": cursor} if cursor else {}))
        forth += names(page)
        assert page.body["total"] == 3
        if page.body["next_page"] is None:
            break
        cursor = page.body["next_page"]
    assert forth == whole
    back = names(page)
    while page.body["previous_page"] is not None:
        page = await connected.api.get(USERS, params=query | {"size": 1, "cursor": page.body["previous_page"]})
        back = names(page) + back
    assert back == whole


@pytest.mark.usefixtures("three")
async def test_a_cursor_of_another_order_is_400(connected: Connected) -> None:
    page = await connected.api.get(USERS, params={"sort_by": "username", "size": 1})
    answer = await connected.api.get(USERS, params={"sort_by": "last_name", "cursor": page.body["next_page"]})
    assert (answer.status, answer.body["code"]) == (400, 400)
    assert (await connected.api.get(USERS, params={"cursor": "nonsense"})).status == 400


async def test_a_list_of_changes_is_in_their_order_and_leads_on_by_the_time_of_the_last_one(
    connected: Connected, database: Database
) -> None:
    ids = [(await connected.created(username=name))["resource_id"] for name in ("ann", "bob", "carol")]
    async with database.connection() as db:
        # The list ends two seconds ago.
        for id_, minutes in zip(ids, (1, 3, 2), strict=True):
            await db.execute(
                "update record_user set updated_at = now() - make_interval(mins => %s) where id = %s",
                (minutes, id_),
            )
    of = {"connection_id": connected.connection_id, "size": "2"}
    first = (await connected.api.get(USERS, params=of | {"updated_from": "2020-01-01"})).body
    assert [each["id"] for each in first["items"]] == [ids[1], ids[2]]
    assert first["total"] == 3
    rest = (await connected.api.get(USERS, params=of | {"updated_from": first["items"][-1]["updated_at"]})).body
    assert [each["id"] for each in rest["items"]] == [ids[2], ids[0]]
    assert (await connected.api.get(USERS, params=of | {"updated_from": "9000-01-01"})).body["items"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"sort_by": "nonsense"},
        {"sort_by": "id; drop table record_user"},
        {"sort_order": "up"},
        {"size": "0"},
        {"size": "1001"},
        {"is_driver": "perhaps"},
        {"user_ids": "x"},
        {"source_ids": "a\0b"},
        {"connection_id": "x"},
        {"include_source_data": "x"},
    ],
)
async def test_parameters_that_make_no_sense_are_422(api: Api, query: dict[str, str]) -> None:
    (name,) = query
    answer = await api.get(USERS, params=query)
    assert answer.status == 422, answer.body
    assert answer.body["detail"][0]["path"].startswith(f"query.{name}")


async def test_more_than_a_hundred_ids_are_422(api: Api) -> None:
    many = [("user_ids", str(uuid4())) for _ in range(101)]
    assert (await api.get(USERS, params=many)).status == 422
    assert (await api.get(USERS, params=many[:100])).status == 200


async def test_reading_needs_an_agreement_that_covers_users_and_still_holds(
    connected: Connected, database: Database
) -> None:
    made = await connected.created(username="ann")

    async def seen() -> tuple[int, int, int]:
        listed = await connected.api.get(USERS)
        one = await connected.api.get(f"{USERS}/{made['resource_id']}")
        return one.status, len(ids(listed)), listed.body["total"]

    async def change(what: str) -> None:
        async with database.connection() as db:
            await db.execute(
                f"update share_agreement set {what} where fleet_id = %s",
                (connected.fleet_id,),
            )

    assert await seen() == (200, 1, 1)
    await change("""scopes = '{"vehicle": "read_write"}'""")
    assert await seen() == (404, 0, 0)
    await change("""scopes = '{"users": "read"}'""")
    assert await seen() == (200, 1, 1)
    await change("status = 'paused'")
    assert await seen() == (404, 0, 0)
    await change("status = 'active', expiration_date = now() - interval '1 second'")
    assert await seen() == (404, 0, 0)


async def test_history_stays_readable_when_the_connection_is_gone(connected: Connected, database: Database) -> None:
    made = await connected.created(username="ann")
    async with database.connection() as db:
        await db.execute("update connection set status = 'deleted' where id = %s", (connected.connection_id,))
    assert (await connected.api.get(f"{USERS}/{made['resource_id']}")).status == 200
    listed = await connected.api.get(USERS)
    assert (ids(listed), listed.body["total"]) == ([made["resource_id"]], 1)


async def test_scopes_are_enforced(connected: Connected, anyone: Api) -> None:
    assert (await anyone.get(USERS)).status == 401
    assert (await connected.fleet.get(USERS)).status == 403
