"""How fast one account may be called."""

import asyncio


class Budget:
    """A token bucket, shared by all clients of one account: waits until a request may leave, in the order of asking."""

    def __init__(self, per_second: float, burst: int = 1) -> None:
        self._per_second = per_second
        self._burst = float(max(1, burst))
        self._left = self._burst
        self._filled_at = 0.0
        self._paused_until = 0.0
        self._turn = asyncio.Lock()

    async def take(self, kind: str | None = None) -> None:  # noqa: ARG002 - kinds have no rate of their own yet
        """Wait for this request's turn."""
        async with self._turn:
            while (wait := self._wait()) > 0:  # noqa: ASYNC110 - time is what is waited for
                await asyncio.sleep(wait)
            self._left -= 1

    def pause(self, seconds: float) -> None:
        """The provider said how long nothing should come."""
        self._paused_until = max(self._paused_until, asyncio.get_running_loop().time() + seconds)

    def _wait(self) -> float:
        now = asyncio.get_running_loop().time()
        if self._filled_at:
            self._left = min(self._burst, self._left + (now - self._filled_at) * self._per_second)
        self._filled_at = now
        return max(self._paused_until - now, (1 - self._left) / self._per_second)
