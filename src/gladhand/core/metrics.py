"""Metrics for Prometheus: `SENT = counter("deliveries_sent", "What it is.", "outcome")`; `SENT.labels("ok").inc()`.

For what the database knows, put `@at_scrape` before an `async def refresh(connection)` that sets gauges.

Labels are few and known beforehand: a `source_name`, an outcome. Partners, fleets and accounts are never among them.
Each process counts for itself; what is read from the database is the same in all of them.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from gladhand.core.crypto import Secret
from gladhand.core.db import AWAY, Database, Db
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_DATABASE_AWAY = LogEvent("metrics.database_away", "A scrape of metrics could not reach the database.")

CONTENT_TYPE = CONTENT_TYPE_LATEST
REGISTRY = CollectorRegistry()
_PREFIX = "gladhand_"
_LONGEST_HEAD = 16_384
_HEAD_SECONDS = 5.0
_DATABASE_SECONDS = 2.0

Refresh = Callable[[Db], Awaitable[None]]
_refreshed: list[Refresh] = []

DATABASE = Gauge(f"{_PREFIX}database_up", "Whether the database answered at this scrape.", registry=REGISTRY)


def counter(name: str, text: str, *labels: str) -> Counter:
    """A number that only grows; `_total` is added to its name."""
    return Counter(_PREFIX + name, text, labels, registry=REGISTRY)


def gauge(name: str, text: str, *labels: str) -> Gauge:
    """A number that goes up and down."""
    return Gauge(_PREFIX + name, text, labels, registry=REGISTRY)


def histogram(name: str, text: str, *labels: str, buckets: Sequence[float]) -> Histogram:
    """How often values fell below each of the bounds; times are seconds."""
    return Histogram(_PREFIX + name, text, labels, buckets=buckets, registry=REGISTRY)


def at_scrape(refresh: Refresh) -> Refresh:
    """Have this function set its gauges from the database before each scrape is answered. It must be quick."""
    _refreshed.append(refresh)
    return refresh


@dataclass(frozen=True)
class MetricsSettings:
    """Who may scrape."""

    token: Secret | None
    """Asked for as a bearer token. Without one the server has no page of metrics, and a worker's port asks nothing."""

    def admits(self, authorization: str) -> bool:
        if self.token is None:
            return True
        return hmac.compare_digest(authorization.encode(), f"Bearer {self.token.reveal()}".encode())


async def rendered(database: Database) -> bytes:
    """All metrics of this process, and what the database says just now. Without a database, those that need none."""
    try:
        async with database.connection(wait=_DATABASE_SECONDS) as db:
            for refresh in _refreshed:
                await refresh(db)
        DATABASE.set(1)
    except AWAY as error:
        DATABASE.set(0)
        log.warning(_DATABASE_AWAY, reason=type(error).__name__)
    return generate_latest(REGISTRY)


async def serve(database: Database, settings: MetricsSettings, host: str, port: int) -> asyncio.Server:
    """A port of its own for a process that has none: `GET /metrics`, and nothing else."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _HEAD_SECONDS)
            status, body = await _answer(head.decode("latin-1"), database, settings)
            writer.write(
                f"HTTP/1.1 {status}\r\nContent-Type: {CONTENT_TYPE}\r\nContent-Length: {len(body)}\r\n"
                "Db: close\r\n\r\n".encode()
                + body
            )
            await writer.drain()
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            pass  # whoever it was has left, or does not speak HTTP
        finally:
            writer.close()

    return await asyncio.start_server(answer, host, port, limit=_LONGEST_HEAD)


async def _answer(head: str, database: Database, settings: MetricsSettings) -> tuple[str, bytes]:
    request, *lines = head.split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    method, _, rest = request.partition(" ")
    if method != "GET" or rest.split(" ")[0].split("?")[0] != "/metrics":
        return "404 Not Found", b""
    if not settings.admits(headers.get("authorization", "")):
        return "401 Unauthorized", b""
    return "200 OK", await rendered(database)
