"""Samples: exchanges with a provider kept as files, and the player that holds an adapter to them.

A sample is a JSON file in the provider's folder `samples/`:

    {
      "about": "what it shows, as a sentence",
      "credentials": {"api_key": "…"},
      "call": {"function": "create_user", "arguments": {"change": {…}, "operation_key": "…"}},
      "exchanges": [
        {
          "request": {"method": "POST", "path": "/api/drivers", "query": {…}, "headers": {…}, "body": {…}},
          "response": {"status": 201, "headers": {…}, "body": {…}}
        }
      ],
      "result": {…}     or     "error": {"class": "Rejected", "detail": "…", "retry_after": 2.5}
    }

Of a request, method, path and query have to agree exactly; headers that are named, and a `body` or `form` that is
given, too. The text `<any>` stands for whatever is there, such as a password that was made up. Instead of `body` a
response may have `text`; instead of a response an exchange may have `"fails": "Unavailable"` or `"NoAnswer"`. A
`change` is written as in a body of the hub's API, without `connection_id`. In a result, nulls are left out. Beside
`credentials` there may be `options`, as the operator sets them, and the `session` that is held already.
"""

import inspect
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from textwrap import shorten
from typing import Any, Final
from urllib.parse import parse_qs, parse_qsl, urlsplit
from uuid import UUID

import orjson
from pydantic import ValidationError

from gladhand.integrations.hosting import calls
from gladhand.integrations.hosting.capabilities import function_names
from gladhand.integrations.hosting.registry import Provider
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk import errors
from gladhand.sdk.adapter import Account, Adapter, Page, Record, Written
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.errors import NoAnswer, ProviderError, Unavailable
from gladhand.sdk.http import Request, Response
from gladhand.sdk.session import InMemorySessionStore

_FAILURES: Mapping[str, type[ProviderError]] = {"Unavailable": Unavailable, "NoAnswer": NoAnswer}
_ANY = "<any>"
_NOTHING: Final = object()
# Of what is said about one fault: an enum's values may be hundreds.
_LONGEST = 160
#: What the network and any provider can do to any adapter.
_EVERYWHERE = ("AuthFailed", "Rejected", "RateLimited", "Unavailable", "ServerFailed", "NoAnswer", "Malformed")


class Mismatch(AssertionError):
    """The adapter did something else than the sample says."""


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One file of `samples/`."""

    name: str
    about: str
    credentials: Mapping[str, Any]
    function: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    session: Mapping[str, Any] = field(default_factory=dict)
    exchanges: Sequence[Mapping[str, Any]] = ()
    result: Any = None
    error: Mapping[str, Any] | None = None


class ReplayTransport:
    """A transport that plays exchanges, in their order, to whoever sends the right requests."""

    def __init__(self, exchanges: Sequence[Mapping[str, Any]]) -> None:
        self._left = list(exchanges)

    async def send(self, request: Request) -> Response:
        if not self._left:
            raise Mismatch(f"one request more than in the sample: {request.method} {urlsplit(request.url).path}")
        exchange = self._left.pop(0)
        _same_request(exchange["request"], request)
        if "fails" in exchange:
            raise _FAILURES[exchange["fails"]](exchange["fails"])
        given = exchange["response"]
        body = given["text"].encode() if "text" in given else orjson.dumps(given["body"]) if "body" in given else b""
        return Response(status=given["status"], headers=given.get("headers", {}), body=body)

    def finish(self) -> None:
        """Every exchange has to be used up."""
        if self._left:
            raise Mismatch(f"{len(self._left)} requests of the sample were not sent")


def load(provider: Provider) -> list[Sample]:
    """The samples in a provider's folder."""
    folder = files(provider.package) / "samples"
    found = sorted((each for each in folder.iterdir() if each.name.endswith(".json")), key=lambda each: each.name)
    return [read(each) for each in found]


async def play(provider: Provider, sample: Sample) -> None:
    """Run one sample. Raises `Mismatch` with what differs."""
    expected = {"result": sample.result} if sample.error is None else {"error": dict(sample.error)}
    given, transport = await _outcome(provider, sample)
    if given != expected:
        raise Mismatch("\n".join([f"{sample.name}: another outcome", *_differences(expected, given)]))
    transport.finish()


async def outcome(provider: Provider, sample: Sample) -> dict[str, Any]:
    """What the adapter makes of the exchanges, as a `result` or an `error`. Raises `Mismatch` if they do not fit."""
    given, transport = await _outcome(provider, sample)
    transport.finish()
    return given


async def _outcome(provider: Provider, sample: Sample) -> tuple[dict[str, Any], ReplayTransport]:
    if lacking := [each.name for each in provider.definition.missing(sample.credentials)]:
        raise Mismatch(f"{sample.name}: the credentials lack {', '.join(lacking)}, which the form asks for")
    transport, sessions = ReplayTransport(sample.exchanges), InMemorySessionStore(sample.session)
    try:
        adapter = provider.adapter(sample.credentials, transport, options=sample.options, sessions=sessions)
        return {"result": plain(await _called(adapter, sample))}, transport
    except ProviderError as error:
        _shows_no_secret(error, Credentials(sample.credentials, public=provider.definition.public_fields))
        return {"error": _described(error, sample.error or {"detail": "", "status_code": None})}, transport


def missing(provider: Provider, samples: Sequence[Sample]) -> list[str]:
    """What the adapter can do, or run into, and no sample shows."""
    shown = {sample.function for sample in samples if sample.error is None}
    wanted = ["verify"]
    for resource, able in provider.capabilities.items():
        names = function_names(resource)
        able_to = {"list": able.read, "get": able.get, "create": able.create, "find": able.find, "update": able.update}
        wanted += [names[verb] for verb, can in able_to.items() if can]
    raised = {sample.error["class"] for sample in samples if sample.error is not None}
    module = inspect.getmodule(provider.adapter_class)
    can_raise = [*_EVERYWHERE, *(["Unsupported"] if hasattr(module, "Unsupported") else [])]
    return [name for name in wanted if name not in shown] + [name for name in can_raise if name not in raised]


def plain(value: Any) -> Any:
    """An adapter's answer as JSON values, without nulls and without the provider's own data."""
    if isinstance(value, Page):
        return _present(
            {"records": [plain(each) for each in value.records], "cursor": value.cursor, "more": value.more}
        )
    if isinstance(value, Written):
        return _present({**plain(value.record), "notes": {name: note.value for name, note in value.notes.items()}})
    if isinstance(value, Record):
        _check_record(value)
        moment = value.occurred_at.isoformat() if value.occurred_at else None
        extras = dict(value.extras) if value.extras else None
        fields = _present(value.fields.stored())
        return _present({"source_id": value.source_id, "fields": fields, "occurred_at": moment, "extras": extras})
    if isinstance(value, Account):
        return _present({"id": value.id, "name": value.name, "host": value.host or None})
    return value


async def _called(adapter: Adapter, sample: Sample) -> Any:
    given = dict(sample.arguments)
    if sample.function == "verify":
        return await calls.verify(adapter)
    for resource in ResourceEnum:
        for verb, name in function_names(resource).items():
            if name != sample.function:
                continue
            change = _change(resource, given.get("change", {}))
            if verb == "list":
                return await calls.list_page(adapter, resource, given.get("cursor"))
            if verb == "create":
                return await calls.create(adapter, resource, change, operation_key=given["operation_key"])
            if verb == "get":
                return await calls.get(adapter, resource, given["source_id"])
            if verb == "find":
                return await calls.find(adapter, resource, change, operation_key=given.get("operation_key"))
            return await calls.update(adapter, resource, given["source_id"], change)
    raise Mismatch(f"{sample.name}: there is no function {sample.function}")


def read(place: Traversable) -> Sample:
    """One file of `samples/`. Raises `Mismatch` if it is none."""
    try:
        given = json.loads(place.read_text("utf-8"))
        call = given.pop("call")
        return Sample(name=place.name, function=call["function"], arguments=call.get("arguments", {}), **given)
    except (ValueError, KeyError, TypeError) as error:
        raise Mismatch(f"{place.name} is no sample: {error}") from None


def _change(resource: ResourceEnum, body: Mapping[str, Any]) -> dict[str, Any]:
    known = REGISTRY.get(resource)
    model = (known.update_model or known.create_model) if known else None
    try:
        return model.model_validate({**body, "connection_id": UUID(int=0)}).changes() if model else dict(body)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, each['loc']))}: {shorten(each['msg'], _LONGEST)}" for each in error.errors())
        raise Mismatch("\n".join(f"change.{fault}" for fault in faults)) from None


def _same_request(expected: Mapping[str, Any], request: Request) -> None:
    parts = urlsplit(request.url)
    query = {name: values if len(values) > 1 else values[0] for name, values in parse_qs(parts.query).items()}
    sent: dict[str, Any] = {"method": request.method, "path": parts.path, "query": query}
    wanted: dict[str, Any] = {
        "method": expected["method"],
        "path": expected["path"],
        "query": expected.get("query", {}),
    }
    if "headers" in expected:
        lower = {name.lower(): value for name, value in request.headers.items()}
        wanted["headers"] = expected["headers"]
        sent["headers"] = {name: lower.get(name.lower()) for name in expected["headers"]}
    if "body" in expected:
        wanted["body"] = expected["body"]
        sent["body"] = orjson.loads(request.body) if request.body else None
    if "form" in expected:
        wanted["form"] = expected["form"]
        sent["form"] = dict(parse_qsl((request.body or b"").decode(), keep_blank_values=True))
    sent = _with_any(wanted, sent)
    if sent != wanted:
        raise Mismatch(
            "\n".join([f"another request than {wanted['method']} {wanted['path']}", *_differences(wanted, sent)])
        )


def _with_any(wanted: Any, sent: Any) -> Any:
    """What was sent, with `<any>` where that is wanted and something is there."""
    if wanted == _ANY and sent not in (None, "", [], {}):
        return _ANY
    if isinstance(wanted, Mapping) and isinstance(sent, Mapping):
        return {name: _with_any(wanted.get(name), value) for name, value in sent.items()}
    if isinstance(wanted, list) and isinstance(sent, list) and len(wanted) == len(sent):
        return [_with_any(*pair) for pair in zip(wanted, sent, strict=True)]
    return sent


def _described(error: ProviderError, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """What the sample asks about the error; its class always."""
    if type(error).__name__ not in vars(errors):
        raise Mismatch(f"{type(error).__name__} is not an error of the SDK")
    asked = {name: getattr(error, name, None) for name in wanted if name != "class"}
    return {"class": type(error).__name__, **asked}


def _shows_no_secret(error: ProviderError, credentials: Credentials) -> None:
    shown = f"{error} {error.headers}"
    if credentials.redact(shown) != shown:
        raise Mismatch("the error shows a credential")


def _check_record(record: Record) -> None:
    orjson.dumps(record.source_data)
    if not record.source_id:
        raise Mismatch("a record without a source_id")


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _differences(expected: Any, given: Any, way: str = "") -> Iterator[str]:
    """A line for each place where the two are not the same."""
    if isinstance(expected, Mapping) and isinstance(given, Mapping):
        for name in dict.fromkeys([*expected, *given]):
            yield from _differences(expected.get(name, _NOTHING), given.get(name, _NOTHING), f"{way}.{name}")
    elif isinstance(expected, list) and isinstance(given, list) and len(expected) == len(given):
        for number, pair in enumerate(zip(expected, given, strict=True)):
            yield from _differences(*pair, f"{way}.{number}")
    elif expected != given:
        yield f"  {way.lstrip('.')}: the sample says {_shown(expected)}, the adapter {_shown(given)}"


def _shown(value: Any) -> str:
    return "nothing" if value is _NOTHING else json.dumps(value, default=str, ensure_ascii=False)
