"""A pump with nothing to do is quiet, and one whose database goes away goes on when it is back."""

import asyncio
import time
from pathlib import Path

from tests.conftest import until
from tests.integration.notifications.conftest import LOOPBACK, SECRET

from gladhand.core.db import Database
from gladhand.core.http import new_session
from gladhand.core.migrate import migrate
from gladhand.local.embedded_postgres import EmbeddedPostgres
from gladhand.notifications.deliveries.dispatching import DeliverySettings, delivery_dispatcher
from gladhand.notifications.publish import publish
from gladhand.notifications.webhooks import service
from gladhand.notifications.webhooks.schemas import WebhookCreate
from gladhand.orgs.partners.service import create_partner


async def test_a_pump_that_has_nothing_to_do_asks_about_once_a_second(own, subscribe, tell, pumping, outcome):
    # One delivery waits for its next try, another for a paused subscription: neither is a reason to ask more often.
    await subscribe("http://127.0.0.1:1/refused")
    paused = await subscribe("http://127.0.0.1:1/paused", "user.modified")
    async with own.connection() as db:
        await db.execute("update webhook set status = 'paused' where id = %s", (paused,))
    async with pumping(waits=[60]) as pump:
        await tell("user.modified")
        await tell()
        await asyncio.sleep(0.5)
        asked = 0
        connection = pump._database.connection

        def counting(**options):
            nonlocal asked
            asked += 1
            return connection(**options)

        pump._database.connection = counting
        cpu = time.process_time()
        await asyncio.sleep(3)
        assert 2 <= asked <= 4
        assert time.process_time() - cpu < 0.3


async def test_a_restarted_database_loses_no_delivery(tmp_path: Path, keyring, make_receiver):
    receiver = await make_receiver()
    embedded = EmbeddedPostgres(tmp_path / "postgres")
    url = embedded.start()
    try:
        migrate(url)
        async with Database(url, max_size=8, name="restart") as database, new_session(LOOPBACK) as session:
            async with database.transaction() as db:
                partner = await create_partner(db, keyring, name="Restart", slug="restart")
                wanted = WebhookCreate.model_validate(
                    {"url": receiver.url, "event_name": "user.added", "secret": SECRET}
                )
                await service.create(db, keyring, partner.id, wanted)
            settings = DeliverySettings(timeout_seconds=1, waits=[0.2] * 5, concurrency=10, lease_seconds=4)
            pump = delivery_dispatcher(database, keyring, session, settings)
            running = asyncio.create_task(pump.run())
            ids = set()

            async def tell(count: int) -> None:
                # As many connections as there may be, all of which the restart will break.
                async def one() -> None:
                    async with database.transaction() as db:
                        ids.add(str(await publish(db, partner.id, "user.added", {"n": 1})))

                await asyncio.gather(*(one() for _ in range(count)))

            await tell(100)
            await receiver.wait_for(5)
            await asyncio.to_thread(embedded.stop)
            await asyncio.sleep(3)
            await asyncio.to_thread(embedded.start)
            await until(lambda: receiver.ids == ids, "all events")
            async with await database.connect() as db, db.transaction():
                ids.add(str(await publish(db, partner.id, "user.added", {"n": 1})))
            await until(lambda: receiver.ids == ids, "the last event")
            pump.stop()
            await asyncio.wait_for(running, 10)
            async with database.connection() as db:
                rows = await db.execute("select status::text, count(*) as n from delivery group by 1")
                assert [(row["status"], row["n"]) for row in await rows.fetchall()] == [("delivered", 101)]
    finally:
        await asyncio.to_thread(embedded.stop)
