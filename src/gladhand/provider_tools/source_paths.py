"""Finds the provider that an author means: by its source name, or by the path of its folder."""

import importlib.util
import sys
from pathlib import Path

from gladhand.core.near_names import near_names
from gladhand.integrations.hosting import registry
from gladhand.integrations.hosting.registry import Provider
from gladhand.sdk.definition import BadDefinition

_DEFINITION = "provider.toml"


class NoSuchProvider(ValueError):
    """No provider has this name or lies at this path."""


def package(given: str) -> str:
    """The importable name of the provider's package."""
    path = Path(given)
    if path.is_dir():
        return _at(path.resolve())
    if len(path.parts) > 1:
        raise NoSuchProvider(f"There is no folder {given}.")
    return _named(given)


def _named(name: str) -> str:
    known = registry.packages()
    # The folder usually has the source name; otherwise `provider.toml` holds it.
    for each in known:
        if each.rpartition(".")[2] == name or _source_name(each) == name:
            return each
    names = sorted({_source_name(each) or each.rpartition(".")[2] for each in known})
    near = near_names(name, names, most=3)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are: {', '.join(names)}."
    raise NoSuchProvider(f"There is no provider {name!r}. {hint} A folder elsewhere is checked by its path.")


def _source_name(name: str) -> str:
    try:
        return Provider(name).source_name
    except (BadDefinition, ImportError):
        return ""


def _at(folder: Path) -> str:
    if not (folder / _DEFINITION).is_file():
        inner = [
            each.parent
            for each in sorted(folder.glob(f"*/{_DEFINITION}")) + sorted(folder.glob(f"src/*/{_DEFINITION}"))
        ]
        if len(inner) != 1:
            raise NoSuchProvider(f"{folder} has no {_DEFINITION}.")
        folder = inner[0]
    parts = [folder.name]
    while (folder.parent / "__init__.py").is_file():
        folder = folder.parent
        parts.insert(0, folder.name)
    name = ".".join(parts)
    if not name.replace(".", "").isidentifier():
        raise NoSuchProvider(f"{name} is not a name that Python can import. Rename the folder.")
    if parts[0] != "gladhand" and str(folder.parent) not in sys.path:
        sys.path.insert(0, str(folder.parent))
        importlib.invalidate_caches()
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise NoSuchProvider(f"{name} cannot be imported: it needs an __init__.py.")
    return name
