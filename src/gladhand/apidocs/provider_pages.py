"""Renders docs/providers from the catalogue of capabilities."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from gladhand.core.how_many import how_many
from gladhand.integrations.hosting.capabilities import (
    ClearingEnum,
    FieldCapability,
    ProviderCapabilities,
    ResourceCapability,
    ValueCapability,
)
from gladhand.integrations.hosting.catalogue import catalogue, in_order
from gladhand.integrations.hosting.registry import Provider

INDEX = "README.md"

_MADE = "<!-- Written by `make docs` from the provider's folder; changes made here are lost. -->"
_INDEX_TEXT = """# What each provider supports

{made}

`list`, `create` and `update` are the operations that this server supports for a resource at a provider. The provider's
page lists them field by field. A running server returns the same as JSON at `/v2/integrations/capabilities` and
`/v2/integrations/capabilities/{{source_name}}`, and in short in the contract's support matrix, `/v2/integrations/tsps`.
Everything here is generated from the definitions that the writes use. [Adding a provider](../providers.md) describes
how to add one.
"""
_KEY = """## How to read the tables

- **null**: the effect of `null` in an update. *cleared* means that the provider has no value afterwards; the code
  beside it is what the provider receives. *refused* means that the whole write is refused and the error names the
  field. A create has nothing to clear and does not send null.
- **only read**: appears in records, but cannot be written.
- A field that the provider does not have is left out of a write, and `field_results` of the operation reports it. Where
  leaving it out would mislead, the write is *refused*.
- *assumed*: not in the provider's documents; derived from examples or other clients.
- *uncertain* values are refused unless the operator allows them.
"""
# Fields with more values get a separate table.
_FEW_VALUES = 4


def pages(providers: Iterable[Provider]) -> Mapping[str, str]:
    """All pages by file name."""
    made = sorted((catalogue(each) for each in providers), key=lambda each: each.name.casefold())
    return {INDEX: _index(made)} | {f"{each.source_name}.md": _page(each) for each in made}


def _index(made: Sequence[ProviderCapabilities]) -> str:
    mentioned = {resource.resource for each in made for resource in each.resources}
    # The columns are the same whichever provider comes first.
    resources = [name for name in in_order() if name in mentioned]
    rows = [
        [f"[{each.name}]({each.source_name}.md)", *(_able(each, resource) for resource in resources)] for each in made
    ]
    heads = ["provider", *(str(resource) for resource in resources)]
    return _text([_INDEX_TEXT.format(made=_MADE).rstrip(), "", *_table(heads, rows)])


def _able(provider: ProviderCapabilities, name: str) -> str:
    found = next((each for each in provider.resources if each.resource == name), None)
    return (_verbs(found) or "no") if found else "no"


def _verbs(resource: ResourceCapability) -> str:
    able = {"list": resource.can_list, "create": resource.can_create, "update": resource.can_update}
    return ", ".join(verb for verb, is_able in able.items() if is_able)


def _page(provider: ProviderCapabilities) -> str:
    return _text(
        [
            f"# {provider.name}",
            "",
            _MADE,
            "",
            f"`source_name`: `{provider.source_name}`. Brands: {_code(provider.brands)}. [All providers]({INDEX})",
            *_options(provider),
            *(line for each in provider.resources for line in _resource(each)),
            "",
            _KEY.rstrip(),
        ]
    )


def _options(provider: ProviderCapabilities) -> Iterator[str]:
    if provider.options:
        yield from ("", "## Options of the operator", "", "Set in `GLADHAND_PROVIDER_OPTIONS`.", "")
        rows = [
            [f"`{each.name}`", each.help, f"`{str(each.default).lower()}`" if each.default != "" else "empty"]
            for each in provider.options
        ]
        yield from _table(["option", "meaning", "default"], rows)


def _resource(resource: ResourceCapability) -> Iterator[str]:
    yield from ("", f"## {resource.resource}", "", f"Can be used for: {_verbs(resource) or 'nothing'}.")
    reasons: dict[str, list[str]] = {}
    for verb, why in resource.reasons.items():
        reasons.setdefault(why, []).append(verb)
    for why, verbs in reasons.items():
        yield from ("", f"Not {_or(verbs)}: {why}")
    if resource.note:
        yield from ("", resource.note)
    if resource.fields:
        yield from ("", *_fields(resource.fields))
    for variant in resource.variants:
        yield from ("", f"### {resource.resource}, where: {variant.applies_when}", "", *_fields(variant.fields))
    yield from _values(resource)


def _fields(fields: Iterable[FieldCapability]) -> Iterator[str]:
    rows = [
        [f"`{each.field}`", f"`{each.to}`" if each.to else "", _usable(each), _null(each), _notes(each)]
        for each in fields
    ]
    yield from _table(["field", "at the provider", "can be", "null", "notes"], rows)


def _usable(field: FieldCapability) -> str:
    if not field.can_create and not field.can_update:
        return ("only read" if field.can_read else "left out") if field.if_unsupported != "refused" else "refused"
    able = {"read": field.can_read, "created": field.can_create, "updated": field.can_update}
    return ", ".join(word for word, is_able in able.items() if is_able)


def _null(field: FieldCapability) -> str:
    if not field.can_update:
        return ""
    return f"cleared with `{field.cleared_with}`" if field.clearing is ClearingEnum.CLEARED else "refused"


def _notes(field: FieldCapability) -> str:
    parts = [
        "**required**" if field.is_required else "",
        field.form or "",
        f"at most {how_many(field.max_length, 'character')}, {'cut' if field.is_shortened else 'refused'} beyond"
        if field.max_length is not None
        else "",
        _few_values(field.values),
        field.reason or "",
        "*assumed*" if field.is_assumed else "",
    ]
    return "; ".join(part.rstrip(".") for part in parts if part)


def _few_values(values: Sequence[ValueCapability] | None) -> str:
    if values is None:
        return ""
    if len(values) > _FEW_VALUES:
        taken = sum(each.theirs is not None for each in values)
        return how_many(taken, "value") if _are_equal(values) else f"{how_many(taken, 'value')}, see below"
    return ", ".join(f"`{each.ours}` is `{each.theirs}`" for each in values if each.theirs is not None)


def _are_equal(values: Iterable[ValueCapability]) -> bool:
    """Whether all values have the same name at the provider."""
    return all(each.ours == each.theirs and not each.is_uncertain for each in values)


def _values(resource: ResourceCapability) -> Iterator[str]:
    shown: dict[str, Sequence[ValueCapability]] = {}
    for field in [*resource.fields, *(each for variant in resource.variants for each in variant.fields)]:
        if field.values is not None and len(field.values) > _FEW_VALUES and not _are_equal(field.values):
            shown.setdefault(field.field, field.values)
    for name, values in shown.items():
        yield from ("", f"### Values of {resource.resource}.{name}", "")
        yield from _table(["value", "at the provider", "notes"], [_value(each) for each in values])


def _value(value: ValueCapability) -> list[str]:
    theirs = "refused" if value.theirs is None else f"`{value.theirs}`"
    return [f"`{value.ours}`", theirs, "; ".join(filter(None, ("*uncertain*" * value.is_uncertain, value.reason)))]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for row in rows:
        yield _row(row)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _or(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
