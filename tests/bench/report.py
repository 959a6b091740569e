"""How a figure is printed: the value, its limit from the same run, the ratio, and whether the bar is met."""

from dataclasses import dataclass, field


@dataclass
class BenchReport:
    missed: list[str] = field(default_factory=list)

    def at_least(self, name: str, value: float, unit: str, bar: float) -> None:
        """A bar in the figure's own unit."""
        self._line(name, f"{value:,.0f} {unit}", f"bar >= {bar:,.0f}", value >= bar)

    def at_most(self, name: str, value: float, unit: str, bar: float) -> None:
        self._line(name, f"{value:,.2f} {unit}", f"bar <= {bar:,.2f}", value <= bar)

    def share(self, name: str, value: float, limit: float, unit: str, bar: float, of: str) -> None:
        """A bar as a share of a limit that was measured in the same run."""
        ratio = value / limit
        self._line(name, f"{value:,.0f} {unit}", f"{ratio:.2f} of {of} ({limit:,.0f}), bar >= {bar}", ratio >= bar)

    def times(self, name: str, value: float, base: float, unit: str, bar: float, of: str) -> None:
        """A cost that may be at most so many times another one."""
        ratio = value / base
        self._line(name, f"{value:,.2f} {unit}", f"{ratio:.2f} x {of} ({base:,.2f}), bar <= {bar}", ratio <= bar)

    def skipped(self, name: str, reason: str) -> None:
        """A figure that cannot be measured here."""
        print(f"SKIPPED {name:<44} {reason}", flush=True)

    def _line(self, name: str, value: str, against: str, met: bool) -> None:
        print(f"{'ok    ' if met else 'MISSED'}  {name:<44} {value:>16}   {against}", flush=True)
        if not met:
            self.missed.append(name)
