"""Connections through which records came, without a provider behind them."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.integration.records.conftest import Ingest

from gladhand.connect.pages.pictures import provider_picture_path
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.integrations.gateway import AttemptSettings, ProviderGateway
from gladhand.integrations.hosting.brands import brands_of
from gladhand.integrations.hosting.dry_run import DryRunTransport
from gladhand.integrations.hosting.registry import offered
from gladhand.orgs.tsps.queries import upsert_tsps


@pytest.fixture
def make_connection(database: Database, keyring: Keyring) -> Callable[..., Any]:
    """Stores the connection through which the records of an `Ingest` came. Its module needs a database of its own: a
    worker would read it."""

    async def make(ingest: Ingest) -> ProviderGateway:
        gateway = ProviderGateway(database, keyring, DryRunTransport(), AttemptSettings((), 5.0, 5.0))
        sealed = gateway.encrypted(json.dumps({"api_key": f"key-{uuid4().hex}"}))
        async with database.transaction() as db:
            await upsert_tsps(db, brands_of(offered(()).values(), provider_picture_path))
            found = await db.execute("select id from published_tsp where source_name = 'catena_simulator' limit 1")
            tsp = await found.fetchone()
            assert tsp is not None
            await db.execute(
                """
                insert into connection (id, fleet_id, tsp_id, source_name, credentials, masked_credentials, account_id,
                  account_fingerprint)
                values (%s, %s, %s, 'catena_simulator', %s, '{}', 'x', %s)
                """,
                (ingest.origin.connection_id, ingest.origin.fleet_id, tsp["id"], sealed, uuid4().hex),
            )
        return gateway

    return make
