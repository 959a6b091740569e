"""The limits of one account, in `[limits]` of `provider.toml`, and the rates that keep them."""

from pydantic import Field

from gladhand.sdk.budget import ALL, Rate, Rates
from gladhand.sdk.definition_table import DefinitionTable, Slug

# The share of a documented rate that the hub uses.
_KEPT_BELOW = 0.94


class DocumentedRate(DefinitionTable):
    """A rate as providers document it: a number of requests in a number of seconds."""

    requests: int = Field(ge=1)
    seconds: float = Field(gt=0)


class ProviderLimits(DefinitionTable):
    """The limits of one account. Stay well below what the provider documents."""

    requests_per_second: float = Field(5.0, gt=0)
    burst: int = Field(5, ge=1)
    concurrent: int = Field(4, ge=1)
    kinds: dict[Slug, DocumentedRate] = Field(default_factory=dict)
    """Further limits, each of the requests that the adapter marks with its name. What the provider documents: the hub
    keeps a little below it by itself."""

    @property
    def rates(self) -> Rates:
        """The rate of all requests together, and of each kind of requests."""
        return {ALL: Rate(self.requests_per_second, self.burst)} | {
            kind: _rate(rate) for kind, rate in self.kinds.items()
        }


def _rate(rate: DocumentedRate) -> Rate:
    """A rate that exceeds the documented number in no window of that length. The rest is left for bursts, for requests
    that leave late and fall into the same window as those that follow them, and for a network that delays some."""
    per_second = _KEPT_BELOW * rate.requests / rate.seconds
    spared = (1 - _KEPT_BELOW) * rate.requests
    burst = max(1, int(spared / 2))
    return Rate(per_second, burst, late_seconds=(spared - (burst - 1)) / 2 / per_second)
