"""The link of an invitation on its way to the fleet: server, worker, mail server, gateway and people."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiohttp import web
from standardwebhooks import Webhook
from tests.conftest import PATIENCE, Api, WorkerProcess, serving, settings, until
from tests.fakes.smtp import MailServer, serving_mail
from tests.links import list_published
from tests.own_installation import database_url

from gladhand.core.crypto import Keyring
from gladhand.local.stack import free_port
from gladhand.notifications.sealed_links import hash_link, seal_link

# Other workers send no mail.
__all__ = ["database_url"]

INVITATIONS = "/v2/orgs/invitations"
HOOK_SECRET, SMS_SECRET = "a-hook-secret-of-the-tests", "an-sms-secret-of-the-tests"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    with serving_mail(MailServer()) as server:
        yield server


@pytest.fixture(scope="module")
def sms_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logs") / "processes"


@pytest.fixture(scope="module")
def environment(database_url: str, encryption_keys: str, mail_server: MailServer, sms_port: int) -> dict[str, str]:
    port = free_port()
    return settings(
        database_url,
        encryption_keys,
        GLADHAND_PORT=str(port),
        GLADHAND_PUBLIC_URL=f"http://127.0.0.1:{port}",
        GLADHAND_SMTP_URL=mail_server.url,
        GLADHAND_MAIL_FROM="Hub <no-reply@hub.example.com>",
        GLADHAND_MAIL_WAITS="0.1,0.1",
        GLADHAND_MAIL_TIMEOUT_SECONDS="2",
        GLADHAND_MAIL_HOOK_SECRET=HOOK_SECRET,
        GLADHAND_SMS_URL=f"http://127.0.0.1:{sms_port}/sms",
        GLADHAND_SMS_SECRET=SMS_SECRET,
        GLADHAND_LOG_LEVEL="debug",
    )


@pytest.fixture(scope="module")
def server(environment: dict[str, str], logs: Path) -> Iterator[str]:
    with serving(environment, logs) as url:
        yield url


@pytest.fixture(scope="module")
def mail_worker(environment: dict[str, str], server: str, logs: Path) -> Iterator[WorkerProcess]:
    worker = WorkerProcess(environment)
    worker.log = logs
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def address() -> str:
    return f"joe-{uuid4().hex[:8]}@example.com"


@pytest.fixture
def invite(api: Api) -> Callable[..., Awaitable[Any]]:
    async def make(**fields: Any) -> Any:
        answer = await api.post(INVITATIONS, {"fleet_ref": uuid4().hex} | fields)
        assert answer.status in (200, 201), answer.body
        return answer.body

    return make


@pytest.fixture
def delivered(api: Api) -> Callable[..., Awaitable[Any]]:
    """The delivery of an invitation once it has this status."""

    async def wait(invitation: Any, status: str) -> Any:
        deadline = time.monotonic() + PATIENCE
        while True:
            found = (await api.get(f"{INVITATIONS}/{invitation['id']}/delivery")).body
            if found["status"] == status:
                return found
            assert time.monotonic() < deadline, found
            await asyncio.sleep(0.05)

    return wait


async def test_a_new_invitation_is_mailed_once_and_told(
    mail_worker, mail_server, invite, delivered, address, database, keyring, partner
):
    invitation = await invite(fleet_email=address, fleet_country_code="DEU")
    assert (await delivered(invitation, "sent"))["channel"] == "mail"
    (taken,) = mail_server.to(address)
    assert invitation["magic_link"] in taken.text("plain")
    assert taken.message["Subject"] == "Acme Logistics lädt Sie ein, Ihre Flotte zu verbinden"
    # A refresh sends nothing, unless it is asked to.
    await invite(fleet_ref=invitation["fleet_ref"])
    again = await invite(fleet_ref=invitation["fleet_ref"], send=True, language="fr")
    await delivered(again, "sent")
    assert [each.message["Content-Language"] for each in mail_server.to(address)] == ["de", "fr"]
    published = await list_published(database, keyring, partner.id)
    assert [name for name, _ in published] == ["invitation.created", "invitation.sent", "invitation.sent"]
    assert published[1][1]["magic_link"] == invitation["magic_link"]


async def test_a_link_is_sent_again_on_demand(mail_worker, mail_server, api, invite, delivered, address, anyone):
    invitation = await invite(fleet_email=address, send=False)
    unsent = (await api.get(f"{INVITATIONS}/{invitation['id']}/delivery")).body
    assert (unsent["status"], unsent["channel"], unsent["updated_at"]) == (None, None, None)
    answer = await api.post(f"{INVITATIONS}/{invitation['id']}/send")
    assert (answer.status, answer.body["status"]) == (202, "queued")
    await delivered(invitation, "sent")
    assert len(mail_server.to(address)) == 1
    without = await invite()
    assert (await api.post(f"{INVITATIONS}/{without['id']}/send")).status == 409
    assert (await api.post(f"{INVITATIONS}/{uuid4()}/send")).status == 404
    assert (await anyone.post(f"{INVITATIONS}/{invitation['id']}/accept")).status == 200
    assert (await api.post(f"{INVITATIONS}/{invitation['id']}/send")).status == 409
    assert (await anyone.post(f"{INVITATIONS}/{invitation['id']}/send")).status == 401


async def test_a_link_whose_key_is_lost_is_not_sent(mail_worker, api, invite, address, database, partner):
    invitation = await invite(fleet_email=address, send=False)
    async with database.connection() as db:
        link = UUID(invitation["id"])
        sealed = seal_link(link, Keyring.parse(Keyring.new_key()), partner.id)
        await db.execute("update invitation set sealed_link = %s where link_hash = %s", (sealed, hash_link(link)))
    answer = await api.post(f"{INVITATIONS}/{invitation['id']}/send")
    assert (answer.status, "lacks the key" in answer.body["detail"]) == (409, True)


async def test_another_partner_sends_no_link_of_ours(mail_worker, invite, anyone, make_partner, address):
    invitation = await invite(fleet_email=address, send=False)
    other = anyone.with_token((await make_partner()).token)
    assert (await other.post(f"{INVITATIONS}/{invitation['id']}/send")).status == 404
    assert (await other.get(f"{INVITATIONS}/{invitation['id']}/delivery")).status == 404


async def test_a_fleet_stops_the_messages_of_one_partner(
    mail_worker, mail_server, invite, delivered, address, anyone, server, make_partner
):
    await delivered(await invite(fleet_email=address), "sent")
    link = mail_server.to(address)[0].message["List-Unsubscribe"].strip("<>")
    assert link.startswith(server)
    path = link.removeprefix(server)
    shown = await anyone.get(path)
    assert (shown.status, "Stop messages from Acme Logistics?" in shown.body) == (200, True)
    # Opening the page changes nothing; the click of a mail program does.
    await delivered(await invite(fleet_email=address), "sent")
    form = {"data": {"List-Unsubscribe": "One-Click"}}
    stopped = await anyone.request("POST", path, **form)
    assert (stopped.status, "You get no more messages" in stopped.body) == (200, True)
    assert (await delivered(await invite(fleet_email=address), "suppressed"))["error"].startswith("The person")
    other = await anyone.with_token((await make_partner()).token).post(
        INVITATIONS, {"fleet_ref": "x", "fleet_email": address}
    )
    await until(lambda: len(mail_server.to(address)) == 3, "the message of the other partner")
    assert other.body["magic_link"] in mail_server.to(address)[2].text("plain")
    assert (await anyone.request("POST", path, data={"again": "1"})).status == 200
    await delivered(await invite(fleet_email=address), "sent")
    for wrong in (path[:-1] + ("A" if path[-1] != "A" else "B"), path.partition("&")[0] + "&t=x"):
        assert (await anyone.request("POST", wrong, **form)).status == 404


def signed(body: bytes, secret: str = HOOK_SECRET, at: int | None = None) -> dict[str, str]:
    sent_at = str(at if at is not None else int(time.time()))
    hook = Webhook(secret.encode())
    signature = hook.sign("1", datetime.fromtimestamp(int(sent_at), UTC), body.decode())
    return {"webhook-id": "1", "webhook-timestamp": sent_at, "webhook-signature": signature}


DSN = """From: MAILER-DAEMON@mx.example.com\r
To: no-reply@hub.example.com\r
Subject: Undelivered Mail Returned to Sender\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
It came back.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.com\r
\r
Final-Recipient: rfc822; joe@example.com\r
Action: failed\r
Status: 5.1.1\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
From: no-reply@hub.example.com\r
Message-ID: {message_id}\r
\r
--b--\r
"""


@pytest.mark.parametrize(
    ("former", "latter", "status"),
    [
        ("Status: 5.1.1", f"Status: 5.1.1 ({'x' * 2000})", 204),
        ("Status: 5.1.1", f"Status: {'5' * 2000}", 400),
        ("Status: 5.1.1", "Status: ", 204),
        ("{message_id}", f"<{'x' * 2000}@hub.example.com>", 400),
        ("{message_id}", "<", 204),
    ],
    ids=["comment", "long status", "no status", "long id", "broken id"],
)
async def test_a_report_that_nobody_writes_is_refused_or_changes_nothing(
    mail_worker: Any, anyone: Api, former: str, latter: str, status: int
):
    body = DSN.replace(former, latter).format(message_id="<unknown@hub.example.com>").encode()
    answer = await anyone.request(
        "POST", "/hooks/mail", data=body, headers={"Content-Type": "message/rfc822"} | signed(body)
    )
    assert answer.status == status, answer.body


@pytest.mark.parametrize("form", ["json", "dsn"])
async def test_returned_mail_is_shown_on_the_invitation(
    mail_worker, mail_server, api, invite, delivered, address, anyone, form
):
    invitation = await invite(fleet_email=address)
    await delivered(invitation, "sent")
    message_id = mail_server.to(address)[0].message["Message-ID"]
    delayed = json.dumps({"message_id": message_id, "status": "4.2.2"}).encode()
    kind = {"Content-Type": "application/json"}
    assert (await anyone.request("POST", "/hooks/mail", data=delayed, headers=kind | signed(delayed))).status == 204
    if form == "json":
        body = json.dumps({"message_id": message_id, "status": "5.1.1", "diagnostic": "no such user"}).encode()
    else:
        body, kind = DSN.format(message_id=message_id).encode(), {"Content-Type": "message/rfc822"}
    old = int(time.time()) - 600
    for wrong in ({}, signed(body, "another-secret-of-the-tests"), signed(body, at=old), signed(body + b" ")):
        assert (await anyone.request("POST", "/hooks/mail", data=body, headers=kind | wrong)).status == 401
    assert (await delivered(invitation, "sent"))["error"] is None
    for _ in range(2):
        answer = await anyone.request("POST", "/hooks/mail", data=body, headers=kind | signed(body))
        assert answer.status == 204, answer.body
    assert (await delivered(invitation, "bounced"))["error"].startswith("5.1.1")
    # The next message to this address is not sent, until the partner asks for it.
    another = await invite(fleet_email=address)
    await delivered(another, "suppressed")
    assert (await api.post(f"{INVITATIONS}/{another['id']}/send")).status == 202
    await delivered(another, "sent")


async def test_a_refused_address_is_shown_at_once(mail_worker, mail_server, invite, delivered, address):
    mail_server.at_recipient = lambda to: "550 5.1.1 no such user" if to == address else None
    assert (await delivered(await invite(fleet_email=address), "bounced"))["error"] == "550 5.1.1 no such user"


@pytest.fixture
async def gateway(sms_port: int) -> AsyncIterator[list[tuple[dict[str, str], bytes]]]:
    """The operator's gateway for short messages; what it got."""
    got: list[tuple[dict[str, str], bytes]] = []

    async def take(request: web.Request) -> web.Response:
        got.append(({name.lower(): value for name, value in request.headers.items()}, await request.read()))
        return web.Response(status=503 if len(got) == 1 else 202)

    app = web.Application()
    app.router.add_post("/sms", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", sms_port).start()
    yield got
    await runner.cleanup()


async def test_a_fleet_with_a_phone_and_no_address_gets_a_short_message(mail_worker, gateway, invite, delivered):
    invitation = await invite(fleet_phone="+49 30 1234567", language="de")
    assert (await delivered(invitation, "sent"))["channel"] == "sms"
    (_, first), (headers, body) = gateway
    assert Webhook(SMS_SECRET.encode()).verify(body, headers)["to"] == "+49 30 1234567"
    text = "Acme Logistics lädt Sie ein, Ihre Flotte zu verbinden: " + invitation["magic_link"]
    assert json.loads(body)["text"] == text
    assert json.loads(first)["id"] == json.loads(body)["id"] == headers["webhook-id"]


async def test_a_worker_that_is_killed_sends_twice_only_what_it_was_handing_over(
    mail_worker, mail_server, invite, delivered, database, environment, logs
):
    """Fifty messages, and a worker that is killed while the mail server has taken one and not answered yet."""
    tag = uuid4().hex[:8]
    held: list[str] = []

    async def hold(address: str) -> str | None:
        if tag in address and len(mail_server.taken) >= start + 10 and not held:
            held.append(address)
            await asyncio.sleep(3600)
        return None

    start = len(mail_server.taken)
    mail_server.after_data = hold
    invitations = [await invite(fleet_email=f"{tag}-{number}@example.com") for number in range(30)]
    await until(lambda: bool(held), "a message in the hands of the server")
    mail_worker.kill()
    mail_worker.start()
    for invitation in invitations:
        await delivered(invitation, "sent")
    copies: dict[str, list[str]] = {}
    for each in mail_server.taken[start:]:
        copies.setdefault(each.recipient, []).append(each.message["Message-ID"])
    assert len(copies) == 30
    assert all(len(set(ids)) == 1 for ids in copies.values())
    # Up to four were under way at once; one of them is known to have been taken.
    twice = {recipient for recipient, ids in copies.items() if len(ids) > 1}
    assert held[0] in twice
    assert len(twice) <= 4
    assert all(len(ids) <= 2 for ids in copies.values())


async def test_neither_logs_nor_rows_hold_addresses_links_or_secrets(
    mail_worker, mail_server, invite, delivered, address, database, logs
):
    invitation = await invite(fleet_email=address)
    await delivered(invitation, "sent")
    async with database.connection() as db:
        rows = await (await db.execute("select mail::text as row from mail")).fetchall()
    found = "\n".join([logs.read_text(), *(row["row"] for row in rows)])
    assert "mail.sent" in found
    for secret in (address, invitation["id"], HOOK_SECRET, SMS_SECRET, address.encode().hex(), "1234567"):
        assert not re.search(re.escape(secret), found, re.IGNORECASE), secret
