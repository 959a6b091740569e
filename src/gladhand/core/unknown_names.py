"""Fields and parameters that a route does not know.

They are accepted, because clients of newer versions of the contract send them. A misspelt name is an unknown one too:
so the answer lists them in a header, each with the name that was probably meant, and a setting refuses them.

A name that was probably meant to narrow something, such as `filter` for `filters`, or `scopes` for `permissions`, is
always refused: without it a subscription or an invitation would be wider than its client wants.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias, get_args, get_origin
from urllib.parse import quote

from pydantic import BaseModel

from gladhand.core.near_names import near_name
from gladhand.core.problems import Fault, Invalid

HEADER = "Gladhand-Ignored"
#: In the scope of a request: the unknown names that its route has found.
IN_SCOPE = "gladhand.ignored"

_MOST_NAMES = 20
_MOST_CHARACTERS = 100
# In percent. Aliases are common words, which fields of newer clients may resemble.
_LEAST_LIKENESS_OF_ALIASES = 85
# A token of RFC 9651; everything else is percent-encoded.
_TOKEN = "!#$&'*+-.^_`|~:/"  # noqa: S105 - characters, not a secret

#: The names that an object may have, each with those of the object below it. None: any name.
NameTree: TypeAlias = Mapping[str, "NameTree | None"]


@dataclass(frozen=True)
class Narrows:
    """Marks a field that narrows the request, in its `Annotated`: without it, the request asks for everything."""

    aliases: Sequence[str] = ()
    """What others call it: a client that sends one of these names means this field."""


@dataclass(frozen=True)
class IgnoredName:
    """One unknown name: its path, and the path that was probably meant."""

    path: str
    """Such as `body.firstname` or `query.sise`."""
    near: str | None
    widens: bool = False
    """Whether the request means more without it, as far as one can tell."""

    @property
    def hint(self) -> str:
        """A sentence, behind a blank. It names fields of the body as clients write them."""
        return f" Did you mean {self.near.removeprefix('body.')}?" if self.near else ""


class KnownNames:
    """The names of the parameters and fields of one route."""

    def __init__(self, query: Iterable[str], body: Any) -> None:
        self._query: NameTree = dict.fromkeys(query)
        self.has_body = body is not None
        self._body = name_tree(body) if self.has_body else {}
        self._paths = [*_paths("query", self._query), *_paths("body", self._body)]
        narrowing = dict(_narrowing(body)) if self.has_body else {}
        self._narrowing = tuple(f"body.{name}" for name in narrowing)
        self._aliases = {alias: f"body.{name}" for name, marker in narrowing.items() for alias in marker.aliases}

    def unknown(self, query: Iterable[str], body: Any) -> list[IgnoredName]:
        """The unknown names of a request, each one once; no more than fit into a header."""
        found = dict.fromkeys(f"query.{name}" for name in query if name not in self._query)
        if self.has_body:
            found |= dict.fromkeys(islice(_unknown("body", body, self._body), _MOST_NAMES))
        return [self._ignored(path) for path in islice(found, _MOST_NAMES)]

    def _ignored(self, path: str) -> IgnoredName:
        near = self._near(path)
        return IgnoredName(path, near, widens=any(map(self._narrows, (path, near or ""))))

    def _narrows(self, path: str) -> bool:
        return path in self._narrowing or path.startswith(tuple(f"{each}." for each in self._narrowing))

    def _near(self, path: str) -> str | None:
        """A name like this one beside it; else the same name anywhere else."""
        parent, _, name = path[:_MOST_CHARACTERS].rpartition(".")
        beside = {each.rpartition(".")[2]: each for each in self._paths if each.rpartition(".")[0] == parent}
        near = near_name(name, beside)
        if near is not None:
            return beside[near]
        elsewhere = {each.rpartition(".")[2]: each for each in reversed(self._paths)}
        if name in elsewhere:
            return elsewhere[name]
        if parent == "body" and (alias := near_name(name, self._aliases, least_likeness=_LEAST_LIKENESS_OF_ALIASES)):
            return self._aliases[alias]
        narrowing = {each.rpartition(".")[2]: each for each in self._paths if self._narrows(each)}
        near = near_name(name, narrowing)
        return None if near is None else narrowing[near]


def header_value(ignored: Sequence[IgnoredName]) -> str:
    """A list of RFC 9651: `body.firstname;near=body.first_name, query.sise;near=query.size`."""
    return ", ".join(_token(each.path) + (f";near={_token(each.near)}" if each.near else "") for each in ignored)


def refusal(ignored: Sequence[IgnoredName]) -> Invalid:
    return Invalid(
        [
            Fault(each.path, "", f"This request has no parameter or field of this name.{each.hint}", "unknown_name")
            for each in ignored
        ]
    )


def name_tree(annotation: Any) -> NameTree | None:
    """The names in JSON values of this type; None if its objects may have any."""
    merged: dict[str, NameTree | None] = {}
    for option in options(annotation):
        if not (isinstance(option, type) and issubclass(option, BaseModel)):
            if option is Any or get_origin(option) is dict or option is dict:
                return None
            continue
        for name, field in option.model_fields.items():
            below = name_tree(field.annotation)
            former = merged.get(field.alias or name, {})
            merged[field.alias or name] = None if below is None or former is None else {**former, **below}
    return merged


def _narrowing(annotation: Any) -> Iterator[tuple[str, Narrows]]:
    for option in options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            for name, field in option.model_fields.items():
                for marker in [each for each in field.metadata if isinstance(each, Narrows)]:
                    yield field.alias or name, marker


def options(annotation: Any) -> Iterator[Any]:
    """The types of a union; of a list those of its items."""
    if get_origin(annotation) is dict or not get_args(annotation):
        yield annotation
        return
    for each in get_args(annotation):
        yield from options(each)


def _paths(parent: str, tree: NameTree | None) -> Iterator[str]:
    for name, below in (tree or {}).items():
        yield f"{parent}.{name}"
        yield from _paths(f"{parent}.{name}", below)


def _unknown(path: str, value: Any, tree: NameTree | None) -> Iterator[str]:
    if not tree:
        return
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _unknown(f"{path}.{index}", each, tree)
    elif isinstance(value, dict):
        for name, below in value.items():
            if name not in tree:
                yield f"{path}.{name[:_MOST_CHARACTERS]}"
            else:
                yield from _unknown(f"{path}.{name}", below, tree[name])


def _token(text: str) -> str:
    # JSON can spell half of a character.
    return quote(text[:_MOST_CHARACTERS], safe=_TOKEN, errors="replace")
