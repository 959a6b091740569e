"""`gladhand provider try`: calls an adapter at the provider's real API with credentials from the command line."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from gladhand.core.http import ANYWHERE, new_session
from gladhand.core.near_names import did_you_mean
from gladhand.integrations.connections.credentials import parse_credentials
from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.hosting.sample_player import as_json
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.base import Change
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.clock import days, now
from gladhand.sdk.errors import Rejected
from gladhand.sdk.http import Request, Response, Transport
from gladhand.sdk.reading import FEED, WINDOW, Read, Slice

_MOST_PRINTED = 20
_VERIFY: Final = "verify"
_WRITING = ("create", "update")
_ONLY_READS = "This command sends no request that changes anything at the provider."
# A first run of the hub may fetch weeks; an author looks at a few records.
_LONGEST_FEED: Final = days(1)


class CannotTry(ValueError):
    """The command asks for something that the adapter cannot do."""


class ReadingTransport:
    """Refuses requests that change something at the provider, such as one that takes messages out of a queue."""

    def __init__(self, inner: Transport) -> None:
        self._inner = inner

    async def send(self, request: Request) -> Response:
        """The answer to a request that only reads. Raises `Rejected` for others, which are not sent."""
        if request.writes:
            raise Rejected(_ONLY_READS)
        return await self._inner.send(request)


async def run(
    provider: Provider,
    credentials: Mapping[str, Any],
    call: str,
    arguments: Mapping[str, str],
    *,
    base_url: str | None = None,
) -> Any:
    """The answer to one call, as JSON values without secrets. Raises `CannotTry`, `Invalid` or a `ProviderError`."""
    check_call(provider, call, arguments)
    given = parse_credentials(provider.definition, credentials).model_dump(mode="json")
    # Its author runs this, so any address will do, a server on the same machine included.
    async with new_session(ANYWHERE) as session:
        adapter = provider.adapter(
            given,
            ReadingTransport(AiohttpTransport(session)),
            base_url=base_url,
            budget=provider.budget(),
            options=provider.definition.defaults,
        )
        return await _called(provider, adapter, call, dict(arguments))


def check_call(provider: Provider, call: str, arguments: Mapping[str, str]) -> None:
    """Raises `CannotTry` if the adapter has no such call, the call writes, or it lacks an argument."""
    known = call_names(provider)
    if call not in known:
        choice = f"Choose one of: {', '.join(known)}."
        if call in _writing_names(provider):
            raise CannotTry(f"{call} writes to the provider; this command only reads. {choice}")
        raise CannotTry(f"There is no call {call!r}.{did_you_mean(call, known)} {choice}")
    if call == _VERIFY:
        _check_names(call, arguments)
        return
    verb = call.partition("_")[0]
    if verb == "list":
        slice_of(provider.registration.reads[_listed_resource(provider, call)], arguments, at=now())
    elif verb == "get":
        _check_names(call, arguments, "source_id")
        _argument(arguments, "source_id")


def call_names(provider: Provider) -> list[str]:
    """The calls that the adapter can answer and that change nothing."""
    found = [_VERIFY]
    for resource, able in provider.capabilities.items():
        found += [_list_name(resource)] if able.read else []
        found += [f"{verb}_{resource.value}" for verb in able.verbs if verb in ("get", "find")]
    return found


def _writing_names(provider: Provider) -> set[str]:
    capabilities = provider.capabilities.items()
    return {f"{verb}_{resource.value}" for resource, able in capabilities for verb in able.verbs if verb in _WRITING}


def _list_name(resource: ResourceEnum) -> str:
    return f"list_{REGISTRY[resource].plural}"


async def _called(provider: Provider, adapter: Adapter, call: str, arguments: dict[str, str]) -> Any:
    if call == _VERIFY:
        return as_json(await calls.verify(adapter))
    verb, _, name = call.partition("_")
    if verb == "list":
        resource = _listed_resource(provider, call)
        part = slice_of(reading.read_of(adapter, resource), arguments, at=now())
        found = await reading.collect(adapter, resource, part)
        shown = [as_json(record) for record in found.records[:_MOST_PRINTED]]
        skipped = [{"source_id": each.source_id, "reason": each.reason} for each in found.skipped]
        return {"count": len(found.records), "records": shown, "skipped": skipped}
    resource = ResourceEnum(name)
    if verb == "get":
        return as_json(await calls.get(adapter, resource, arguments["source_id"]))
    change: Change = arguments
    return as_json(await calls.find(adapter, resource, change, operation_key=None))


def _listed_resource(provider: Provider, call: str) -> ResourceEnum:
    return next(each for each in provider.capabilities if call == _list_name(each))


def slice_of(read: Read, arguments: Mapping[str, str], *, at: datetime) -> Slice:
    """The part of a read that the arguments `start`, `end` and `parent` name. Raises `CannotTry`.

    Without a time it is the newest window before `at`. A feed begins as in a first run of the hub, at most one day ago.
    """
    times = {WINDOW: ("start", "end"), FEED: ("start",)}.get(read.mode, ())
    _check_names(_list_name(read.resource.name), arguments, *times, *(["parent"] if read.per else []))
    parent = None
    if read.per is not None:
        parent = _argument(arguments, "parent", f"the source_id of one {read.per.words}")
    start, end = _moment(arguments, "start"), _moment(arguments, "end")
    if read.mode is FEED:
        return Slice(start=start or at - min(read.backfill or timedelta(), _LONGEST_FEED))
    if read.window is not None:
        start, end = _window(read.window, start, end, at)
    return Slice(start=start, end=end, parent=parent)


def _window(
    longest: timedelta, start: datetime | None, end: datetime | None, at: datetime
) -> tuple[datetime, datetime]:
    if end is None:
        end = at if start is None else min(start + longest, at)
    if start is None:
        start = end - longest
    if start >= end:
        raise CannotTry("start= must lie before end=, and before now.")
    if end - start > longest:
        raise CannotTry(f"The adapter asks for at most {longest} at once: bring start= and end= nearer to each other.")
    return start, end


def _check_names(call: str, arguments: Mapping[str, str], *taken: str) -> None:
    if unknown := sorted(arguments.keys() - set(taken)):
        takes = ", ".join(f"{name}=" for name in taken) or "no arguments"
        raise CannotTry(f"{call} takes {takes}, and not {', '.join(unknown)}.")


def _argument(arguments: Mapping[str, str], name: str, meaning: str = "") -> str:
    if name not in arguments:
        raise CannotTry(f"This call needs {name}=…{f', {meaning}' if meaning else ''}.")
    return arguments[name]


def _moment(arguments: Mapping[str, str], name: str) -> datetime | None:
    if name not in arguments:
        return None
    try:
        given = datetime.fromisoformat(arguments[name])
    except ValueError:
        raise CannotTry(f"{name}= is a time such as 2026-01-06T08:00:00Z, or a day such as 2026-01-06.") from None
    return given if given.tzinfo is not None else given.replace(tzinfo=UTC)
