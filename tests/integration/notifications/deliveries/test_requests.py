"""What receivers get: the address as it was registered, and a body that they can read."""

import asyncio
import gzip
import json
from dataclasses import dataclass

import pytest
from aiohttp import web
from tests.integration.notifications.conftest import ReceivedDelivery


@dataclass
class PlainOnly:
    """Answers like a receiver that parses the bytes as they come."""

    status: int

    async def __call__(self, arrived: ReceivedDelivery) -> web.Response:
        try:
            json.loads(arrived.raw)
        except ValueError:
            return web.Response(status=self.status)
        return web.Response(status=202)


@pytest.mark.parametrize(
    "path",
    [
        "/hooks?sp=%2Fmanual%2Frun&u=x%40y.z&t=%7Ea&c=%3A",
        "/a%2fb/../c//d/./e;v=1?",
        "?key=a+b%20c&&=&x",
        "/%C3%BC/%ff?q=[1]|2",
    ],
)
async def test_an_address_is_sent_byte_for_byte(receiver, subscribe, publish_event, dispatching, outcome, path: str):
    await subscribe(receiver.url.removesuffix("/hooks") + path)
    async with dispatching():
        await outcome(await publish_event())
    sent = receiver.arrived[0].request._message.path
    assert sent == (path if path.startswith("/") else f"/{path}")


@pytest.mark.parametrize("status", [400, 415])
async def test_a_receiver_that_cannot_unpack_gets_the_same_plain_and_so_ever_after(
    make_receiver, subscribe, publish_event, dispatching, outcome, deliveries_database, status: int
):
    receiver = await make_receiver(PlainOnly(status))
    webhook_id = await subscribe(receiver.url)
    async with dispatching(waits=[30]):
        first = await outcome(await publish_event())
        packed, plain = receiver.arrived
        assert gzip.decompress(packed.raw) == plain.raw
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in plain.headers
        assert plain.headers["X-Catena-Signature"]
        assert (first.attempts, first.codes) == (1, [202])
        async with deliveries_database.connection() as db:
            rows = await db.execute("select content_encoding from webhook where id = %s", (webhook_id,))
            assert await rows.fetchall() == [{"content_encoding": "identity"}]
        await outcome(await publish_event())
    assert len(receiver.arrived) == 3


async def test_a_receiver_that_refuses_the_plain_body_too_goes_on_getting_gzip(
    make_receiver, subscribe, publish_event, dispatching, outcome
):
    async def refuse(_: ReceivedDelivery) -> web.Response:
        return web.Response(status=400)

    receiver = await make_receiver(refuse)
    await subscribe(receiver.url)
    async with dispatching(waits=[0.05]):
        found = await outcome(await publish_event(), "dead")
    assert found.codes == [400, 400]
    assert ["Content-Encoding" in each.headers for each in receiver.arrived] == [True, False, True, False]


async def test_the_answer_to_the_plain_body_is_that_of_the_attempt(
    make_receiver, subscribe, publish_event, dispatching, outcome
):
    """The router of the public Go library reads no gzip, and answers 404 to an event that nobody handles."""

    async def route(request: ReceivedDelivery) -> web.Response:
        return web.Response(status=400 if "Content-Encoding" in request.headers else 404)

    receiver = await make_receiver(route)
    await subscribe(receiver.url)
    async with dispatching(waits=()):
        found = await outcome(await publish_event(), "dead")
    assert (found.codes, found.errors) == ([404], ["answered 404"])


async def test_the_plain_body_comes_on_a_connection_of_its_own(subscribe, publish_event, dispatching, outcome):
    """Receivers that refuse a request often hang up without saying so, just when the next one arrives."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(head.partition(b"content-length:")[2].split()[0]))
        refused = b"content-encoding: gzip" in head
        writer.write(b"HTTP/1.1 %d x\r\nContent-Length: 0\r\n\r\n" % (400 if refused else 202))
        await reader.read(1)
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server, dispatching(waits=()):
        await subscribe(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hooks")
        found = await outcome(await publish_event())
    assert found.codes == [202]


async def test_a_subscription_may_ask_for_plain_bodies(receiver, subscribe, publish_event, dispatching, outcome):
    await subscribe(receiver.url, content_encoding="identity")
    async with dispatching():
        await outcome(await publish_event())
    assert json.loads(receiver.arrived[0].raw)["event_name"] == "user.added"
    assert "Content-Encoding" not in receiver.arrived[0].headers


async def test_a_callback_that_cannot_unpack_gets_its_further_events_plain(
    make_receiver, publish_event, dispatching, outcome
):
    receiver = await make_receiver(PlainOnly(415))
    async with dispatching(waits=[30]):
        for _ in range(2):
            await outcome(await publish_event("invitation.accepted", callback_url=receiver.url))
    assert ["Content-Encoding" in each.headers for each in receiver.arrived] == [True, False, False]


async def test_a_busy_receiver_is_sent_nothing_until_it_asked_for_and_others_are(
    make_receiver, subscribe, publish_event, dispatching, outcome, attempted, all_due_sent
):
    async def busy(_: ReceivedDelivery) -> web.Response:
        return web.Response(status=429, headers={"Retry-After": "2"})

    receiver = await make_receiver(busy)
    await subscribe(receiver.url)
    async with dispatching(waits=[0.05] * 5):
        first = await publish_event()
        assert (await attempted(first)).codes == [429]
        await publish_event()
        await all_due_sent()
        assert len(receiver.arrived) == 1
        receiver.answer = None
        await outcome(first)
    assert receiver.arrived[1].at - receiver.arrived[0].at >= 1.9
