"""Every provider folder, held to its samples. Adding a provider adds its tests here by itself."""

import pytest

from gladhand.integrations.connections.credentials import FORMS
from gladhand.sdk.registry import Provider, providers
from gladhand.sdk.samples import Sample, load, missing, play

ALL = list(providers().values())
SAMPLES = [pytest.param(each, sample, id=f"{each.source_name}/{sample.name}") for each in ALL for sample in load(each)]


@pytest.mark.parametrize(("provider", "sample"), SAMPLES)
async def test_the_adapter_does_what_the_sample_says(provider: Provider, sample: Sample) -> None:
    await play(provider, sample)


@pytest.mark.parametrize("provider", ALL, ids=lambda each: each.source_name)
def test_each_capability_and_each_error_has_a_sample(provider: Provider) -> None:
    assert missing(provider, load(provider)) == []


@pytest.mark.parametrize("provider", ALL, ids=lambda each: each.source_name)
def test_the_definition_and_the_adapter_agree(provider: Provider) -> None:
    assert provider.capabilities
    assert provider.definition.brands


@pytest.mark.parametrize("provider", ALL, ids=lambda each: each.source_name)
def test_the_form_asks_for_what_the_credentials_hold(provider: Provider) -> None:
    held = FORMS[provider.definition.conn_type].model_fields
    asked = {field.name: field.required for field in provider.definition.form}
    assert asked.keys() <= held.keys()
    assert {name for name, field in held.items() if field.is_required()} <= {name for name in asked if asked[name]}


def test_no_two_providers_share_a_brand() -> None:
    slugs = [brand.slug for provider in ALL for brand in provider.definition.brands]
    assert sorted(set(slugs)) == sorted(slugs)
