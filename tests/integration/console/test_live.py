"""The stream of changes for open pages: who gets which, when it ends, and what it holds meanwhile."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import aiohttp
from tests.conftest import PATIENCE, PartnerFixture, fresh_database
from tests.integration.conftest import Connected
from tests.integration.console.conftest import ConsoleBrowser
from tests.processes import Server

from gladhand.auth.people.roles import PersonRoleEnum
from gladhand.config.database_checks import BESIDE_THE_POOL_OF_SERVER
from gladhand.core.db import Database
from gladhand.core.live_changes import CHANNEL, ChangeTopic, LiveChanges

STREAM = {"Accept": "text/event-stream"}
# After a time in which nobody has listened, anything may have changed.
ALL_TOPICS = {"deliveries", "operations"}


class Heard:
    """The events of one open stream."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self.answer = answer

    async def next(self) -> tuple[str, str] | None:
        """The name and the data of the next event; None at the end of the stream."""
        name = ""
        async with asyncio.timeout(PATIENCE):
            async for line in self.answer.content:
                text = line.decode().rstrip("\n")
                if text.startswith("event: "):
                    name = text.removeprefix("event: ")
                elif text.startswith("data:"):
                    return name, text.removeprefix("data:").strip()
        return None


@asynccontextmanager
async def stream(browser: ConsoleBrowser, slug: str) -> AsyncIterator[Heard]:
    """An open stream of the partner's pages, after its first event: from now on nothing is missed."""
    path = f"{browser.server}/console/partners/{slug}/live"
    async with browser.session.get(path, headers=STREAM) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/event-stream"
        heard = Heard(answer)
        yield heard


async def notify(database: Database, partner_id: Any, topic: str) -> None:
    async with database.connection() as db:
        await db.execute("select pg_notify(%s, %s)", (CHANNEL, f"{partner_id} {topic}"))


async def test_a_partner_hears_of_its_own_changes_alone(
    sign_in: Callable[..., Any], make_partner: Callable[..., Any], partner: PartnerFixture, database: Database
):
    other = await make_partner()
    mine = await sign_in(PersonRoleEnum.PARTNER_READER, partner)
    theirs = await sign_in(PersonRoleEnum.PARTNER_ADMIN, other)
    async with stream(mine, partner.slug) as heard, stream(theirs, other.slug) as elsewhere:
        # The listener has begun, or has been there for another page.
        await until_listening(database, heard, partner)
        await until_listening(database, elsewhere, other)
        await notify(database, partner.id, "operations")
        assert await heard.next() == ("change", "operations")
        await notify(database, other.id, "deliveries")
        assert await elsewhere.next() == ("change", "deliveries")
    path = f"{theirs.server}/console/partners/{partner.slug}/live"
    async with theirs.session.get(path, headers=STREAM) as refused:
        assert refused.status == 404


async def test_what_happened_between_two_streams_is_told(engineer: ConsoleBrowser, partner: PartnerFixture):
    path = f"{engineer.server}/console/partners/{partner.slug}/live"
    async with engineer.session.get(path, headers=STREAM | {"Last-Event-ID": "1"}) as answer:
        assert await Heard(answer).next() == ("change", "deliveries operations")


async def until_listening(database: Database, heard: Heard, partner: PartnerFixture) -> None:
    """Wait for a marker that reaches the page. One that is sent before the listener has begun does not."""
    for marker in (f"marker-{number}" for number in itertools.count()):
        await notify(database, partner.id, marker)
        topics: set[str] = set()
        while marker not in topics and not topics >= ALL_TOPICS:
            found = await heard.next()
            assert found is not None
            topics = set(found[1].split())
        if marker in topics:
            return


async def test_an_attempt_of_a_write_is_told(
    engineer: ConsoleBrowser, partner: PartnerFixture, connected: Connected, database: Database
):
    async with stream(engineer, partner.slug) as heard:
        await until_listening(database, heard, partner)
        await connected.created(first_name="Anna", username=f"a.{connected.fleet_ref}")
        assert await heard.next() == ("change", "operations")


async def test_a_delivery_is_told(
    engineer: ConsoleBrowser, partner: PartnerFixture, connected: Connected, database: Database, sink: Any, worker: Any
):
    await connected.api.post("/v2/notifications/webhooks", {"event_name": "user.added", "url": sink.url})
    async with stream(engineer, partner.slug) as heard:
        await until_listening(database, heard, partner)
        await connected.created(first_name="Anna", username=f"a.{connected.fleet_ref}")
        topics: set[str] = set()
        while "deliveries" not in topics:
            found = await heard.next()
            assert found is not None
            topics |= set(found[1].split())
        assert topics == {"operations", "deliveries"}


async def test_a_stream_ends_with_its_session(engineer: ConsoleBrowser, partner: PartnerFixture, database: Database):
    async with stream(engineer, partner.slug) as heard:
        await until_listening(database, heard, partner)
        await engineer.submit("/console/sign-out")
        while (found := await heard.next()) != ("end", ""):
            assert found is not None
            await notify(database, partner.id, "operations")
        assert await heard.next() is None
    path = f"{engineer.server}/console/partners/{partner.slug}/live"
    async with engineer.session.get(path, headers=STREAM, allow_redirects=False) as refused:
        assert refused.status == 303


async def test_a_stream_does_not_use_its_session(engineer: ConsoleBrowser, partner: PartnerFixture, database: Database):
    async def used() -> bool:
        """Whether this partner's session was used within the last minute."""
        async with database.connection() as db:
            found = await db.execute(
                "select console_seen_at > clock_timestamp() - interval '1 minute' as is_now from person_session "
                "where partner_id = %s",
                (partner.id,),
            )
            return bool([row["is_now"] for row in await found.fetchall()] == [True])

    async with database.transaction() as db:
        await db.execute(
            "update person_session set console_seen_at = now() - interval '90 minutes' where partner_id = %s",
            (partner.id,),
        )
    async with stream(engineer, partner.slug) as heard:
        await until_listening(database, heard, partner)
    assert not await used()
    await engineer.get(f"/console/partners/{partner.slug}/operations")
    assert await used()


async def test_all_pages_share_one_listener_that_ends_with_the_last(database: Database):
    changes = LiveChanges(database, most=2)
    first, second = uuid4(), uuid4()
    async with changes.subscribed(first) as one:
        async with changes.subscribed(second) as other:
            assert changes.is_full
            assert await one.changed(PATIENCE) == ALL_TOPICS
            assert await other.changed(PATIENCE) == ALL_TOPICS
            await notify(database, first, "operations")
            assert await one.changed(PATIENCE) == {"operations"}
            await notify(database, second, "deliveries")
            assert await other.changed(PATIENCE) == {"deliveries"}
        assert changes.is_listening
        assert not changes.is_full
    assert not changes.is_listening


async def test_a_server_opens_as_many_connections_beside_its_pool_as_the_doctor_counts(postgres: str):
    with fresh_database(postgres) as url:
        async with Database(url) as own:
            changes = LiveChanges(own)
            async with changes.subscribed(uuid4()) as one, changes.subscribed(uuid4()) as other:
                await one.changed(PATIENCE)
                await other.changed(PATIENCE)
                async with own.connection() as db:
                    found = await db.execute(
                        "select count(*) as open from pg_stat_activity "
                        "where application_name = 'gladhand-listener' and datname = current_database()"
                    )
                    assert await found.fetchall() == [{"open": BESIDE_THE_POOL_OF_SERVER}]


async def test_a_foreign_notice_is_passed_over(database: Database):
    changes = LiveChanges(database)
    partner_id = uuid4()
    async with changes.subscribed(partner_id) as one:
        assert await one.changed(PATIENCE) == set(ChangeTopic)
        for foreign in ("", "no-id operations", f"{uuid4()} operations"):
            async with database.connection() as db:
                await db.execute("select pg_notify(%s, %s)", (CHANNEL, foreign))
        await notify(database, partner_id, "deliveries")
        assert await one.changed(PATIENCE) == {"deliveries"}
        assert changes.is_listening


async def test_the_end_of_the_process_ends_all_streams(database: Database):
    changes = LiveChanges(database)
    async with changes.subscribed(uuid4()) as one:
        await one.changed(PATIENCE)
        changes.end_streams()
        assert await one.changed(PATIENCE) == frozenset()
        assert one.is_over
        assert changes.is_full
    assert not changes.is_listening


async def test_a_stream_that_begins_after_the_end_ends_at_once(database: Database):
    changes = LiveChanges(database)
    changes.end_streams()
    async with changes.subscribed(uuid4()) as subscription:
        assert subscription.is_over
        assert not changes.is_listening
    await changes.close()


async def test_a_server_stops_while_pages_are_open(
    environment: dict[str, str], make_code: Callable[..., Any], partner: PartnerFixture, database: Database
):
    server = Server(environment).start()
    try:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            browser = ConsoleBrowser(session, server.url)
            await browser.send("/console/sign-in", code=await make_code(PersonRoleEnum.PARTNER_ADMIN, partner.id))
            async with stream(browser, partner.slug) as heard:
                await until_listening(database, heard, partner)
                stopping = asyncio.create_task(asyncio.to_thread(server.stop))
                assert await heard.next() is None
                assert await stopping == 0
    finally:
        server.stop()
