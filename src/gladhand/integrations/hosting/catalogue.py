"""What each provider can do, field by field.

Read off the definitions, functions and sheets that do the work, and off the samples that prove it. Nothing of it is
written by hand, so nothing can say something else than the code does.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import orjson
from pydantic import BaseModel, Field

from gladhand.integrations.hosting import samples
from gladhand.integrations.hosting.capabilities import function_names
from gladhand.integrations.hosting.registry import Provider
from gladhand.resources.enums import ResourceEnum, TspEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.field_map import REFUSE, FieldMap, Rule, Verb, shown


class ClearingEnum(StrEnum):
    """What null does in an update."""

    CLEARED = "cleared"
    REFUSED = "refused"
    LEFT_OUT = "left_out"


class ValueCapability(BaseModel):
    """One of the values that a field may have."""

    ours: str
    theirs: str | None = Field(None, description="The provider's counterpart; null if there is none.")
    is_uncertain: bool = Field(
        False, description="The counterpart is a guess: refused unless the operator of this server allows it."
    )
    reason: str | None = Field(None, description="Why there is no counterpart, where there is more to say.")


class FieldCapability(BaseModel):
    """What a provider does with one field of a resource."""

    field: str
    can_read: bool = Field(description="Whether its records can show it.")
    can_create: bool = Field(description="Whether it can be set when a record is made.")
    can_update: bool = Field(description="Whether it can be changed.")
    is_required: bool = Field(False, description="Whether no record can be made without it.")
    to: str | None = Field(None, description="The provider's name for it.")
    max_length: int | None = Field(None, description="Most characters.")
    is_shortened: bool = Field(False, description="Whether a longer text is cut; otherwise it is refused.")
    form: str | None = Field(None, description="How the provider wants it.")
    values: list[ValueCapability] | None = Field(None, description="All that it may be; null if that is open.")
    clearing: ClearingEnum = Field(
        description="What null does in an update: `cleared` at the provider, `refused`, or `left_out`."
    )
    cleared_with: str | None = Field(None, description="What the provider is sent to clear it, as JSON.")
    if_unsupported: str | None = Field(
        None,
        description="Only where it cannot be set: `left_out` (the rest is written, and the answer says so) or "
        "`refused` (nothing is).",
    )
    reason: str | None = Field(None, description="Why it cannot be written, or only in part.")
    is_assumed: bool = Field(
        False, description="The provider's documents do not say this; it follows from examples or other clients."
    )


class Variant(BaseModel):
    """Records of the same resource that the provider keeps apart, with rules of their own."""

    applies_when: str
    fields: list[FieldCapability]


class ResourceOverview(BaseModel):
    """What can be done with one resource at one provider."""

    resource: ResourceEnum
    can_list: bool
    can_create: bool
    can_update: bool
    reasons: dict[str, str] = Field(description="Why not, by what cannot be done: `list`, `create` or `update`.")


class ResourceCapability(ResourceOverview):
    """The same, field by field."""

    fields: list[FieldCapability]
    variants: list[Variant] = Field(
        description="Records of this resource that the provider keeps apart, with rules of their own."
    )


class OptionCapability(BaseModel):
    """Something that the operator of this server can decide."""

    name: str
    default: bool | int | float | str
    help: str


class ProviderOverview(BaseModel):
    """One provider, and what can be done with its resources."""

    source_name: TspEnum
    name: str
    brands: list[str] = Field(description="Slugs of the brands under which fleets know it.")
    resources: list[ResourceOverview]


class ProviderCapabilities(BaseModel):
    """All that is known of one provider."""

    source_name: TspEnum
    name: str
    brands: list[str] = Field(description="Slugs of the brands under which fleets know it.")
    options: list[OptionCapability] = Field(description="What the operator of this server can decide.")
    resources: list[ResourceCapability]


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


def _mentioned(provider: Provider) -> list[ResourceEnum]:
    """Those that the provider can do something with, or says why not; users, vehicles and the like first."""
    order = [*REGISTRY, *(name for name in ResourceEnum if name not in REGISTRY)]
    return [name for name in order if name in provider.capabilities or name in provider.definition.not_supported]


def _overview(provider: Provider, resource: ResourceEnum) -> ResourceOverview:
    can = provider.can(resource)
    able = {"list": can.read, "create": can.create, "update": can.update}
    reasons = {verb: provider.definition.why_not(resource, verb) for verb, is_able in able.items() if not is_able}
    return ResourceOverview(
        resource=resource,
        can_list=can.read,
        can_create=can.create,
        can_update=can.update,
        reasons={verb: _line(why) for verb, why in reasons.items() if why},
    )


def _resource(provider: Provider, resource: ResourceEnum) -> ResourceCapability:
    sheet = provider.adapter_class.sheets.get(resource)
    seen = _seen(provider, resource)
    is_any = resource in provider.capabilities
    return ResourceCapability(
        **dict(_overview(provider, resource)),
        fields=[*_fields(sheet, seen, resource)] if is_any else [],
        variants=[
            Variant(applies_when=when, fields=[*_fields(each, seen, resource)])
            for when, each in (sheet.variants if sheet else {}).items()
        ],
    )


def _fields(sheet: FieldMap | None, seen: frozenset[str], resource: ResourceEnum) -> Iterator[FieldCapability]:
    """Every field of the resource: those that can be written, then those that are only ever read."""
    rules = sheet.rules if sheet else {}
    known = REGISTRY.get(resource)
    names = [*rules, *(name for name in (known.fields_model.model_fields if known else ()) if name not in rules)]
    for name in names:
        rule = rules.get(name)
        if rule is not None:
            yield _field(name, rule, is_seen=name in seen)
        elif name in seen:
            yield FieldCapability(
                field=name, can_read=True, can_create=False, can_update=False, clearing=ClearingEnum.LEFT_OUT
            )


def _field(name: str, rule: Rule, *, is_seen: bool) -> FieldCapability:
    clearing = ClearingEnum.CLEARED
    if not rule.supported:
        clearing = ClearingEnum.LEFT_OUT
    elif rule.required or rule.clear is REFUSE or Verb.UPDATE not in rule.verbs:
        clearing = ClearingEnum.REFUSED
    return FieldCapability(
        field=name,
        can_read=is_seen or (rule.supported and rule.read),
        can_create=rule.supported and Verb.CREATE in rule.verbs,
        can_update=rule.supported and Verb.UPDATE in rule.verbs,
        is_required=rule.required,
        to=rule.to or None,
        max_length=rule.limit,
        is_shortened=rule.shorten,
        form=_line(rule.form) or None,
        values=[*_values(rule)] if rule.values is not None else None,
        clearing=clearing,
        cleared_with=_json(rule.clear) if clearing is ClearingEnum.CLEARED else None,
        if_unsupported=None if rule.supported else ("refused" if rule.refused else "left_out"),
        reason=_line(rule.reason) or None,
        is_assumed=rule.assumed,
    )


def _values(rule: Rule) -> Iterator[ValueCapability]:
    for ours, theirs in (rule.values or {}).items():
        yield ValueCapability(ours=shown(ours), theirs=_theirs(theirs), is_uncertain=ours in rule.uncertain)
    for ours, why in rule.refusals.items():
        if ours not in (rule.values or {}):
            yield ValueCapability(ours=shown(ours), reason=_line(why))


def _seen(provider: Provider, resource: ResourceEnum) -> frozenset[str]:
    """Fields that a record of the samples shows."""
    names = set(function_names(resource).values())
    found: set[str] = set()
    for sample in samples.load(provider):
        if sample.function in names and isinstance(sample.result, Mapping):
            for record in sample.result.get("records", [sample.result]):
                found |= {name for name, value in record.get("fields", {}).items() if value is not None}
    return frozenset(found)


def _theirs(value: Any) -> str:
    """The provider's value for people. An adapter's own types say themselves how they are shown."""
    if isinstance(value, Mapping):
        parts = ((_theirs(each), None if isinstance(each, Mapping) else name) for name, each in value.items())
        return ", ".join(part if name is None else f"{name}: {part}" for part, name in parts)
    return _json(value) if value is None else shown(value)


def _json(value: Any) -> str:
    return orjson.dumps(value, default=str).decode()


def _line(text: str) -> str:
    return " ".join(text.split())
