"""Keys of answers and events that the contract does not have.

Strict clients refuse unknown keys, so only clients that ask for these keys receive them. A wire model marks such a
field with `EXTENSION`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel

from gladhand.resources.exact_json import dump_exact, load_exact
from gladhand.resources.wire_model import MARK

#: Where the extensions are in a JSON value: `None` for a key that is one, a tree for a key that holds some.
ExtensionTree: TypeAlias = Mapping[str, Any]


def extension_tree(models: Iterable[Any]) -> ExtensionTree:
    """The extensions in these types of values; empty if there are none."""
    found: dict[str, Any] = {}
    for annotation in models:
        for model in _models(annotation):
            for name, field in model.model_fields.items():
                if isinstance(field.json_schema_extra, dict) and MARK in field.json_schema_extra:
                    found[name] = None
                elif below := extension_tree([field.annotation]):
                    found[name] = below
    return found


def without_extensions(body: bytes, tree: ExtensionTree) -> bytes:
    """The JSON without the keys of the tree."""
    value = load_exact(body)
    _strip(value, tree)
    return dump_exact(value)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The models in a type, also inside unions, lists and `Annotated`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _strip(value: Any, tree: ExtensionTree) -> None:
    if isinstance(value, list):
        for each in value:
            _strip(each, tree)
    elif isinstance(value, dict):
        for name, below in tree.items():
            if below is None:
                value.pop(name, None)
            else:
                _strip(value.get(name), below)
