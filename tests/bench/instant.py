"""A provider that answers at once, as the simulator would, and notes when creates come."""

from collections.abc import Iterator
from contextlib import contextmanager

import orjson
from tests.bench.fast_server import fast_server, fetch_arrivals

_ME = {"id": "bench", "name": "Bench"}
_arrivals: dict[str, float] = {}


@contextmanager
def instant_provider() -> Iterator[str]:
    """The URL that a connection to it has."""
    with fast_server(_answer) as url:
        yield url


def arrivals(url: str) -> dict[str, float]:
    """When the first byte of each create has come, by operation."""
    return dict(fetch_arrivals(url))


def _answer(head: bytes, body: bytes, came_at: float) -> tuple[int, object]:
    if head.startswith(b"post"):
        driver = orjson.loads(body)
        _arrivals.setdefault(driver["external_id"], came_at)
        return 201, driver | {"id": driver["external_id"], "updated_at": "2026-01-01T00:00:00Z"}
    return 200, _arrivals if head.startswith(b"get /arrivals") else _ME
