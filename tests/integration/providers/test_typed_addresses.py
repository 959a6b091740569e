"""A fleet may type in any address; the hub talks to public ones only, whatever they look like."""

import asyncio
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from tests.fakes.serving import serve
from tests.fakes.traccar import TraccarFake
from tests.unit.core.test_address_guard import PRIVATE_HOSTS, UNSPEAKABLE_URLS, Listener, NameResolver

from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.http import AddressGuard, Session, new_session
from gladhand.integrations.gateway import AttemptSettings, ProviderGateway
from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.sdk.errors import ProviderError, Rejected, Unavailable

KEYRING = Keyring.parse(Keyring.new_key())
PROVIDER = Provider("gladhand.providers.traccar")
TOKEN = "RzBFAiEA.secret-token"
LOOPBACK = AddressGuard.allowing(["127.0.0.0/8"])


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    made = Listener()
    server = await asyncio.start_server(made.hear, None, 0, family=socket.AF_INET)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


async def refused(database: Database, session: Session, guard: AddressGuard, url: str) -> ProviderError:
    """What the check of credentials with this address comes to."""
    settings = AttemptSettings(waits=(), provider_timeout=2, sync_timeout=5, guard=guard)
    gateway = ProviderGateway(database, KEYRING, AiohttpTransport(session), settings)

    async def check() -> None:
        await calls.verify(gateway.open_unstored(PROVIDER, {"url": url, "token": TOKEN}, timeout=2))

    with pytest.raises(ProviderError) as caught:
        await check()
    assert not caught.value.may_have_arrived
    assert TOKEN not in str(caught.value)
    return caught.value


async def test_no_private_address_is_reached_however_it_is_spelled(database: Database, listener: Listener) -> None:
    guard = AddressGuard()
    async with new_session(guard) as session:
        for host in PRIVATE_HOSTS:
            for scheme in ("https", "http"):
                error = await refused(database, session, guard, f"{scheme}://{host}:{listener.port}")
                assert isinstance(error, Rejected | Unavailable), f"{scheme}://{host}: {error!r}"
    assert listener.connections == 0


async def test_plain_http_and_a_user_in_the_address_are_refused_with_a_reason(
    database: Database, listener: Listener
) -> None:
    guard = AddressGuard()
    async with new_session(guard) as session:
        error = await refused(database, session, guard, "http://gps.fleet.example")
        assert error.detail == "The address must use https."
        for url in UNSPEAKABLE_URLS:
            if url.strip() and "://" in url and "?" not in url:
                error = await refused(database, session, guard, url.replace("/hooks", ""))
                assert isinstance(error, Rejected | Unavailable), f"{url}: {error!r}"


async def test_a_name_that_leads_inside_is_not_reachable_and_nothing_is_sent(
    database: Database, listener: Listener
) -> None:
    guard = AddressGuard()
    for address in ("127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "::1", "fd00::1", "::ffff:127.0.0.1"):
        async with new_session(guard) as session:
            connector = session.connector
            assert isinstance(connector, aiohttp.TCPConnector)
            connector._resolver, connector._use_dns_cache = NameResolver(address), False
            error = await refused(database, session, guard, f"https://gps.fleet.example:{listener.port}")
            assert type(error) is Unavailable
            assert error.detail == "No connection to the provider could be made."
    assert listener.connections == 0


async def test_the_operator_may_allow_a_private_network(database: Database) -> None:
    async with serve(TraccarFake()) as fake, new_session(LOOPBACK) as session:
        token = fake.token(fake.account())
        settings = AttemptSettings(waits=(), provider_timeout=2, sync_timeout=5, guard=LOOPBACK)
        gateway = ProviderGateway(database, KEYRING, AiohttpTransport(session), settings)
        account = await calls.verify(gateway.open_unstored(PROVIDER, {"url": fake.url, "token": token}, timeout=2))
        assert account.host == fake.url
        error = await refused(database, session, LOOPBACK, "http://gps.fleet.example")
        assert error.detail == "The address must use https."


async def test_the_operators_own_address_needs_no_permission(database: Database) -> None:
    simulator = Provider("gladhand.providers.simulator")
    async with serve(TraccarFake()) as fake, new_session(LOOPBACK) as session:
        settings = AttemptSettings(
            waits=(), provider_timeout=2, sync_timeout=5, base_urls={"catena_simulator": fake.url}, guard=AddressGuard()
        )
        gateway = ProviderGateway(database, KEYRING, AiohttpTransport(session), settings)
        assert gateway.open_unstored(simulator, {"api_key": "k"}, timeout=2).client.base_url == fake.url
        with pytest.raises(Rejected, match="must use https"):
            gateway.open_unstored(simulator, {"api_key": "k", "url": "http://127.0.0.1:1"}, timeout=2)
