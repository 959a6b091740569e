"""Nobody makes this server talk to its own network: each address is tried for real, at a session of the hub's own."""

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from gladhand.core.http import AddressGuard, AddressRefused, ClientTimeout, Session, new_session

ANY = "0.0.0.0"  # noqa: S104 - it is asked for, nothing is bound to it
# As a keyboard for Chinese or Japanese writes them; a resolver takes them for the plain ones.
_WIDE = {code: code + 0xFEE0 for code in range(ord("0"), ord("z"))}
WIDE_DIGITS, WIDE_NAME = "127.0.0.1".translate(_WIDE), "localhost".translate(_WIDE)
CLOSED = AddressGuard()
LOOPBACK = AddressGuard.allowing(["127.0.0.0/8", "::1/128"])

UNSPEAKABLE_URLS = [
    # other schemes, and none
    *("file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "unix:///run/docker.sock", "data:,x"),
    *("javascript:alert(1)", "ws://example.com/", "example.com/hooks", "//example.com/hooks", "", "https:", "https://"),
    *("https:///path", "https://?q", "http:example.com", "jar:https://example.com!/", " ", "https://[", "https://[::1"),
    # plain http
    *("http://example.com/", "http://127.0.0.1/", "HTTP://example.com/"),
    # somebody's name and password, also as a disguise
    *("https://user@example.com/", "https://user:pw@example.com/", "https://:pw@example.com/", "https://@example.com/"),
    *("https://example.com@127.0.0.1/", "https://example.com\\@127.0.0.1/", "https://example.com%2f@127.0.0.1/"),
    # ports of other trades, and no ports at all
    *(f"https://example.com:{port}/" for port in (0, 22, 23, 25, 110, 143, 465, 587, 3306, 5432, 6379, 11211, 27017)),
    *("https://example.com:65536/", "https://example.com:-1/", "https://example.com:x/", "https://example.com:8080x/"),
    # names that are none
    *("https://" + "a" * 64 + ".example/", "https://" + "a." * 127 + "example/", "https://exa℀mple.com/"),
]

PRIVATE_HOSTS = [
    # loopback, unspecified, this network
    *("127.0.0.1", "127.1.2.3", "127.255.255.254", ANY, "0.1.2.3", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]"),
    # private, shared by a carrier, link-local with the cloud's metadata in it
    *("10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.254", "192.168.0.1", "100.64.0.1", "100.127.255.254"),
    *("169.254.169.254", "169.254.0.1", "[fd00:ec2::254]", "168.63.129.16", "192.0.0.192", "100.100.100.200"),
    *("[::ffff:168.63.129.16]", "[64:ff9b::168.63.129.16]", "[2002:a83f:8110::1]", "[2600::5efe:168.63.129.16]"),
    *("[::ffff:192.0.0.192]", "[64:ff9b::c000:c0]", "[2002:c000:c0::]", "[2600::200:5efe:10.0.0.1]"),
    # multicast, broadcast, reserved, for tests and documents
    *("224.0.0.1", "239.255.255.250", "255.255.255.255", "240.0.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1"),
    *("198.51.100.1", "203.0.113.1", "192.88.99.1", "[ff02::1]", "[ff0e::1]", "[100::1]", "[2001:db8::1]", "[3fff::1]"),
    # unique local, link-local, site-local, and what nobody has been given
    *("[fc00::1]", "[fd12:3456:789a::1]", "[fe80::1]", "[fec0::1]", "[feff::1]", "[4000::1]", "[5f00::1]", "[1::1]"),
    # IPv4 inside of IPv6: mapped, compatible, translated, NAT64 of both kinds, 6to4, Teredo, ISATAP
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]", "[::127.0.0.1]"),
    *("[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::7f00:1]"),
    *("[2002:7f00:1::]", "[2002:a00:1::1]", "[2002:a9fe:a9fe::1]", "[2001:0:7f00:1::]", "[2001::1]"),
    *("[fe80::5efe:127.0.0.1]", "[fe80::1%25lo]", "[fe80::1%lo]", "[::1%25lo]", "[::1%lo]"),
    # odd spellings of 127.0.0.1: one number, octal, hexadecimal, short, with a dot behind, not ASCII
    *("2130706433", "017700000001", "0x7f000001", "0x7F.0x0.0x0.0x1", "0177.0.0.1", "0177.0.0.01", "127.1", "127.0.1"),
    *("0", "127.0.0.1.", WIDE_DIGITS, "①②⑦.⓪.⓪.①", "127。0。0。1", "127.0.0.1", "%31%32%37.0.0.1"),
    *("0x7f.1", "4294967295", "2852039166", "127.000.000.001", "1.0.0.127.in-addr.arpa"),
    # names
    *("localhost", "LOCALHOST", "localhost.", "lOcAlHoSt", WIDE_NAME, "ip6-localhost", socket.gethostname()),
]


def test_there_are_enough_attacks():
    assert len(set(UNSPEAKABLE_URLS)) + len(set(PRIVATE_HOSTS)) >= 120


@pytest.mark.parametrize("url", UNSPEAKABLE_URLS)
def test_a_url_of_the_wrong_form_is_refused_with_a_reason(url):
    with pytest.raises(AddressRefused, match=r"^The URL.*\.$"):
        CLOSED.check_syntax(url)


class NameResolver(AbstractResolver):
    """A name service with the answers of a test, one after the other; the last one stays."""

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)
        self.asked = 0

    async def resolve(self, host: str, port: int = 0, family: object = None) -> list[ResolveResult]:  # noqa: ARG002 - given by name
        self.asked += 1
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        found = []
        for each in answer.split(","):
            kind = socket.AF_INET6 if ":" in each else socket.AF_INET
            found.append(ResolveResult(hostname=host, host=each, port=port, family=kind, proto=0, flags=0))
        return found

    async def close(self) -> None:
        """There is nothing to close."""


@asynccontextmanager
async def session(guard: AddressGuard, names: NameResolver | None = None) -> AsyncIterator[Session]:
    async with new_session(guard) as opened:
        if names is not None:
            connector = opened.connector
            assert isinstance(connector, aiohttp.TCPConnector)
            connector._resolver, connector._use_dns_cache = names, False
        yield opened


class Listener:
    """Counts who gets through to a port of this machine; it should be nobody."""

    def __init__(self) -> None:
        self.port = 0
        self.connections = 0

    async def hear(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    made = Listener()
    # On every address of the machine, so that whatever leads here is heard.
    server = await asyncio.start_server(made.hear, None, 0, family=socket.AF_INET)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


def by_the_guard(error: BaseException | None) -> bool:
    """The client wraps what the guard says, once or more often."""
    if error is None or isinstance(error, AddressRefused):
        return error is not None
    inner = [error.os_error] if isinstance(error, aiohttp.ClientConnectorError) else []
    return any(by_the_guard(each) for each in (*inner, error.__cause__, error.__context__))


async def refused(guard: AddressGuard, url: str, names: NameResolver | None = None) -> BaseException:
    async with session(guard, names) as opened:
        with pytest.raises((aiohttp.ClientError, OSError, ValueError)) as caught:
            async with opened.get(url, timeout=ClientTimeout(total=5)):
                pass
    return caught.value


RESOLVABLE = {"127.0.0.1", "10.0.0.1", "[::1]", "[::ffff:7f00:1]", "[fec0::1]", "localhost", "2130706433", "127.1", "0"}


@pytest.mark.parametrize("host", PRIVATE_HOSTS)
async def test_no_spelling_of_a_private_address_gets_through(listener, host):
    url = f"http://{host}:{listener.port}/"
    # What cannot be resolved here, or is not even a name, is left to the connection.
    with pytest.raises(AddressRefused) if host in RESOLVABLE else suppress(AddressRefused):
        await CLOSED.check_url(url.replace("http:", "https:"))
    error = await refused(CLOSED, url)
    assert not isinstance(error, TimeoutError | aiohttp.ServerTimeoutError)
    assert listener.connections == 0


LITERALS = [host.strip("[]") for host in PRIVATE_HOSTS if host.startswith("[") and "%" not in host]


@pytest.mark.parametrize("address", [*LITERALS, "127.0.0.1", ANY, "169.254.169.254", "10.0.0.1", "255.255.255.255"])
async def test_a_name_that_leads_to_a_private_address_gets_no_connection(listener, address):
    error = await refused(CLOSED, f"http://partner.example:{listener.port}/", NameResolver(address))
    assert by_the_guard(error)
    assert listener.connections == 0


async def test_a_name_that_changes_its_address_after_the_check_gets_no_connection(listener):
    guard = AddressGuard.allowing(["127.0.0.1/32"])
    names = NameResolver("127.0.0.1", "127.0.0.2")
    async with session(guard, names) as opened:
        async with opened.get(f"http://partner.example:{listener.port}/") as answer:
            assert answer.status == 204
        with pytest.raises(aiohttp.ClientConnectorError) as caught:
            await opened.get(f"http://partner.example:{listener.port}/")
    assert by_the_guard(caught.value)
    assert names.asked == 2
    assert listener.connections == 1


async def test_one_private_address_among_public_ones_is_not_used(listener):
    # The allowed address stands for a public one; the other is tried before it and must fail.
    guard = AddressGuard.allowing(["127.0.0.1/32"])
    async with session(guard, NameResolver("127.0.0.2,127.0.0.1")) as opened:
        answer = await opened.get(f"http://partner.example:{listener.port}/")
        assert answer.status == 204
    await refused(CLOSED, f"http://partner.example:{listener.port}/", NameResolver("127.0.0.2,10.0.0.1,::1"))
    assert listener.connections == 1


async def test_a_redirect_to_a_private_address_or_to_a_strange_port_gets_no_connection(listener):
    places = [
        f"http://127.0.0.2:{listener.port}/",
        f"http://[::1]:{listener.port}/",
        "http://127.0.0.1:6379/",
    ]

    async def redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        answer = f"HTTP/1.1 302 Found\r\nLocation: {places[0]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        writer.write(answer.encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(redirect, "127.0.0.3", 0) as server:
        port = server.sockets[0].getsockname()[1]
        while places:
            error = await refused(AddressGuard.allowing(["127.0.0.3/32"]), f"http://127.0.0.3:{port}/")
            assert by_the_guard(error)
            places.pop(0)
    assert listener.connections == 0


@pytest.mark.parametrize("port", [0, 22, 25, 5432, 6379])
def test_a_socket_for_a_port_of_another_trade_is_not_made(port):
    with pytest.raises(AddressRefused):
        LOOPBACK.socket((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)))


async def test_an_allowed_network_is_reached(listener):
    for host in ("127.0.0.1", "127.0.0.2", "localhost", "[::ffff:127.0.0.1]"):
        async with session(LOOPBACK) as opened, opened.get(f"http://{host}:{listener.port}/") as answer:
            assert answer.status == 204
    assert listener.connections == 4


@pytest.mark.parametrize(
    ("network", "inside", "outside"),
    [
        (
            "127.0.0.0/8",
            ["127.0.0.1", "127.9.9.9", "::ffff:127.0.0.1"],
            ["10.0.0.1", "::1", ANY, "::ffff:10.0.0.1"],
        ),
        ("10.1.0.0/16", ["10.1.0.1", "10.1.255.255"], ["10.2.0.1", "10.0.255.255", "127.0.0.1", "192.168.0.1"]),
        ("192.168.0.7", ["192.168.0.7"], ["192.168.0.6", "192.168.0.8"]),
        ("::1/128", ["::1"], ["::2", "127.0.0.1", "::ffff:127.0.0.1", "::"]),
        ("fd00::/8", ["fd00::1", "fdff::1"], ["fc00::1", "fe80::1", "10.0.0.1"]),
    ],
)
def test_an_allowed_network_lets_in_its_own_addresses_only(network, inside, outside):
    guard = AddressGuard.allowing([network])
    assert [each for each in inside if not guard.permits(ipaddress.ip_address(each))] == []
    assert [each for each in outside if guard.permits(ipaddress.ip_address(each))] == []


@pytest.mark.parametrize(
    "address",
    [
        *("1.1.1.1", "8.8.8.8", "93.184.215.14", "172.32.0.1", "100.128.0.1", "192.169.0.1", "11.0.0.1"),
        *("223.255.255.254", "2606:4700:4700::1111", "2a00:1450:4001:800::200e", "::ffff:8.8.8.8"),
        *("64:ff9b::808:808", "2002:808:808::1"),
    ],
)
def test_a_public_address_is_permitted(address):
    assert CLOSED.permits(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://example.com/hooks", "example.com"),
        ("https://EXAMPLE.com:443/", "example.com"),
        ("https://hooks.partner.example:8443/a/b?c=d&e=f", "hooks.partner.example"),
        ("https://münchen.example/", "münchen.example"),
        ("https://xn--mnchen-3ya.example/", "xn--mnchen-3ya.example"),
        ("https://example.com./", "example.com."),
        ("https://1.1.1.1/", "1.1.1.1"),
        ("https://[2606:4700:4700::1111]:8443/", "2606:4700:4700::1111"),
        ("https://example.com/path@with:signs", "example.com"),
        ("https://example.com?next=http://127.0.0.1/", "example.com"),
        ("https://" + "a" * 63 + ".example/", "a" * 63 + ".example"),
    ],
)
def test_a_good_url_passes_the_check_of_its_form(url, host):
    assert CLOSED.check_syntax(url) == host


async def test_plain_http_is_taken_in_an_allowed_network_only():
    assert LOOPBACK.check_syntax("http://127.0.0.1:9000/", https_only=False) == "127.0.0.1"
    assert LOOPBACK.check_syntax("http://localhost:9000/", https_only=False) == "localhost"
    await LOOPBACK.check_url("http://127.0.0.1:9000/", https_only=False)
    for url in ("http://example.com/", "http://10.0.0.1/", "http://127.0.0.1.example/"):
        with pytest.raises(AddressRefused, match="https"):
            LOOPBACK.check_syntax(url, https_only=False)
    with pytest.raises(AddressRefused, match="https"):
        LOOPBACK.check_syntax("http://127.0.0.1:9000/")


async def test_a_name_that_cannot_be_resolved_is_stored_and_judged_later():
    await CLOSED.check_url("https://no-such-name.invalid/")


async def test_the_session_keeps_no_cookies():
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        body = b"cookie" if b"cookie" in asked.lower() else b"none"
        writer.write(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with session(LOOPBACK) as opened:
            for _ in range(2):
                async with opened.get(f"http://localhost:{port}/") as got:
                    assert await got.text() == "none"
