"""A receiver that answers at once; it reads each request and nothing more.

Below `/noted` it keeps when each event has come first, for whoever asks; below `/hanging` it never answers.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.fast_server import fast_server, fetch_arrivals, header

_arrivals: dict[str, float] = {}


@contextmanager
def sink() -> Iterator[str]:
    """The URL to deliver to."""
    with fast_server(_answer) as url:
        yield f"{url}/hooks"


def arrivals(url: str) -> dict[str, float]:
    """When the first byte of each event has come; what was answered is forgotten."""
    return dict(fetch_arrivals(url.rpartition("/")[0]))


def _answer(head: bytes, _: bytes, came_at: float) -> tuple[int, object] | None:
    if head.startswith(b"post /hanging"):
        return None
    if head.startswith(b"get /arrivals"):
        found = dict(_arrivals)
        _arrivals.clear()
        return 200, found
    if head.startswith(b"post /noted"):
        _arrivals.setdefault(header(head, b"webhook-id").decode(), came_at)
    return 202, None
