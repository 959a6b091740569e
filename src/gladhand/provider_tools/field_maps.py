"""Whether a sheet says something about every field, and something that holds when it is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from gladhand.integrations.hosting.registry import Provider
from gladhand.resources.base import Write
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.errors import ProviderError
from gladhand.sdk.field_map import FieldMap, Rule, Verb

_EXAMPLES: dict[type, list[Any]] = {
    str: ["x", "x" * 5000],
    bool: [True, False],
    int: [0, 2026],
    date: [date(2031, 5, 1)],
}


def faults_of_sheets(provider: Provider) -> Iterator[str]:
    """What is missing or wrong in the sheets of everything that the adapter writes."""
    sheets = provider.adapter_class.sheets
    for resource, able in provider.capabilities.items():
        known = REGISTRY.get(resource)
        if not able.write or known is None:
            continue
        if resource not in sheets:
            yield f"adapter.py: sheets: there is none for {resource.value}, which the adapter writes."
            continue
        models = {
            verb: model
            for verb, model, can in (
                (Verb.CREATE, known.create_model, able.create),
                (Verb.UPDATE, known.update_model, able.update),
            )
            if can and model is not None
        }
        sheet = sheets[resource]
        yield from _sheet(provider, f"the sheet for {resource.value}", sheet, models)
        for name, variant in sheet.variants.items():
            yield from _sheet(provider, f"the sheet for {resource.value}, {name}", variant, models)
    for resource in sheets:
        if not provider.can(resource).write:
            yield f"adapter.py: sheets: there is one for {resource.value}, which the adapter does not write."


def _sheet(provider: Provider, where: str, sheet: FieldMap, models: dict[Verb, type[Write]]) -> Iterator[str]:
    fields = {
        name: field.annotation
        for model in models.values()
        for name, field in model.model_fields.items()
        if name not in model.not_changes
    }
    for name in fields.keys() - sheet.rules.keys():
        yield f"{where}: there is no rule for {name}."
    for name in sheet.rules.keys() - fields.keys():
        yield f"{where}: {name} is no field of a write."
    for name, rule in sheet.rules.items():
        yield from (f"{where}: {name}: {fault}" for fault in _rule(provider, rule))
        if name in fields:
            yield from _tried(where, sheet, name, fields[name], models)


def _rule(provider: Provider, rule: Rule) -> Iterator[str]:
    if not rule.supported and not rule.reason:
        yield "it has no place at the provider, and no reason says why."
    if rule.limit is not None and rule.limit < 1:
        yield "a limit is at least 1."
    if unknown := rule.uncertain - set(rule.values or {}):
        yield f"{', '.join(sorted(map(str, unknown)))} is uncertain and not among the values."
    if rule.uncertain and "uncertain_values" not in provider.definition.defaults:
        yield "some values are uncertain, and provider.toml has no option uncertain_values that allows them."


def _tried(where: str, sheet: FieldMap, name: str, annotation: Any, models: dict[Verb, type[Write]]) -> Iterator[str]:
    """A rule has to pass or refuse every value that a write can hold; anything else is a mistake."""
    for verb in models:
        for value in [None, *_examples(annotation)]:
            try:
                prepared = sheet.prepare({name: value}, verb)
            except ProviderError:
                continue
            except Exception as error:  # noqa: BLE001 - this is what is being looked for
                yield f"{where}: {name}: {verb.value} of {value!r:.60} raises {type(error).__name__}: {error}"
                return
            if name not in prepared.notes:
                yield f"{where}: {name}: nothing is noted of it."
                return


def _examples(annotation: Any) -> list[Any]:
    if get_origin(annotation) is Annotated:
        return _examples(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [value for each in get_args(annotation) for value in _examples(each)]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return list(annotation)
    return _EXAMPLES.get(annotation, [])
