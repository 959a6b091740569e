"""Checks that a field map has a rule for every field, and that each rule handles every value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from gladhand.integrations.hosting.registry import Provider
from gladhand.resources.base import WriteBody
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.errors import ProviderError
from gladhand.sdk.field_map import FieldMap, Takes, Verb
from gladhand.sdk.field_rules import FieldRule

_EXAMPLES: dict[type, list[Any]] = {
    str: ["x", "x" * 5000],
    bool: [True, False],
    int: [0, 2026],
    date: [date(2031, 5, 1)],
}


def faults_of_field_maps(provider: Provider) -> Iterator[str]:
    """Faults in the field maps of the adapter's writes and in the fields that its reads show."""
    for resource, write in provider.registration.writes.items():
        known = REGISTRY.get(resource)
        if known is None:
            continue
        models = {
            verb: model
            for verb, model, function in (
                (Verb.CREATE, known.create_model, write.create),
                (Verb.UPDATE, known.update_model, write.update),
            )
            if function is not None and model is not None
        }
        where = f"the field map of {resource.value}"
        yield from _field_map(provider, where, write.field_map, models)
        for name, variant in write.field_map.variants.items():
            yield from _field_map(provider, f"{where}, {name}", variant, models)
    for resource, read in provider.registration.reads.items():
        known = REGISTRY.get(resource)
        models_of_writes = (known.create_model, known.update_model) if known is not None else ()
        fields = {name for model in models_of_writes if model is not None for name in model.model_fields}
        fields |= set(read.resource.fields_model.model_fields)
        for name in sorted(set(read.shows) - fields):
            yield f"the read of {resource.value}: shows: there is no field {name}."


def _field_map(
    provider: Provider, where: str, field_map: FieldMap, models: dict[Verb, type[WriteBody]]
) -> Iterator[str]:
    fields = {
        name: field.annotation
        for model in models.values()
        for name, field in model.model_fields.items()
        if name not in model.not_changes
    }
    if field_map.others is None:
        for name in fields.keys() - field_map.rules.keys():
            yield f"{where}: there is no rule for {name}, and no others= for the fields without a rule."
    for name in field_map.rules.keys() - fields.keys():
        yield f"{where}: {name} is not a field of a write."
    for name, annotation in fields.items():
        yield from (f"{where}: {name}: {fault}" for fault in _rule(provider, field_map.rule(name)))
        yield from _rule_faults(where, field_map, name, annotation, models)


def _rule(provider: Provider, rule: FieldRule) -> Iterator[str]:
    if not isinstance(rule, Takes):
        if not rule.reason:
            yield "the provider has no place for it, and no reason says why."
        return
    if not rule.to:
        yield "it has no name at the provider."
    if rule.max_length is not None and rule.max_length.limit < 1:
        yield "a limit is at least 1."
    if (choices := rule.choices) is None:
        return
    if unknown := choices.uncertain - set(choices.values):
        yield f"{', '.join(sorted(map(str, unknown)))} is uncertain and not among the values."
    if choices.uncertain and "uncertain_values" not in provider.definition.defaults:
        yield "some values are uncertain, and provider.toml has no option uncertain_values that allows them."


def _rule_faults(
    where: str, field_map: FieldMap, name: str, annotation: Any, models: dict[Verb, type[WriteBody]]
) -> Iterator[str]:
    """Tries a rule with example values. It must accept or refuse each value; any other exception is a fault."""
    for verb in models:
        for value in [None, *_examples(annotation)]:
            try:
                prepared = field_map.prepare({name: value}, verb)
            except ProviderError:
                continue
            except Exception as error:  # noqa: BLE001 - the check looks for exactly this
                yield f"{where}: {name}: {verb.value} of {value!r:.60} raises {type(error).__name__}: {error}"
                return
            if name not in prepared.outcomes:
                yield f"{where}: {name}: it has no outcome."
                return


def _examples(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _examples(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [value for each in get_args(annotation) for value in _examples(each)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return list(annotation)
    return _EXAMPLES.get(annotation, [])
