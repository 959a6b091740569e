"""A fleet whose sign-in does not work any more signs in again, at the account that needs it."""

from typing import Any
from uuid import UUID

import pytest
from tests.conftest import Api

from gladhand.core.db import Database

CONNECTIONS = "/v2/integrations/connections"


@pytest.fixture
async def two_broken(
    api: Api, invite: Any, visitor: Any, connected_to: Any, make_account: Any, account: str, database: Database
) -> tuple[Any, list[Any], list[str]]:
    """An invitation, its two broken connections to one provider, and their keys."""
    invitation = await invite()
    page = await visitor.follow(await connected_to(invitation), "/providers")
    other = (await make_account()).key
    page = await visitor.follow(page, "/providers/groundhog")
    page = await visitor.submit(page, "/providers/groundhog", api_key=other)
    assert page.status == 200, page.text
    connections = sorted((await api.get(CONNECTIONS)).body["items"], key=lambda each: each["created_at"])
    assert len(connections) == 2
    async with database.connection() as db:
        for each in connections:
            await db.execute("update connection set status = 'stale' where id = %s", (each["id"],))
    return invitation, connections, [account, other]


async def test_the_second_account_of_a_provider_is_repaired_by_its_own_button(
    two_broken: Any, visitor: Any, api: Api
) -> None:
    invitation, connections, keys = two_broken
    page = await visitor.open(invitation["magic_link"].replace("/?", "/sharing?"))
    targets = [path for path in page.html.split('"') if path.startswith("/providers/groundhog?")]
    assert len(targets) == 2
    page = await visitor.open(targets[1].replace("&amp;", "&"))
    assert page.heading == "Sign in to Groundhog (simulator) again"
    assert connections[1]["id"] in page.form("/providers/groundhog").action
    # A refusal stays with this account.
    page = await visitor.submit(page, "/providers/groundhog", api_key="a wrong key")
    assert connections[1]["id"] in page.form("/providers/groundhog").action
    page = await visitor.submit(page, "/providers/groundhog", api_key=keys[1])
    assert page.heading == "Groundhog (simulator) works again"
    states = {each["id"]: each["status"] for each in (await api.get(CONNECTIONS)).body["items"]}
    assert states == {connections[0]["id"]: "stale", connections[1]["id"]: "active"}


async def test_the_key_of_the_other_broken_account_repairs_that_one(two_broken: Any, visitor: Any, api: Api) -> None:
    invitation, connections, keys = two_broken
    page = await visitor.open(invitation["magic_link"])
    assert connections[0]["id"] in page.form("/providers/groundhog").action
    page = await visitor.submit(page, "/providers/groundhog", api_key=keys[1])
    assert page.heading == "Groundhog (simulator) works again"


async def test_an_id_that_is_no_broken_connection_opens_the_first(two_broken: Any, visitor: Any) -> None:
    invitation, connections, _keys = two_broken
    for other in ("x", str(UUID(int=1)), "'"):
        page = await visitor.open(f"/providers/groundhog?repair={other}&invite={invitation['id']}")
        assert connections[0]["id"] in page.form("/providers/groundhog").action


async def test_since_when_it_has_not_worked_stays_when_something_else_changes(
    two_broken: Any, visitor: Any, database: Database
) -> None:
    invitation, connections, _keys = two_broken
    async with database.connection() as db:
        await db.execute(
            "update connection set status_since = now() - interval '3 days' where id = %s", (connections[0]["id"],)
        )
        await db.execute(
            "update connection set description = 'Yard', updated_at = now() where id = %s", (connections[0]["id"],)
        )
        row = await (
            await db.execute(
                "select to_char(status_since at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI') as since from connection"
                " where id = %s",
                (connections[0]["id"],),
            )
        ).fetchone()
    assert row is not None
    page = await visitor.open(invitation["magic_link"])
    assert row["since"] in page.html
