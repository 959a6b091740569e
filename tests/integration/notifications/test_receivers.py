"""The receivers of docs/webhooks.md, run as they stand there, get deliveries that the engine sends."""

import asyncio
import gzip
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import aiohttp
import pytest
from standardwebhooks import Webhook, WebhookVerificationError
from tests.integration.notifications.conftest import LOOPBACK, ReceivedDelivery, WebhookReceiver
from tests.processes import PATIENCE

from gladhand.core import clock
from gladhand.core.crypto import Secret
from gladhand.local.stack import free_port
from gladhand.notifications.deliveries.attempt import Sender
from gladhand.notifications.deliveries.client import PostClient
from gladhand.notifications.deliveries.envelope import EnvelopeEvent, EventEnvelope, compressed
from gladhand.notifications.deliveries.queries import ClaimedDelivery, DeliveryQueue
from gladhand.notifications.webhooks.service import MASK

PAGE = (Path(__file__).parents[3] / "docs" / "webhooks.md").read_text()
SNIPPETS = {
    name: next(text for text in re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL) if sign in text)
    for name, language, sign in (
        ("python-gladhand", "python", "gladhand.webhooks"),
        ("python", "python", "def is_genuine"),
        ("javascript", "javascript", "createServer"),
        ("go", "go", "package main"),
    )
}
NEW, OLD, OTHER = "wX9kLmP2nQrT4vYz", "the-one-before-it", "somebody-else's-secret"
DATA = '{"id": "7", "name": "Zoë & Sons <Ltd>"}'
# A cold compiler takes its time on a busy machine.
_START_SECONDS = 120
_RUNTIMES = {"javascript": "node", "go": "go"}

pytestmark = pytest.mark.timeout(2 * _START_SECONDS)
every_receiver = pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.needs(*[_RUNTIMES[name]] if name in _RUNTIMES else [])) for name in SNIPPETS],
)


@dataclass
class ReceiverProcess:
    url: str
    process: asyncio.subprocess.Process

    async def printed(self) -> str:
        assert self.process.stdout is not None
        return (await asyncio.wait_for(self.process.stdout.readline(), PATIENCE)).decode().strip()


async def _command(name: str, folder: Path) -> list[str]:
    if name.startswith("python"):
        (folder / "receiver.py").write_text(SNIPPETS[name])
        return [sys.executable, str(folder / "receiver.py")]
    runtime = _RUNTIMES[name]
    if name == "javascript":
        (folder / "receiver.mjs").write_text(SNIPPETS[name])
        return [runtime, str(folder / "receiver.mjs")]
    (folder / "receiver.go").write_text(SNIPPETS[name])
    built = await asyncio.create_subprocess_exec(
        *(runtime, "build", "-o", str(folder / "receiver"), str(folder / "receiver.go")),
        env=os.environ | {"GOTOOLCHAIN": "local", "GOPROXY": "off", "GOFLAGS": "", "GOWORK": "off"},
    )
    assert await asyncio.wait_for(built.wait(), _START_SECONDS) == 0
    return [str(folder / "receiver")]


@asynccontextmanager
async def running(command: list[str], *secrets: str) -> AsyncIterator[ReceiverProcess]:
    port = free_port()
    deliveries_database = {"PORT": str(port), "WEBHOOK_SECRETS": ",".join(secrets)}
    process = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | deliveries_database,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        for _ in range(_START_SECONDS * 20):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                assert process.returncode is None, "it did not start"
                await asyncio.sleep(0.05)
            else:
                writer.close()
                break
        yield ReceiverProcess(f"http://127.0.0.1:{port}/hooks", process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _send(url: str, *secrets: str, events: int = 1) -> tuple[list[UUID], int | None]:
    """What the worker does with what it has claimed; the ids of the events, and how the receiver has answered."""
    queue = DeliveryQueue(
        partner_id=uuid4(), webhook_id=uuid4(), url=url, secret=b"", retired_secrets=(), batch_size=events,
        content_encoding="gzip", is_callback=False, is_deleted=False, is_due=True, is_probe=False, in_order=False,
    )  # fmt: skip
    now = clock.now()
    batch = [
        ClaimedDelivery(queue, uuid4(), uuid4(), 1, 1, number, now, "user.added", "1.0", DATA, now, now)
        for number in range(1, events + 1)
    ]
    async with PostClient(LOOPBACK) as client:
        sender = Sender(client, timeout_seconds=10, waits=())
        attempted = await sender.send(batch, [Secret(each) for each in secrets])
    return [each.event_id for each in batch], attempted[0].status_code


def _standard(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if not name.startswith("X-Catena")}


def _catena(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if not name.startswith("webhook-")}


def _without(headers: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in names}


def _made_at(age: timedelta) -> tuple[dict[str, str], bytes]:
    """A delivery that was signed then."""
    sent_at = clock.now() - age
    body = (
        envelope := EventEnvelope("user.added", "1.0", uuid4(), 1, [EnvelopeEvent(uuid4(), sent_at, 1, DATA)])
    ).body()
    return envelope.headers(body, [Secret(NEW)], sent_at=sent_at, request_id=uuid4()), compressed(body)


@every_receiver
async def test_a_receiver_of_the_page_tells_deliveries_from_forgeries(
    name: str, tmp_path: Path, make_receiver: Callable[..., Awaitable[WebhookReceiver]]
) -> None:
    command = await _command(name, tmp_path)
    async with running(command, NEW) as snippet, aiohttp.ClientSession() as client:
        for count in (1, 3):
            ids, status = await _send(snippet.url, NEW, events=count)
            assert status == 202
            printed = await snippet.printed()
            assert printed.endswith("user.added")
            assert count > 1 or printed.startswith(str(ids[0]))
        assert (await _send(snippet.url, OTHER))[1] == 401

        # The same delivery once more, by one scheme or the other, as it came or changed on its way.
        bare = await make_receiver()
        await _send(bare.url, NEW)
        one: ReceivedDelivery = bare.arrived[0]

        async def said(headers: Mapping[str, str], body: bytes) -> int:
            sent = _without(headers, "Host", "Content-Length")
            async with client.post(snippet.url, data=body, headers=sent) as answer:
                return answer.status

        for only in (_standard, _catena):
            headers = only(one.headers)
            assert await said(headers, one.raw) == 202
            plain = _without(headers, "Content-Encoding")
            assert await said(plain, one.text) == 202
            assert await said({key.upper(): value for key, value in headers.items()}, one.raw) == 202
            assert await said(plain, one.text + b" ") == 401
            assert await said(headers, gzip.compress(one.text.replace(b"Sons", b"Sins"))) == 401
            assert await said(headers, one.raw[:-12]) == 401
            for gone in ("webhook-signature", "X-Catena-Signature", "webhook-timestamp", "X-Catena-Timestamp"):
                if gone in headers:
                    assert await said(_without(headers, gone), one.raw) == 401
                    assert await said(headers | {gone: "9" * 400}, one.raw) == 401
            for age in (timedelta(minutes=6), timedelta(minutes=-6)):
                old, body = _made_at(age)
                assert await said(only(old), body) == 401
            recent, body = _made_at(timedelta(minutes=4))
            assert await said(only(recent), body) == 202
        assert await said({}, one.text) == 401


@every_receiver
async def test_a_receiver_of_the_page_refuses_nothing_while_a_secret_is_replaced(
    name: str, tmp_path: Path, make_receiver: Callable[..., Awaitable[WebhookReceiver]]
) -> None:
    command = await _command(name, tmp_path)
    bare = await make_receiver()
    for signing in ((OLD,), (NEW, OLD), (NEW,)):
        await _send(bare.url, *signing)
    # Whoever knows the right ones of the two, in any order.
    for known, taken in (((OLD,), (202, 202, 401)), ((OLD, NEW), (202,) * 3), ((NEW,), (401, 202, 202))):
        async with running(command, *known) as snippet, aiohttp.ClientSession() as client:
            for only in (_standard, _catena):
                found = []
                for each in bare.arrived:
                    sent = _without(only(each.headers), "Host", "Content-Length")
                    async with client.post(snippet.url, data=each.raw, headers=sent) as answer:
                        found.append(answer.status)
                assert tuple(found) == taken, (known, only)


async def test_the_public_library_of_standard_webhooks_verifies_deliveries(
    make_receiver: Callable[..., Awaitable[WebhookReceiver]], subscribe, publish_event, dispatching
) -> None:
    receiver = await make_receiver()
    # Such as its own command line makes, as well as any other text.
    for number, secret in enumerate(("any text of twelve or more", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")):
        await subscribe(receiver.url, ("user.added", "user.modified")[number], secret=secret)
    async with dispatching():
        await publish_event("user.added")
        await publish_event("user.modified")
        await receiver.wait_for(2)
    secrets = {"user.added": "any text of twelve or more", "user.modified": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
    for each in receiver.arrived:
        key = secrets[each.body["event_name"]].encode()
        assert Webhook(key).verify(each.text, each.headers) == each.body
        for another in (b"another secret", MASK.encode()):
            with pytest.raises(WebhookVerificationError):
                Webhook(another).verify(each.text, each.headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(key).verify(each.text + b" ", each.headers)
