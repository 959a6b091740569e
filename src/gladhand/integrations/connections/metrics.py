"""Metrics of connections."""

from gladhand.core.db import Db
from gladhand.core.metrics import counter, gauge
from gladhand.integrations.connections import queries

SIGN_INS_FAILED = counter(
    "sign_ins_failed", "Checks of credentials that a provider refused or did not answer.", "source_name", "outcome"
)
_CONNECTIONS = gauge("connections", "Connections in each state.", "source_name", "status")


async def set_connections(db: Db) -> None:
    _CONNECTIONS.clear()
    for source_name, status, count in await queries.count_connections_of_all_fleets(db):
        _CONNECTIONS.labels(source_name, status).set(count)
