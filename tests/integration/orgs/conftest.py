"""What the tests of invitations, agreements and fleets share."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.conftest import Api, PartnerFixture
from tests.links import list_published

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.notifications.sealed_links import hash_link
from gladhand.orgs.invitations.queries import Invitation, find_invitation
from gladhand.orgs.invitations.settings import InvitationSettings

INVITATIONS = "/v2/orgs/invitations"


def fleet_ref() -> str:
    return f"FLEET-{uuid4().hex[:10]}"


@pytest.fixture
def invite(api: Api) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Makes an invitation as the fresh partner: `await invite(fleet_name="Swift")`."""

    async def make(**fields: Any) -> dict[str, Any]:
        answer = await api.post(INVITATIONS, {"fleet_ref": fleet_ref()} | fields)
        assert answer.status in (200, 201), answer.body
        found: dict[str, Any] = answer.body
        return found

    return make


@pytest.fixture
def accept(anyone: Api) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Accepts an invitation without a token: `await accept(invitation, fleet_name="Swifter")`."""

    async def answer_it(invitation: dict[str, Any], **details: Any) -> dict[str, Any]:
        answer = await anyone.post(f"{INVITATIONS}/{invitation['id']}/accept", details or None)
        assert answer.status == 200, answer.body
        found: dict[str, Any] = answer.body
        return found

    return answer_it


@dataclass
class PublishedRecord:
    name: str
    record: dict[str, Any]


@pytest.fixture
def published(
    database: Database, keyring: Keyring, partner: PartnerFixture
) -> Callable[[], Awaitable[list[PublishedRecord]]]:
    """The events published for the fresh partner so far, oldest first."""

    async def read() -> list[PublishedRecord]:
        return [PublishedRecord(name, record) for name, record in await list_published(database, keyring, partner.id)]

    return read


@pytest.fixture
def list_called_back(database: Database, partner: PartnerFixture) -> Callable[[str], Awaitable[list[str]]]:
    """The names of the events for this callback URL of the fresh partner so far, oldest first."""

    async def read(url: str) -> list[str]:
        async with database.connection() as db:
            rows = await db.execute(
                """
                select e.event_name from delivery d join event e on e.partner_id = d.partner_id and e.id = d.event_id
                where d.partner_id = %s and d.callback_url = %s order by e.id
                """,
                (partner.id, url),
            )
            return [row["event_name"] for row in await rows.fetchall()]

    return read


@pytest.fixture
def run_out(database: Database) -> Callable[[dict[str, Any]], Awaitable[None]]:
    """Lets the time of an invitation be over, as if its hours had passed; nothing is settled by it."""

    async def move(invitation: dict[str, Any]) -> None:
        async with database.connection() as db:
            await db.execute(
                "update invitation set expires_at = now() - interval '1 second' where link_hash = %s",
                (hash_link(UUID(invitation["id"])),),
            )

    return move


@pytest.fixture
def stored(database: Database) -> Callable[[dict[str, Any]], Awaitable[Invitation]]:
    """The row of an invitation that a partner has read."""

    async def read(invitation: dict[str, Any]) -> Invitation:
        async with database.connection() as db:
            found = await find_invitation(db, UUID(invitation["id"]))
        assert found is not None
        return found

    return read


@pytest.fixture
def settings(server: str) -> InvitationSettings:
    return InvitationSettings(connect_url=server, withhold_tokens=False)
