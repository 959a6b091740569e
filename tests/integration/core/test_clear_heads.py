"""Heads that servers and proxies read differently are refused, and what follows them is no request."""

import asyncio

import pytest
from tests.conftest import PATIENCE, Api

BODY = b'{"fleet_ref": "F-1"}'
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)
#: A second request behind the first, on the same connection.
SMUGGLED = b"GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


async def statuses(url: str, sent: bytes) -> list[bytes]:
    """The status lines of all answers until the server closes the connection."""
    port = int(url.rpartition(":")[2])
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        received = await reader.read()
        writer.close()
    return [line[9:12] for line in received.split(b"\r\n") if line.startswith(b"HTTP/1")]


def request(api: Api, head: bytes, body: bytes, host: bytes = b"Host: hub.example\r\n") -> bytes:
    token = f"Authorization: Bearer {api.token}\r\n".encode()
    known = b"POST /v2/orgs/invitations HTTP/1.1\r\nContent-Type: application/json\r\n"
    return known + host + token + head + b"\r\n" + body


@pytest.mark.parametrize(
    ("head", "body"), [(LENGTH, BODY), (CHUNKED, CHUNKS), (LENGTH * 2, BODY)], ids=["length", "chunks", "twice"]
)
async def test_a_clear_head_is_answered(api: Api, head: bytes, body: bytes) -> None:
    assert await statuses(api.url, request(api, b"Connection: close\r\n" + head, body)) == [b"201"]


@pytest.mark.parametrize("head", [LENGTH + CHUNKED, CHUNKED + b"Content-Length: 4\r\n"], ids=repr)
async def test_chunks_count_more_than_a_length_and_end_the_connection(api: Api, head: bytes) -> None:
    # What follows may be the rest of this request, or another one.
    assert await statuses(api.url, request(api, head, CHUNKS) + SMUGGLED) == [b"201"]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"Content-Length: 3\r\n" + LENGTH, BODY),
        (b"Content-Length: 18, 18\r\n", BODY),
        (b"Content-Length: +18\r\n", BODY),
        (b"Transfer-Encoding: xchunked\r\n", CHUNKS),
        (LENGTH + b"Transfer-Encoding: identity\r\n", BODY),
        (LENGTH + b"X-A : b\r\n", BODY),
        (LENGTH + b"X-A: b\r\n c\r\n", BODY),
    ],
    ids=repr,
)
async def test_a_body_of_two_lengths_is_refused_and_ends_the_connection(api: Api, head: bytes, body: bytes) -> None:
    assert await statuses(api.url, request(api, head, body) + SMUGGLED) == [b"400"]


@pytest.mark.parametrize(
    ("head", "host"),
    [
        (LENGTH, b"Host: a\r\nHost: b\r\n"),
        (LENGTH, b""),
        (LENGTH, b"Host: a b\r\n"),
        (LENGTH, b"Host: a/b@c\r\n"),
        (LENGTH + b"Authorization: Bearer other\r\n", b"Host: a\r\n"),
    ],
    ids=repr,
)
async def test_two_hosts_or_callers_are_refused(api: Api, head: bytes, host: bytes) -> None:
    assert (await statuses(api.url, request(api, head, BODY, host) + SMUGGLED))[0] == b"400"
