"""`gladhand provider new --like`: a provider that comes with gladhand, as the beginning of another one."""

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import StringIO
from tokenize import NAME, generate_tokens
from types import MappingProxyType
from typing import Final

from gladhand.core.near_names import near_names
from gladhand.integrations.hosting.registry import Provider, packages
from gladhand.sdk.definition_table import PICTURES

#: By the shape of an API, the provider to begin from.
SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    {"pages": "vistracks", "rpc": "wialon", "session": "verizon_connect", "windows": "x-trusttrack", "feed": "x-rfms"}
)
_SUFFIXES: Final = (".py", ".toml", ".json")
_PICTURES: Final = tuple(f".{each}" for each in PICTURES)
_TABLE: Final = re.compile(r"^(?=\[)", re.MULTILINE)
_BRANDS: Final = "[[brands]]"


class NoSuchModel(ValueError):
    """There is no provider of this name to begin from."""


def model_of(name: str) -> Provider:
    """The provider to begin from, by its source name or the shape of its API. Raises `NoSuchModel`."""
    known = {provider.source_name: provider for provider in map(Provider, packages())}
    for source in (name, f"x-{name}", SHAPES.get(name, "")):
        if source in known:
            return known[source]
    near = near_names(name, [*known, *SHAPES], most=5)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    raise NoSuchModel(f"There is no provider {name!r} to begin from. Shapes are {', '.join(SHAPES)}.{hint}")


def copied(model: Provider, *, source: str, package: str, title: str) -> Iterator[tuple[str, bytes]]:
    """The files of the provider's folder with the names of the new one, each with its path in the folder. Pictures stay
    as they are, and its own tests stay behind."""
    changes = _changes(model, package=package, title=title)
    word, ours = (each.replace("-", "_").removeprefix("x_") for each in (model.source_name, source))
    for path, content in _walk(files(model.package), ""):
        if path.endswith(_PICTURES):
            yield path, content
            continue
        renamed = content.decode()
        for pattern, new in changes:
            renamed = pattern.sub(new, renamed)
        if path.endswith(".py"):
            renamed = _with_name(renamed, word, ours)
        yield path, (_definition(renamed, source, title) if path == "provider.toml" else renamed).encode()


def _changes(model: Provider, *, package: str, title: str) -> list[tuple[re.Pattern[str], str]]:
    """What is replaced in each file, in this order: the package, the names of classes, and the title."""
    prefix = model.adapter_class.__name__.removesuffix("Adapter")
    titles = {model.definition.brands[0].name, prefix}
    return [
        (re.compile(re.escape(model.package) + r"\b"), package),
        (re.compile(rf"\b{re.escape(prefix)}(?=[A-Z])"), title.replace(" ", "")),
        *((re.compile(rf"\b{re.escape(each)}\b"), title) for each in sorted(titles, key=len, reverse=True)),
    ]


def _with_name(text: str, word: str, ours: str) -> str:
    """The module with another name for variables. Texts stay: an address or header may have the same word."""
    lines = text.splitlines(keepends=True)
    found = [
        each.start for each in generate_tokens(StringIO(text).readline) if (each.type, each.string) == (NAME, word)
    ]
    for row, column in reversed(found):
        line = lines[row - 1]
        lines[row - 1] = line[:column] + ours + line[column + len(word) :]
    return "".join(lines)


def _definition(text: str, source: str, title: str) -> str:
    """The definition with the new name, and one brand in the place of all."""
    name = re.compile(r'^source_name = ".*"$', re.MULTILINE)
    tables = _TABLE.split(name.sub(f'source_name = "{source}"', text, count=1))
    first = next(number for number, table in enumerate(tables) if table.startswith(_BRANDS))
    brand = f'{_BRANDS}\nslug = "{source.replace("_", "-")}"\nname = "{title}"\n\n'
    others = [table for table in tables[first:] if not table.startswith(_BRANDS)]
    return "".join([*tables[:first], brand, *others])


def _walk(folder: Traversable, way: str) -> Iterator[tuple[str, bytes]]:
    for each in sorted(folder.iterdir(), key=lambda found: found.name):
        if each.is_dir():
            yield from _walk(each, f"{way}{each.name}/")
        elif each.name.endswith((*_SUFFIXES, *_PICTURES)) and not each.name.startswith("test_"):
            yield way + each.name, each.read_bytes()
