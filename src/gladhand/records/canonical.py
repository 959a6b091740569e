"""The one JSON text of a value, which hashes are made from."""

from collections.abc import Mapping, Sequence
from typing import Any

from gladhand.resources.exact_json import dump_each, dump_exact


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: equal values have equal texts, and so equal hashes."""
    text = dump_exact(value, sort_keys=True)
    if b"\\u0000" in text:
        text = dump_exact(without_nul(value), sort_keys=True)
    return text


def canonical_each(values: Sequence[Any]) -> list[bytes]:
    """The canonical texts of many values."""
    texts = dump_each(values, sort_keys=True)
    return list(map(canonical, values)) if b"\\u0000" in b"".join(texts) else texts


def without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, Mapping):
        return {without_nul(key): without_nul(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_nul(inner) for inner in value]
    return value
