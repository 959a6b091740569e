"""Receivers that answer with nonsense, or with less than an answer: a failed try, and nothing worse."""

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from uuid import UUID, uuid4

import pytest

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.notifications.sealed_links import seal_link

BOMB = gzip.compress(b"0" * 50_000_000)


@asynccontextmanager
async def answering(*parts: bytes, pause: float = 0.0) -> AsyncIterator[str]:
    """A receiver that reads one request and then says this, byte for byte, whether it is HTTP or not."""

    serving: set[asyncio.Task[None] | None] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(asyncio.current_task())
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            await reader.readexactly(int(length.split(b":")[1]))
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hooks"
    finally:
        server.close()
        await asyncio.gather(*filter(None, serving))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x00\xff\x00 is this HTTP?\r\n\r\n",
        b"HTTP/1.1 abc \x00\x00\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
    ],
)
async def test_an_answer_that_is_no_http_is_a_failure(subscribe, publish_event, dispatching, outcome, said: bytes):
    async with answering(said) as url, dispatching(waits=[0.05]):
        await subscribe(url)
        found = await outcome(await publish_event(), "dead")
    assert (found.codes, found.attempts) == ([None, None], 2)
    assert all(error and error.isprintable() and len(error) < 300 for error in found.errors)


async def test_an_answer_that_trickles_in_is_cut_off_in_time(subscribe, publish_event, dispatching, outcome):
    letters = (bytes([each]) for each in b"HTTP/1.1 202 Accepted\r\n")
    async with answering(*letters, pause=0.1) as url, dispatching(waits=(), timeout_seconds=0.5):
        await subscribe(url)
        found = await outcome(await publish_event(), "dead")
    assert found.errors == ["no answer within 0.5 s"]


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 202 Accepted\r\nContent-Length: 1000\r\n\r\nless",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 8\r\n\r\nno gzip!",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(BOMB) + BOMB,
        b"HTTP/1.0 200\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 8\r\n\r\nno brotl",
        b"HTTP/1.1 202 Accepted\r\nX-Bad: \x00\r\n\r\n",
        b"HTTP/1.1 202 Accepted\r\nContent-Length: minus\r\n\r\n",
        b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 202 Accepted\r\nX-Long: " + b"x" * 9_000 + b"\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 202 Accepted\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\nmore after it",
        b"HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1_000_000,
        b"HTTP/1.1 200 OK\r\nno header",
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    ],
)
async def test_a_good_status_is_delivered_whatever_its_body_is(
    subscribe, publish_event, dispatching, outcome, said: bytes
):
    async with answering(said) as url, dispatching(waits=()):
        await subscribe(url)
        found = await outcome(await publish_event())
    assert found.errors == [None]


async def test_a_body_without_an_end_is_not_read(subscribe, publish_event, dispatching, outcome):
    endless = [b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 100_000] * 200]
    async with answering(*endless) as url, dispatching(waits=()):
        await subscribe(url)
        found = await outcome(await publish_event())
    assert found.errors == [None]


async def test_a_good_status_whose_head_never_ends_is_delivered(subscribe, publish_event, dispatching, outcome):
    head = [b"HTTP/1.1 202 Accepted\r\n", *[b"X-More: x\r\n"] * 8]
    async with answering(*head, pause=0.1) as url, dispatching(waits=(), timeout_seconds=0.5):
        await subscribe(url)
        found = await outcome(await publish_event())
    assert (found.errors, found.codes) == ([None], [202])


async def test_nobody_waits_for_a_receiver_that_speaks_no_http(
    receiver, subscribe, publish_event, dispatching, outcome
):
    async with answering(b"\x00\r\n\r\n") as url, dispatching(waits=[30]):
        await subscribe(url, "user.modified")
        await subscribe(receiver.url)
        for _ in range(20):
            await publish_event("user.modified")
        assert (await outcome(await publish_event())).attempts == 1


@pytest.mark.parametrize("size", [1, 1000, 900_000])
async def test_a_record_of_any_size_arrives_as_it_was_told(
    receiver, subscribe, publish_event, dispatching, outcome, size: int
):
    data = {"text": "ß€𝄞\u2028" * (size // 4 or 1), "nested": [{"a": None, "b": 1.5, "c": True}], "quote": '"\\\n'}
    await subscribe(receiver.url)
    async with dispatching():
        await outcome(await publish_event(data=data))
    assert receiver.arrived[0].body["data"] == [data]


async def answers_of(database: Database, event_id: UUID) -> list[str | None]:
    async with database.connection() as db:
        rows = await db.execute("select answer from delivery_attempt where event_id = %s order by attempt", (event_id,))
        return [row["answer"] for row in await rows.fetchall()]


async def test_what_a_receiver_says_with_a_refusal_is_kept(
    subscribe, publish_event, dispatching, outcome, deliveries_database: Database
):
    head, body = b"HTTP/1.1 422 No\r\nContent-Length: 23\r\n\r\n", b'{"why": "no such\x00 user"}'
    async with answering(head, body, pause=0.05) as url, dispatching(waits=[0.05]):
        await subscribe(url)
        event_id = await publish_event()
        await outcome(event_id, "dead")
    assert await answers_of(deliveries_database, event_id) == ['{"why": "no such? user"}'] * 2


async def test_a_receiver_that_says_nothing_with_its_refusal_is_not_waited_for_long(
    subscribe, publish_event, dispatching, outcome, deliveries_database: Database
):
    head = b"HTTP/1.1 503 No\r\nContent-Length: 5\r\n\r\n"
    async with answering(head, b"", b"", b"", pause=0.5) as url, dispatching(waits=[], timeout_seconds=5.0):
        await subscribe(url)
        event_id = await publish_event()
        found = await outcome(event_id, "dead")
    assert found.codes == [503]
    async with deliveries_database.connection() as db:
        rows = await db.execute("select response_time_ms from delivery_attempt where event_id = %s", (event_id,))
        assert [row["response_time_ms"] < 1000 for row in await rows.fetchall()] == [True]


async def test_of_an_event_with_a_link_no_answer_is_kept(
    subscribe, publish_event, dispatching, outcome, deliveries_database: Database, keyring: Keyring, partner_id: UUID
):
    link = uuid4()
    head = b"HTTP/1.1 422 No\r\nContent-Length: 36\r\n\r\n"
    async with answering(head + str(link).encode()) as url, dispatching(waits=[]):
        await subscribe(url, "invitation.created")
        event_id = await publish_event("invitation.created", sealed_link=seal_link(link, keyring, partner_id))
        await outcome(event_id, "dead")
    assert await answers_of(deliveries_database, event_id) == [None]


async def test_keys_of_the_address_that_a_receiver_repeats_are_masked(
    subscribe, publish_event, dispatching, outcome, deliveries_database: Database
):
    body = b"POST /in/T0-secret-of-path?key=top%2Dsecret-7 refused: top-secret-7" + b"." * 900 + b" top-secret-7"
    head = f"HTTP/1.1 403 No\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    async with answering(head + body) as url, dispatching(waits=[]):
        await subscribe(url.removesuffix("/hooks") + "/in/T0-secret-of-path?key=top%2Dsecret-7")
        event_id = await publish_event()
        await outcome(event_id, "dead")
    [answer] = await answers_of(deliveries_database, event_id)
    assert answer is not None
    assert "refused: *****" in answer
    assert "secret" not in answer
    assert len(answer) <= 1000
