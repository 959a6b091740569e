"""Plays samples: holds an adapter to the exchanges and the outcome that a file shows."""

import inspect
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from datetime import datetime
from textwrap import shorten
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import orjson
from pydantic import ValidationError

from gladhand.core.how_many import how_many
from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.crashes import TransportStopped
from gladhand.integrations.hosting.reading import Collected, RepeatedStates
from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.hosting.sample_comparison import LONGEST, differences, require_same_request
from gladhand.integrations.hosting.samples import Mismatch, Sample
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.exact_json import dump_exact
from gladhand.resources.registry import REGISTRY
from gladhand.sdk import errors
from gladhand.sdk.adapter import Adapter, ProviderAccount
from gladhand.sdk.credentials import Credentials
from gladhand.sdk.errors import NoAnswer, ProviderError, Unavailable
from gladhand.sdk.http import Request, Response
from gladhand.sdk.reading import NO_STATE, Slice
from gladhand.sdk.records import Record
from gladhand.sdk.session import InMemorySessionStore
from gladhand.sdk.writing import Written

_FAILURES: Mapping[str, type[ProviderError]] = {"Unavailable": Unavailable, "NoAnswer": NoAnswer}
#: What the network and any provider can do to any adapter.
_EVERYWHERE = ("AuthFailed", "RateLimited", "Unavailable", "ServerFailed", "NoAnswer", "Malformed")


class ReplayOver(TransportStopped):
    """The adapter sends more requests than the sample has exchanges."""


class ReplayTransport:
    """Plays exchanges, in their order, to an adapter that sends the right requests."""

    def __init__(self, exchanges: Sequence[Mapping[str, Any]]) -> None:
        self._left = list(exchanges)

    async def send(self, request: Request) -> Response:
        if not self._left:
            raise ReplayOver(f"one request more than in the sample: {request.method} {urlsplit(request.url).path}")
        exchange = self._left.pop(0)
        require_same_request(exchange["request"], request)
        if "fails" in exchange:
            raise _FAILURES[exchange["fails"]](exchange["fails"])
        given = exchange["response"]
        body = given["text"].encode() if "text" in given else orjson.dumps(given["body"]) if "body" in given else b""
        return Response(status=given["status"], headers=given.get("headers", {}), body=body)

    def finish(self) -> None:
        """Raises `Mismatch` unless every exchange was used."""
        if self._left:
            raise Mismatch(f"the adapter did not send {how_many(len(self._left), 'request')} of the sample")


async def play(provider: Provider, sample: Sample) -> None:
    """Run one sample. Raises `Mismatch` with what differs."""
    expected = {"result": sample.result} if sample.error is None else {"error": dict(sample.error)}
    given, transport = await _outcome(provider, sample)
    if given != expected:
        raise Mismatch("\n".join([f"{sample.name}: another outcome", *differences(expected, given)]))
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
        return {"result": await _called(adapter, sample)}, transport
    except ProviderError as error:
        _shows_no_secret(error, Credentials(sample.credentials, public=provider.definition.public_fields))
        return {"error": _described(error, sample.error or {"detail": "", "status_code": None})}, transport
    except ReplayOver as error:
        raise Mismatch(str(error)) from None


def missing_samples(provider: Provider, samples: Sequence[Sample]) -> list[str]:
    """The capabilities and errors of the adapter that no sample shows."""
    shown = {_title(sample.verb, sample.resource) for sample in samples if sample.error is None}
    required = [
        _title("verify", None),
        *(_title(verb, resource) for resource, able in provider.capabilities.items() for verb in able.verbs),
    ]
    raised = {sample.error["class"] for sample in samples if sample.error is not None}
    module = inspect.getmodule(provider.adapter_class)
    can_raise = [
        *_EVERYWHERE,
        *(["Rejected"] if provider.adapter_class.writes else []),
        *(["Unsupported"] if hasattr(module, "Unsupported") else []),
    ]
    return [title for title in required if title not in shown] + [name for name in can_raise if name not in raised]


def _title(verb: str, resource: ResourceEnum | None) -> str:
    return verb if resource is None else f"{verb} of {resource.value}"


def as_json(value: Any) -> Any:
    """An adapter's answer as JSON values, without nulls and without the provider's own data."""
    if isinstance(value, Written):
        outcomes = {name: outcome.value for name, outcome in value.outcomes.items()}
        return _present({**as_json(value.record), "outcomes": outcomes})
    if isinstance(value, Record):
        _check_record(value)
        moment = value.occurred_at.isoformat() if value.occurred_at else None
        extras = dict(value.extras) if value.extras else None
        fields = _present(value.fields.stored())
        return _present({"source_id": value.source_id, "fields": fields, "occurred_at": moment, "extras": extras})
    if isinstance(value, ProviderAccount):
        return _present({"id": value.id, "name": value.name, "host": value.host or None})
    return value


async def _called(adapter: Adapter, sample: Sample) -> Any:
    given, resource = sample.arguments, sample.resource
    if resource is None:
        return as_json(await calls.verify(adapter))
    if sample.verb == "read":
        return await _read(adapter, resource, given)
    if sample.verb == "get":
        return as_json(await calls.get(adapter, resource, given["source_id"]))
    change = _change(resource, given.get("change", {}))
    if sample.verb == "create":
        return as_json(await calls.create(adapter, resource, change, operation_key=given["operation_key"]))
    if sample.verb == "find":
        return as_json(await calls.find(adapter, resource, change, operation_key=given.get("operation_key")))
    return as_json(await calls.update(adapter, resource, given["source_id"], change))


async def _read(adapter: Adapter, resource: ResourceEnum, given: Mapping[str, Any]) -> dict[str, Any]:
    part = Slice(
        state=given.get("state", NO_STATE),
        start=_moment(given.get("start")),
        end=_moment(given.get("end")),
        parent=given.get("parent"),
    )
    collected, repeated, more = Collected(), RepeatedStates(), False
    try:
        async with aclosing(reading.batches(adapter, resource, part)) as batches:
            async for batch in batches:
                collected.add(batch)
                if repeated.add(batch):
                    raise Mismatch("the same state comes a third time, which ends a run as pages without an end")
    except ReplayOver:
        if not collected.batches:
            raise
        more = True
    result = {
        "records": [as_json(record) for record in collected.records],
        "state": dict(collected.state) or None,
        "skipped": [{"source_id": each.source_id, "reason": each.reason} for each in collected.skipped] or None,
        "removed": collected.removed or None,
        "more": more or None,
    }
    return _present(result)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def _change(resource: ResourceEnum, body: Mapping[str, Any]) -> dict[str, Any]:
    known = REGISTRY.get(resource)
    model = (known.update_model or known.create_model) if known else None
    try:
        return model.restored({**body, "connection_id": UUID(int=0)}).changes() if model else dict(body)
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, each['loc']))}: {shorten(each['msg'], LONGEST)}" for each in error.errors())
        raise Mismatch("\n".join(f"change.{fault}" for fault in faults)) from None


def _described(error: ProviderError, expected: Mapping[str, Any]) -> dict[str, Any]:
    """What the sample asks about the error; its class always."""
    if type(error).__name__ not in vars(errors):
        raise Mismatch(f"{type(error).__name__} is not an error of the SDK")
    asked = {name: getattr(error, name, None) for name in expected if name != "class"}
    return {"class": type(error).__name__, **asked}


def _shows_no_secret(error: ProviderError, credentials: Credentials) -> None:
    shown = f"{error} {error.headers}"
    if credentials.redact(shown) != shown:
        raise Mismatch("the error shows a credential")


def _check_record(record: Record) -> None:
    dump_exact(record.source_data)
    if not record.source_id:
        raise Mismatch("a record without a source_id")


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
