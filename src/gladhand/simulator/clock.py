"""The simulator's time: the machine's, unless it is told to stand still, to jump or to hurry."""

import time


class SimulatedClock:
    """Seconds since 1970. It forgets what it was told when the process ends."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """The machine's time again."""
        self._at = self._since = time.time()
        self.speed = 1.0
        self.is_machine_time = True

    def now(self) -> float:
        return time.time() if self.is_machine_time else self._at + (time.time() - self._since) * self.speed

    def set(self, now: float | None = None, speed: float | None = None) -> None:
        """Go on from a moment, so many times as fast as the machine's clock. Speed 0 stands still."""
        self._at, self._since = self.now() if now is None else now, time.time()
        self.speed = self.speed if speed is None else speed
        self.is_machine_time = False

    def advance(self, seconds: float) -> None:
        self.set(self.now() + seconds)
