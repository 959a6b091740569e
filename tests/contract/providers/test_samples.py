"""Every provider folder, held to its samples and to the check. Adding a provider adds its tests here by itself."""

import pytest

from gladhand.integrations.hosting.registry import Provider, providers
from gladhand.integrations.hosting.sample_player import play
from gladhand.integrations.hosting.samples import Sample, load_samples
from gladhand.provider_tools.check import findings

ALL = list(providers().values())
SAMPLES = [
    pytest.param(each, sample, id=f"{each.source_name}/{sample.name}") for each in ALL for sample in load_samples(each)
]


@pytest.mark.parametrize(("provider", "sample"), SAMPLES)
async def test_the_adapter_does_what_the_sample_says(provider: Provider, sample: Sample) -> None:
    await play(provider, sample)


@pytest.mark.parametrize("provider", ALL, ids=lambda each: each.source_name)
async def test_the_check_finds_nothing_missing_or_wrong(provider: Provider) -> None:
    assert await findings(provider.package) == []


def test_no_two_providers_share_a_brand() -> None:
    slugs = [brand.slug for provider in ALL for brand in provider.definition.brands]
    assert sorted(set(slugs)) == sorted(slugs)
