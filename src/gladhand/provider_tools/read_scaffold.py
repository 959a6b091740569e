"""`gladhand provider add-read`: adds the read of a resource to a provider's folder."""

import json
import re
from importlib.resources import files
from pathlib import Path

from gladhand.provider_tools.adapter_source import NoReads, with_import, with_read, with_reason, written_verbs
from gladhand.provider_tools.check import FILL_IN
from gladhand.provider_tools.read_module import module_text
from gladhand.resources.registry import REGISTRY
from gladhand.resources.resource import Resource
from gladhand.sdk.definition import BadDefinition, Definition, parse

_API_CLASS = re.compile(r"^class (\w+)\(", re.MULTILINE)
# The window of the sample.
_START, _END = "2026-01-06T00:00:00Z", "2026-01-07T00:00:00Z"


class NotAdded(ValueError):
    """The read cannot be added, for a reason that the author can fix."""


def add_read(package: str, name: str) -> list[Path]:
    """Write the module and the sample of a read, and register it in `adapter.py`. Answers the files, new ones first.

    A resource that partners can write needs a reason for each write that is missing: `provider.toml` gets one.
    Nothing is written if the read cannot be added.
    """
    return add_read_in(Path(str(files(package))), package, name)


def add_read_in(folder: Path, package: str, name: str) -> list[Path]:
    """The same for a package that need not be importable, such as one in another checkout."""
    resource, definition = readable(name), folder / "provider.toml"
    described = parse(definition.read_text("utf-8"), path=definition)
    module, sample = folder / f"{resource.plural}.py", folder / "samples" / f"list_{resource.plural}.json"
    adapter = folder / "adapter.py"
    registered = adapter.read_text("utf-8")
    # The text and not the class: an adapter that is half written may be impossible to import.
    if module.exists() or re.search(rf"\bRead\(\s*{resource.name.value.upper()}\b", registered):
        raise NotAdded(f"{package} reads {resource.plural} already, or has a module of this name. Nothing was changed.")
    api = folder / "api.py"
    found = _API_CLASS.search(api.read_text("utf-8")) if api.is_file() else None
    if found is None:
        raise NotAdded(f"{folder} has no api.py with a class that the read could call. Nothing was changed.")
    title = described.brands[0].name
    try:
        registered = _registered(registered, package, resource)
    except NoReads as reason:
        raise NotAdded(f"{adapter}: {reason} Nothing was changed.") from None
    explained = _explained(definition, registered, resource, title)
    module.write_text(module_text(package, found[1], title, resource), "utf-8")
    sample.parent.mkdir(exist_ok=True)
    sample.write_text(_sample(described, resource), "utf-8")
    adapter.write_text(registered, "utf-8")
    if explained is None:
        return [module, sample, adapter]
    definition.write_text(explained, "utf-8")
    return [module, sample, adapter, definition]


def _explained(definition: Path, adapter: str, resource: Resource, title: str) -> str | None:
    """The definition with a reason for each write that is missing. None if it stays as it is."""
    if resource.create_model is None:
        return None
    written = written_verbs(adapter, resource.name.value.upper())
    verbs = [each for each in ("create", "update") if each not in written]
    if resource.update_model is None:
        verbs = [each for each in verbs if each == "create"]
    before = definition.read_text("utf-8")
    explained = with_reason(before, resource.name.value, verbs, f"{title} is only read.")
    try:
        parse(explained, path=definition)
    except BadDefinition as error:
        raise NotAdded(f"{error} Nothing was changed.") from None
    return None if explained == before else explained


def readable(name: str) -> Resource:
    """The resource of this name, which is read from providers. Raises `NotAdded` for another name."""
    readable = {str(each.value): known for each, known in REGISTRY.items() if known.has_source_data}
    if name not in readable:
        raise NotAdded(f"{name!r} is no resource that is read from providers. There are: {', '.join(readable)}.")
    return readable[name]


def _registered(adapter: str, package: str, resource: Resource) -> str:
    constant, module, mode = resource.name.value.upper(), resource.plural, "WINDOW" if resource.is_dated else "FULL"
    window = ["window=days(1),", "lookback=hours(2),", "backfill=days(30),"] if resource.is_dated else []
    text = with_read(
        adapter,
        [
            f"{constant},",
            f"{module}.read,",
            f"mode={mode},",
            *window,
            "every=minutes(15),",
            f"shows={module}.SHOWS,",
            f"remap=by_row({module}.to_record),",
        ],
    )
    text = with_import(text, package, module)
    text = with_import(text, resource.fields_model.__module__, constant)
    text = with_import(text, "gladhand.sdk.clock", "minutes", *(("days", "hours") if resource.is_dated else ()))
    return with_import(text, "gladhand.sdk.reading", mode, "Read", "by_row")


def _sample(definition: Definition, resource: Resource) -> str:
    form = {field.name: f"example-{field.name.replace('_', '-')}" for field in definition.form}
    query = {"limit": "100"}
    call = {"verb": "read", "resource": resource.name.value}
    if resource.is_dated:
        call |= {"start": _START, "end": _END}
        query = {"from": "2026-01-06T00:00:00.000Z", "to": "2026-01-07T00:00:00.000Z"} | query
    body = f"{FILL_IN}: the provider's whole answer, from its documents or from the wire, with invented values"
    sample = {
        "about": f"One page of {resource.plural.replace('_', ' ')}",
        "credentials": form,
        "call": call,
        "exchanges": [
            {
                "request": {"method": "GET", "path": f"/{resource.path}", "query": query},
                "response": {"status": 200, "body": body},
            }
        ],
        "result": f"{FILL_IN}: what the adapter makes of it; gladhand provider check shows it",
    }
    return json.dumps(sample, indent=2, ensure_ascii=False) + "\n"
