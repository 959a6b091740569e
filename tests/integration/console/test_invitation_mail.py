"""The console of a server that sends mail: the link of an invitation is sent, and the page says what became of it."""

import re
from collections.abc import Iterator

import pytest
from tests.processes import serving, settings

from gladhand.core.mail.outbox import MailChannelEnum

API = "/v2/orgs/invitations"


@pytest.fixture(scope="module")
def server(database_url: str, encryption_keys: str) -> Iterator[str]:
    more = {"GLADHAND_SMTP_URL": "smtp://127.0.0.1:2525", "GLADHAND_MAIL_FROM": "Hub <no-reply@hub.example.com>"}
    with serving(settings(database_url, encryption_keys, **more)) as url:
        yield url


@pytest.fixture
def here(partner) -> str:
    return f"/console/partners/{partner.slug}"


async def queued(database, partner) -> int:
    async with database.connection() as db:
        rows = await db.execute("select count(*) as n from mail where partner_id = %s", (partner.id,))
        return int((await rows.fetchone())["n"])


def message(page: str) -> str:
    """What the page says of the message with the link."""
    found = re.search(r"<dt>Message with the link</dt><dd>(.*?)</dd>", page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


async def test_a_link_is_sent_at_once_and_again(engineer, here, api, database, partner):
    made = await engineer.submit(f"{here}/invitations", fleet_ref="north", fleet_email="anna@north.example")
    assert "a message with its link is on its way" in made.text
    assert message(made.text).startswith(f"queued {MailChannelEnum.MAIL}")
    [invitation] = (await api.get(f"{API}?fleet_ref=north")).body["items"]
    async with database.transaction() as db:
        await db.execute(
            "update invitation set notice_status = 'bounced', notice_error = '550 no such user' where partner_id = %s",
            (partner.id,),
        )
    shown = (await engineer.get(f"{here}/invitations/of?fleet_ref=north")).text
    assert message(shown).startswith("bounced mail")
    assert message(shown).endswith("550 no such user")
    assert await queued(database, partner) == 1
    sent = await engineer.submit(f"{here}/invitations/of/send", fleet_ref="north", created_at=invitation["created_at"])
    assert "Send again" in shown
    assert "Its state stands below." in sent.text
    assert message(sent.text).startswith("queued mail")
    assert await queued(database, partner) == 2


async def test_an_invitation_without_an_address_is_not_sent(engineer, here):
    made = await engineer.submit(f"{here}/invitations", fleet_ref="north")
    assert "Copy its link and send it to the fleet." in made.text
    assert message(made.text) == "Not sent: the invitation has no address to send it to."
    assert "/invitations/of/send" not in made.text


async def test_a_link_that_was_not_sent_can_be(engineer, here, api):
    await api.post(API, {"fleet_ref": "north", "fleet_email": "anna@north.example", "send": False})
    shown = (await engineer.get(f"{here}/invitations/of?fleet_ref=north")).text
    assert message(shown) == "Not sent yet."
    assert "Send the link" in shown
