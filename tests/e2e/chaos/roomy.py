"""`python -m tests.e2e.chaos.roomy serve`: gladhand as it is, but for the rates of providers.

The fakes set no limits in these tests. Kept to the documented ones, ten thousand writes would take hours.
"""

from gladhand.cli.main import main
from gladhand.integrations.hosting.registry import providers
from gladhand.sdk.limits import DocumentedRate, ProviderLimits

for provider in providers().values():
    kinds = dict.fromkeys(provider.definition.limits.kinds, DocumentedRate(requests=100_000, seconds=1))
    roomy = ProviderLimits(requests_per_second=5000, burst=5000, concurrent=16, kinds=kinds)
    provider.definition = provider.definition.model_copy(update={"limits": roomy})

main()
