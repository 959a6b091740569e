"""How often Samsara lets a token ask, as its documents say."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from time import monotonic

from tests.fakes.samsara_oauth import Token

#: Requests and seconds, for all requests of a token, and for each kind of request of an organization.
DOCUMENTED_LIMITS: Mapping[str, tuple[int, float]] = {
    "all": (150, 1.0),
    "GET drivers": (5, 1.0),
    "POST drivers": (100, 60.0),
    "PATCH drivers": (100, 60.0),
    "GET users": (5, 1.0),
    "POST users": (100, 60.0),
    "PATCH users": (100, 60.0),
    "GET vehicles": (25, 1.0),
    "PATCH vehicles": (100, 60.0),
    "GET trailers": (5, 1.0),
    "POST trailers": (100, 60.0),
    "PATCH trailers": (100, 60.0),
    "GET stats": (25, 1.0),
    "GET hos": (5, 1.0),
    "GET dvirs": (5, 1.0),
    "GET defects": (5, 1.0),
    "GET safety-events": (5, 1.0),
    "GET idling": (5, 1.0),
    "GET driver-vehicle-assignments": (5, 1.0),
    "GET assets": (5, 1.0),
    "GET reports": (25, 1.0),
    "GET messages": (100, 60.0),
    "POST messages": (100, 60.0),
    "POST dvirs": (100, 60.0),
    "POST fuel-purchase": (100, 60.0),
}


class RequestCounts:
    """The requests of late, by token and by organization."""

    def __init__(self) -> None:
        self._asked: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)

    def wait(self, limits: Mapping[str, tuple[int, float]], given: str, token: Token, kind: str) -> float:
        """Seconds until this request fits into its limits; counted only if it fits now."""
        now, windows = monotonic(), []
        for name, whose in (("all", given), (kind, token.organization)):
            if name in limits:
                most, seconds = limits[name]
                asked = self._asked[name, whose]
                while asked and asked[0] <= now - seconds:
                    asked.popleft()
                if len(asked) >= most:
                    return max(asked[0] + seconds - now, 0.00001)
                windows.append(asked)
        for asked in windows:
            asked.append(now)
        return 0.0
