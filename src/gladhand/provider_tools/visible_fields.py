"""Holds `shows=` of a read to the fields that the samples show."""

from collections.abc import Iterator, Mapping, Sequence

from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.hosting.samples import Sample
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.field_map import Takes
from gladhand.sdk.reading import Read


def faults_of_visible_fields(provider: Provider, samples: Sequence[Sample]) -> Iterator[str]:
    """Fields that samples show and `shows=` lacks, and fields that it names and no sample shows."""
    for resource, read in provider.registration.reads.items():
        seen: set[str] = set()
        for sample in samples:
            if sample.resource is resource and isinstance(sample.result, Mapping):
                for record in sample.result.get("records", [sample.result]):
                    seen |= {name for name, value in record.get("fields", {}).items() if value is not None}
        if not seen:
            # Another fault says that the sample is missing.
            continue
        place = f"adapter.py: the read of {resource.value}: shows"
        if unnamed := seen - set(read.shows):
            yield f"{place} lacks {', '.join(sorted(unnamed))}."
        if unseen := _only_read(provider, read) - seen:
            yield f"{place}: no sample shows {', '.join(sorted(unseen))}: fill them in, or take them out."


def _only_read(provider: Provider, read: Read) -> set[str]:
    """The fields that the read shows. What is written too is proved by the samples of writes."""
    write = provider.registration.writes.get(read.resource.name)
    shown = set(read.shows) & REGISTRY[read.resource.name].fields_model.model_fields.keys()
    return {name for name in shown if write is None or not isinstance(write.field_map.rule(name), Takes)}
