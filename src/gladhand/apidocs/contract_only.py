"""A document without the extensions of the contract, for clients that are made from it and refuse unknown keys."""

from collections.abc import Iterator
from typing import Any

from gladhand.apidocs.references import referenced_schemas
from gladhand.resources.wire_model import MARK


def contract_only(document: dict[str, Any]) -> dict[str, Any]:
    """The document without what is marked as an extension, and without the schemas that only extensions need.

    Changes the document that it is given.
    """
    kept: dict[str, Any] = _without_marked(document)
    for response in _responses(kept):
        if response.get("content") == {}:
            del response["content"]
    kept["paths"] = {path: item for path, item in kept["paths"].items() if item}
    if "schemas" in kept.get("components", {}):
        kept["components"]["schemas"] = referenced_schemas(kept)
    used = {tag for item in kept["paths"].values() for operation in item.values() for tag in operation.get("tags", ())}
    kept["tags"] = [tag for tag in kept.get("tags", ()) if tag["name"] in used]
    return kept


def _responses(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in document["paths"].values():
        for operation in item.values():
            yield from operation["responses"].values()


def _without_marked(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_marked(each) for each in value if not _is_marked(each)]
    if isinstance(value, dict):
        return {name: _without_marked(each) for name, each in value.items() if not _is_marked(each)}
    return value


def _is_marked(value: Any) -> bool:
    # The mark of a query parameter or of a body stands in its schema.
    return isinstance(value, dict) and any(each.get(MARK) is True for each in (value, value.get("schema") or {}))
