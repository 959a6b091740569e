"""Compares what an adapter sends and answers with what a sample shows."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlsplit

import orjson

from gladhand.integrations.hosting.samples import Mismatch
from gladhand.sdk.http import Request

_ANY = "<any>"
_NOTHING: Final = object()
#: The most characters of a message about one fault, because an enum may have hundreds of values.
LONGEST = 160


def require_same_request(expected: Mapping[str, Any], request: Request) -> None:
    """Raises `Mismatch` with what differs."""
    parts = urlsplit(request.url)
    query = {name: values if len(values) > 1 else values[0] for name, values in parse_qs(parts.query).items()}
    sent: dict[str, Any] = {"method": request.method, "path": parts.path, "query": query}
    declared: dict[str, Any] = {
        "method": expected["method"],
        "path": expected["path"],
        "query": expected.get("query", {}),
    }
    if "headers" in expected:
        lower = {name.lower(): value for name, value in request.headers.items()}
        declared["headers"] = expected["headers"]
        sent["headers"] = {name: lower.get(name.lower()) for name in expected["headers"]}
    if "body" in expected:
        declared["body"] = expected["body"]
        sent["body"] = orjson.loads(request.body) if request.body else None
    if "form" in expected:
        declared["form"] = expected["form"]
        sent["form"] = dict(parse_qsl((request.body or b"").decode(), keep_blank_values=True))
    sent = _with_any(declared, sent)
    if sent != declared:
        raise Mismatch(
            "\n".join([f"another request than {declared['method']} {declared['path']}", *differences(declared, sent)])
        )


def _with_any(declared: Any, sent: Any) -> Any:
    """What was sent, with `<any>` where that is declared and something is there."""
    if declared == _ANY and sent not in (None, "", [], {}):
        return _ANY
    if isinstance(declared, Mapping) and isinstance(sent, Mapping):
        return {name: _with_any(declared.get(name), value) for name, value in sent.items()}
    if isinstance(declared, list) and isinstance(sent, list) and len(declared) == len(sent):
        return [_with_any(*pair) for pair in zip(declared, sent, strict=True)]
    return sent


def differences(expected: Any, given: Any, way: str = "") -> Iterator[str]:
    """A line for each place where the two are not the same."""
    if isinstance(expected, Mapping) and isinstance(given, Mapping):
        for name in dict.fromkeys([*expected, *given]):
            yield from differences(expected.get(name, _NOTHING), given.get(name, _NOTHING), f"{way}.{name}")
    elif isinstance(expected, list) and isinstance(given, list) and len(expected) == len(given):
        for number, pair in enumerate(zip(expected, given, strict=True)):
            yield from differences(*pair, f"{way}.{number}")
    elif expected != given:
        yield f"  {way.lstrip('.')}: the sample says {_as_text(expected)}, the adapter {_as_text(given)}"


def _as_text(value: Any) -> str:
    return "nothing" if value is _NOTHING else json.dumps(value, default=str, ensure_ascii=False)
