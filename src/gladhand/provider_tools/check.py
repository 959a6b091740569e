"""`gladhand provider check`: lists everything that is missing or wrong in a provider's folder.

The contract tests of this repository apply the same checks to every provider.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from importlib.resources import files
from typing import Any, Final
from urllib.parse import urlsplit

from gladhand.core.contract_operations import contract_operations
from gladhand.integrations.hosting import sample_player, samples
from gladhand.integrations.hosting.registry import Provider, packages
from gladhand.integrations.hosting.samples import Mismatch, Sample
from gladhand.provider_tools import source
from gladhand.provider_tools.field_maps import faults_of_field_maps
from gladhand.provider_tools.visible_fields import faults_of_visible_fields
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.credential_kinds import KINDS_BY_CONN_TYPE
from gladhand.sdk.credential_texts import Secrecy
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.definition import BadDefinition, Definition
from gladhand.sdk.sign_in import FormField

FILL_IN = "FILL IN"
# Names that belong to nobody, RFC 2606.
_INVENTED: Final = (".example", ".test", "example.com", "example.net", "example.org")
_NOWHERE: Final = ".invalid"


async def findings(package: str) -> list[str]:
    """The faults of this provider, the most basic first; empty if it has none."""
    try:
        provider = Provider(package)
    except (BadDefinition, ImportError) as error:
        return _lines(error)
    found = [*_definition(provider)]
    try:
        able = provider.capabilities
    except BadDefinition as error:
        return [*found, *_lines(error)]
    except Exception as error:  # noqa: BLE001 - importing an author's module may raise anything
        return [*found, f"adapter.py cannot be imported: {type(error).__name__}: {error}"]
    if not able:
        found.append("adapter.py: reads and writes are empty, so the adapter can do nothing.")
    functions = [*source.faults_of_functions(provider)]
    found += functions
    found += source.faults_of_modules(provider)
    found += faults_of_field_maps(provider)
    # Samples cannot run while the hub cannot call the functions.
    return found if functions else found + await _samples(provider)


def _definition(provider: Provider) -> Iterator[str]:
    definition = provider.definition
    yield from _addresses(definition)
    for conn_type, form in definition.forms.items():
        if form:
            yield from _form(str(conn_type), form)
    if "limits" not in definition.model_fields_set:
        yield "provider.toml: limits: say how fast one account may be called."
    # Only in-house resources have writes that the contract lacks. Most providers know no such thing.
    expected = {each.path for each in contract_operations() if each.method == "POST"}
    for resource, known in REGISTRY.items():
        if f"/v2/telematics/{known.path}" in expected and resource not in definition.not_supported:
            yield from _unexplained(provider, str(resource.value))
    yield from _twins(provider)


def _addresses(definition: Definition) -> Iterator[str]:
    regions = {f"regions.{name}.base_url": region.base_url for name, region in definition.regions.items()}
    for place, address in {"base_url": definition.base_url, **regions}.items():
        host = urlsplit(address).hostname or ""
        # Where fleets enter the address, there is no usual one.
        is_entered = place == "base_url" and any(field.name == "url" for field in definition.form)
        if host.endswith(_INVENTED) or (host.endswith(_NOWHERE) and not is_entered):
            yield f"provider.toml: {place}: {address} is invented. Write the address of the provider's API."


def _form(conn_type: str, form: tuple[FormField, ...]) -> Iterator[str]:
    kind = KINDS_BY_CONN_TYPE.get(conn_type)
    if kind is None:
        yield f"provider.toml: conn_type: there are no credentials of the kind {conn_type}."
        return
    asked = {field.name: field for field in form}
    if asked.keys() - kind.model_fields.keys() and (fitting := _kinds_with(asked)):
        names = ", ".join(asked)
        yield f"provider.toml: conn_type: credentials that have {names} are of the kind {' or '.join(fitting)}."
    for name, field in asked.items():
        if name not in kind.model_fields:
            known = ", ".join(kind.model_fields)
            yield f"provider.toml: form: credentials of the kind {conn_type} have no {name}; they have: {known}."
        elif not field.secret and kind.secrecy(name) is Secrecy.SECRET:
            yield f"provider.toml: form: {name} looks like a secret and has to say secret = true."
    for name, declared in kind.model_fields.items():
        if declared.is_required() and not (name in asked and asked[name].required):
            yield f"provider.toml: form: credentials of the kind {conn_type} need {name}, which it does not ask for."


def _kinds_with(names: Collection[str]) -> list[str]:
    """The credential kinds that a form with these fields yields."""
    fitting: list[str] = []
    for conn_type, kind in KINDS_BY_CONN_TYPE.items():
        if set(kind.required_fields()) <= set(names) <= kind.model_fields.keys():
            fitting.append(conn_type)
    return fitting


def _unexplained(provider: Provider, resource: str) -> Iterator[str]:
    try:
        able = {name.value for name in provider.capabilities}
    except Exception:  # noqa: BLE001 - another check reports it
        return
    if resource not in able:
        yield f"provider.toml: not_supported: say why there is nothing for {resource}; people get to read it."


def _twins(provider: Provider) -> Iterator[str]:
    slugs = {brand.slug for brand in provider.definition.brands}
    for each in packages():
        if each == provider.package:
            continue
        try:
            other = Provider(each)
        except (BadDefinition, ImportError):
            continue
        if other.source_name == provider.source_name:
            yield f"provider.toml: source_name: {each} is {provider.source_name} already."
        for slug in sorted(slugs & {brand.slug for brand in other.definition.brands}):
            yield f"provider.toml: brands: {each} has the slug {slug} already."


async def _samples(provider: Provider) -> list[str]:
    folder = files(provider.package) / "samples"
    if not folder.is_dir():
        return ["samples: the folder is missing."]
    found: list[str] = []
    read: list[Sample] = []
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if not path.name.endswith(".json"):
            continue
        try:
            unfilled = open_ends(json.loads(path.read_text("utf-8")))
            sample = samples.read(path)
        except (ValueError, Mismatch) as error:
            found.append(f"samples/{path.name}: {error}")
            continue
        read.append(sample)
        if unfilled:
            found.append(f"samples/{path.name}: not filled in yet: {', '.join(unfilled)}.")
            if not any(way.startswith("exchanges") for way in unfilled):
                found[-1] += await _proposed(provider, sample)
        else:
            found += [f"samples/{path.name}: {fault}" for fault in await _played(provider, sample)]
    try:
        found += [f"samples: none shows {name}." for name in sample_player.missing_samples(provider, read)]
    except KeyError as error:
        found.append(f"samples: an error without {error}.")
    return [*found, *faults_of_visible_fields(provider, read)]


async def _played(provider: Provider, sample: Sample) -> list[str]:
    shown = json.dumps([sample.result, sample.error], default=str)
    held = Credentials(sample.credentials, public=provider.definition.public_fields)
    found = [] if held.redact(shown) == shown else ["the outcome shows a credential."]
    try:
        await sample_player.play(provider, sample)
    except Mismatch as error:
        found.append(str(error).removeprefix(f"{sample.name}: "))
    except Exception as error:  # noqa: BLE001 - an author's mistake, reported like any other
        found.append(f"{type(error).__name__}: {error}")
    return found


async def _proposed(provider: Provider, sample: Sample) -> str:
    """Proposes an expectation for a sample whose outcome is open. The author reviews it before using it."""
    try:
        given = await sample_player.outcome(provider, sample)
    except Exception as error:  # noqa: BLE001 - an author's mistake, reported like any other
        return f" It cannot be played: {str(error).removeprefix(f'{sample.name}: ') or type(error).__name__}"
    return f" The adapter gives:\n{json.dumps(given, indent=2, default=str, ensure_ascii=False)}"


def open_ends(sample: Any) -> list[str]:
    """Places of a sample that its author has still to fill in."""
    return list(_open_ends(sample, ""))


def _open_ends(value: Any, way: str) -> Iterator[str]:
    if isinstance(value, str) and value.startswith(FILL_IN):
        yield way.lstrip(".")
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _open_ends(each, f"{way}.{name}")
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _open_ends(each, f"{way}.{number}")


def _lines(error: Exception) -> list[str]:
    return str(error).splitlines() or [type(error).__name__]
