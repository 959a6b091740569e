"""The rate of an account: so many requests a minute, told in each answer."""

import time

#: More than any client sends, unless a test asks for less.
USUAL_REQUESTS_PER_MINUTE = 600_000
_MINUTE = 60.0


class RateWindow:
    """Counts requests from the first one of a minute."""

    def __init__(self, requests_per_minute: int = USUAL_REQUESTS_PER_MINUTE) -> None:
        self.requests_per_minute = requests_per_minute
        self._since, self._used = 0.0, 0

    def take(self) -> bool:
        """Count one request. False if it is one too many."""
        now = time.monotonic()
        if now - self._since >= _MINUTE:
            self._since, self._used = now, 0
        self._used += 1
        return self._used <= self.requests_per_minute

    def headers(self) -> dict[str, str]:
        remaining = max(self.requests_per_minute - self._used, 0)
        return {
            "X-RateLimit-Limit": str(self.requests_per_minute),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": f"{max(self._since + _MINUTE - time.monotonic(), 0.0):.1f}",
        }
