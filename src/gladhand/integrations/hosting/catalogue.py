"""What each provider can do, field by field.

It follows from the definitions, reads, writes and field maps that do the work.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from gladhand.integrations.hosting.capabilities import (
    ClearingEnum,
    FieldCapability,
    FieldMapVariant,
    OptionCapability,
    ProviderCapabilities,
    ProviderOverview,
    ResourceCapability,
    ResourceOverview,
    ValueCapability,
)
from gladhand.integrations.hosting.registry import Provider
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource
from gladhand.sdk.field_map import REFUSE, Choices, FieldMap, Refused, Takes, Verb, as_written
from gladhand.sdk.field_rules import FieldRule


def overview(provider: Provider) -> ProviderOverview:
    """What can be done with which resource."""
    definition = provider.definition
    return ProviderOverview(
        source_name=definition.source_name,
        name=definition.brands[0].name,
        brands=[brand.slug for brand in definition.brands],
        resources=[_overview(provider, name) for name in _mentioned(provider)],
    )


def catalogue(provider: Provider) -> ProviderCapabilities:
    """Everything that the provider's folder says and does."""
    definition = provider.definition
    return ProviderCapabilities(
        source_name=definition.source_name,
        name=definition.brands[0].name,
        brands=[brand.slug for brand in definition.brands],
        options=[
            OptionCapability(name=each.name, default=each.default, help=_line(each.help)) for each in definition.options
        ],
        resources=[_resource(provider, name) for name in _mentioned(provider)],
    )


def in_order() -> list[ResourceEnum]:
    """Every resource, in the order of all lists."""
    return [*REGISTRY, *(name for name in ResourceEnum if name not in REGISTRY)]


def _mentioned(provider: Provider) -> list[ResourceEnum]:
    """Those that the provider can do something with, or says why not; users, vehicles and the like first."""
    return [name for name in in_order() if name in provider.capabilities or name in provider.definition.not_supported]


def _overview(provider: Provider, resource: ResourceEnum) -> ResourceOverview:
    can = provider.can(resource)
    able = {"list": can.read, "create": can.create, "update": can.update}
    known = REGISTRY.get(resource)
    # An operation that the API does not have needs no reason.
    models = {"create": known.create_model, "update": known.update_model} if known is not None else {}
    absent = {verb for verb, model in models.items() if model is None}
    reasons = {
        verb: provider.definition.why_not(resource, verb)
        for verb, is_able in able.items()
        if not is_able and verb not in absent
    }
    return ResourceOverview(
        resource=resource,
        can_list=can.read,
        can_create=can.create,
        can_update=can.update,
        reasons={verb: _line(why) for verb, why in reasons.items() if why},
    )


def _resource(provider: Provider, resource: ResourceEnum) -> ResourceCapability:
    read, write = provider.registration.reads.get(resource), provider.registration.writes.get(resource)
    shows = frozenset(read.shows) | read.resource.calculated_from(read.shows) if read is not None else frozenset[str]()
    field_map = write.field_map if write is not None else None
    can, is_any = provider.can(resource), resource in provider.capabilities
    verbs = frozenset(verb for verb in Verb if can.can(verb))
    return ResourceCapability(
        **dict(_overview(provider, resource)),
        note=_line(note) if (note := provider.definition.notes.get(resource)) else None,
        fields=[*_fields(field_map, shows, resource, verbs)] if is_any else [],
        variants=[
            FieldMapVariant(applies_when=when, fields=[*_fields(variant, shows, resource, verbs)])
            for when, variant in (field_map.variants if field_map else {}).items()
        ],
    )


def _fields(
    field_map: FieldMap | None, shows: frozenset[str], resource: ResourceEnum, verbs: frozenset[Verb]
) -> Iterator[FieldCapability]:
    """Every field of the resource: those that can be written, with these verbs at most, then those that are only ever
    read."""
    known = REGISTRY.get(resource)
    names = dict.fromkeys(field_map.rules if field_map else ())
    if field_map is not None and known is not None:
        names |= dict.fromkeys(_writable(known))
    for name in names:
        if field_map is not None:
            yield _field(name, field_map.rule(name), verbs, can_read=name in shows)
    for name in known.fields_model.model_fields if known else ():
        if name in shows and name not in names:
            yield FieldCapability(
                field=name, can_read=True, can_create=False, can_update=False, clearing=ClearingEnum.LEFT_OUT
            )


def _writable(resource: Resource) -> list[str]:
    models = [model for model in (resource.create_model, resource.update_model) if model is not None]
    return [name for model in models for name in model.model_fields if name not in model.not_changes]


def _field(name: str, rule: FieldRule, verbs: frozenset[Verb], *, can_read: bool) -> FieldCapability:
    if not isinstance(rule, Takes):
        return FieldCapability(
            field=name,
            can_read=can_read,
            can_create=False,
            can_update=False,
            clearing=ClearingEnum.LEFT_OUT,
            if_unsupported="refused" if isinstance(rule, Refused) else "left_out",
            reason=_line(rule.reason) or None,
        )
    verbs &= rule.verbs
    is_cleared = not rule.required and rule.clear is not REFUSE and Verb.UPDATE in verbs
    max_length, choices = rule.max_length, rule.choices
    return FieldCapability(
        field=name,
        can_read=can_read,
        can_create=Verb.CREATE in verbs,
        can_update=Verb.UPDATE in verbs,
        is_required=rule.required,
        to=rule.to,
        max_length=max_length.limit if max_length else None,
        is_shortened=max_length.cut if max_length else False,
        form=_line(rule.form) or None,
        values=[*_values(choices)] if choices else None,
        clearing=ClearingEnum.CLEARED if is_cleared else ClearingEnum.REFUSED,
        cleared_with=_json(rule.clear) if is_cleared else None,
        reason=_line(rule.reason) or None,
        is_assumed=rule.assumed,
    )


def _values(choices: Choices) -> Iterator[ValueCapability]:
    for ours, theirs in choices.values.items():
        yield ValueCapability(ours=as_written(ours), theirs=_theirs(theirs), is_uncertain=ours in choices.uncertain)
    for ours, why in choices.refusals.items():
        if ours not in choices.values:
            yield ValueCapability(ours=as_written(ours), reason=_line(why))


def _theirs(value: Any) -> str:
    """The provider's value for people. An adapter's own types say themselves how they are shown."""
    if isinstance(value, Mapping):
        parts = ((_theirs(each), None if isinstance(each, Mapping) else name) for name, each in value.items())
        return ", ".join(part if name is None else f"{name}: {part}" for part, name in parts)
    return _json(value) if value is None else as_written(value)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()


def _line(text: str) -> str:
    return " ".join(text.split())
