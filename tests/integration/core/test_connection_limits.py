"""What one client can do with its connections: it shuts out nobody, and the server closes what does not go on."""

import asyncio
import resource
import socket
from collections.abc import Iterator

import pytest
from tests.conftest import PATIENCE, eventually, serving

from gladhand.local.stack import free_port

IDLE = 2000
REQUEST = b"GET /health HTTP/1.1\r\nHost: hub.example\r\n\r\n"
POST = b"POST /v2/orgs/invitations HTTP/1.1\r\nHost: hub.example\r\nContent-Type: application/json\r\n"


@pytest.fixture(scope="module")
def impatient(environment: dict[str, str]) -> Iterator[int]:
    """The port of a server with short time limits."""
    limits = {f"GLADHAND_{name}_TIMEOUT_SECONDS": "1" for name in ("IDLE", "BODY", "SEND")}
    with serving(environment | limits) as url:
        yield int(url.rsplit(":", 1)[1])


@pytest.fixture(scope="module")
def patient(environment: dict[str, str]) -> Iterator[int]:
    """The port of a server that closes nothing during a test."""
    with serving(environment | {"GLADHAND_IDLE_TIMEOUT_SECONDS": "600"}) as url:
        yield int(url.rsplit(":", 1)[1])


@pytest.fixture
def many_files() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


async def exchanged(port: int, *sent: bytes, pause: float = 0) -> bytes:
    """All that the server sends until it closes the connection."""
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        received = asyncio.create_task(reader.read())
        for each in sent:
            writer.write(each)
            await asyncio.sleep(pause)
            if received.done():
                break
        try:
            return await received
        finally:
            writer.close()


async def answers(port: int, request: bytes) -> bytes:
    """The status line of one request on a connection of its own."""
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request)
        line = await reader.readline()
        writer.close()
        return line


@pytest.mark.parametrize(
    "opening",
    [b"", b"GET /health HTTP/1.1\r\nHo", POST + b"Content-Length: 100\r\n\r\n{", REQUEST],
    ids=["nothing", "half a header", "half a body", "idle after a request"],
)
async def test_two_thousand_connections_that_do_not_go_on_shut_nobody_out(patient, many_files, opening):
    loop = asyncio.get_running_loop()
    held = []
    try:
        for _ in range(IDLE):
            each = socket.socket()
            each.setblocking(False)
            held.append(each)
            await loop.sock_connect(each, ("127.0.0.1", patient))
            await loop.sock_sendall(each, opening)
        for path in (b"/health", b"/?invite=00000000-0000-4000-8000-000000000000", b"/docs"):
            request = b"GET " + path + b" HTTP/1.1\r\nHost: hub.example\r\n\r\n"
            # A machine under load may miss the time limit of the look at the database once.
            lines = [await answers(patient, request) for _ in range(3)]
            assert b"HTTP/1.1 200 OK\r\n" in lines, path
        refused = await answers(patient, b"GET /v2/orgs/invitations HTTP/1.1\r\nHost: hub.example\r\n\r\n")
        assert refused == b"HTTP/1.1 401 Unauthorized\r\n"
    finally:
        for each in held:
            each.close()


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ([], b""),
        ([b"GET /health HTTP/1.1\r\nHo"], b""),
        ([b"GET /health HTTP/1.1\r\n"] + [b"X: y\r\n"] * 100, b""),
        ([REQUEST], b"HTTP/1.1 200 "),
        ([POST + b"Content-Length: 100\r\n\r\n{"], b"HTTP/1.1 408 "),
        ([POST + b"Content-Length: 1000\r\n\r\n"] + [b" "] * 100, b"HTTP/1.1 408 "),
        ([POST + b"Transfer-Encoding: chunked\r\n\r\n"] + [b"1\r\n \r\n"] * 100, b"HTTP/1.1 408 "),
        ([b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"], b""),
    ],
    ids=["nothing", "half a header", "header in drops", "idle", "half a body", "body in drops", "chunks", "HTTP/2"],
)
async def test_a_connection_that_does_not_go_on_is_closed(impatient, sent, answer):
    received = await exchanged(impatient, *sent, pause=0.1)
    assert received.startswith(answer)
    assert received or not answer


async def test_many_bodies_that_do_not_go_on_are_all_answered(impatient):
    # What an answer leaves behind must not hold the connection until the collector comes by.
    half = POST + b"Content-Length: 100\r\n\r\n{"
    received = await asyncio.gather(*(exchanged(impatient, half) for _ in range(20)))
    assert all(each.startswith(b"HTTP/1.1 408 ") for each in received)


async def test_a_client_that_reads_nothing_of_its_answers_is_cut_off(impatient):
    loop = asyncio.get_running_loop()
    reading = socket.socket()
    reading.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reading.setblocking(False)
    await loop.sock_connect(reading, ("127.0.0.1", impatient))
    await loop.sock_sendall(reading, b"GET /v2/telematics/openapi.json HTTP/1.1\r\nHost: hub.example\r\n\r\n" * 40)

    async def is_cut_off() -> bool:
        # Sending shows the reset without reading anything.
        try:
            await loop.sock_sendall(reading, b" ")
        except ConnectionResetError:
            return True
        return False

    await eventually(is_cut_off, "the end of the connection")
    reading.close()


async def test_the_health_port_answers_when_clients_hold_all_connections(environment):
    port = free_port()
    limits = {
        "GLADHAND_MAX_CONNECTIONS": "16",
        "GLADHAND_IDLE_TIMEOUT_SECONDS": "600",
        "GLADHAND_HEALTH_PORT": str(port),
    }
    with serving(environment | limits) as url:
        held = [await asyncio.open_connection("127.0.0.1", int(url.rsplit(":", 1)[1])) for _ in range(20)]
        assert await answers(port, REQUEST) == b"HTTP/1.1 200 OK\r\n"
        for _, writer in held:
            writer.close()


@pytest.mark.parametrize(
    "target", [b"POST /v2/nothing", b"POST /health", b"PUT /v2/orgs/invitations", b"POST /nothing"]
)
async def test_a_refusal_before_the_body_was_needed_leaves_the_connection_usable(impatient, target):
    body = b"x" * 200_000
    request = target + b" HTTP/1.1\r\nHost: hub.example\r\nContent-Length: 200000\r\n\r\n" + body
    received = await exchanged(impatient, request, REQUEST)
    assert received.count(b"HTTP/1.1 ") == 2
    assert b"HTTP/1.1 200 OK" in received


async def test_chunks_that_cannot_be_read_are_a_400(impatient):
    received = await exchanged(impatient, POST + b"Transfer-Encoding: chunked\r\n\r\nrubbish\r\n")
    assert received.startswith(b"HTTP/1.1 400 ")
    assert b"connection: close" in received
