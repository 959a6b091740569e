"""`gladhand provider try`: calls an adapter at the provider's real API with credentials from the command line."""

from collections.abc import Mapping
from typing import Any

from gladhand.core.http import AddressGuard, new_session
from gladhand.integrations.connections.credentials import parse_credentials
from gladhand.integrations.hosting import calls, reading
from gladhand.integrations.hosting.registry import Provider
from gladhand.integrations.hosting.sample_player import plain
from gladhand.integrations.hosting.transport import AiohttpTransport
from gladhand.resources.base import Change
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter

_MOST_SHOWN = 20


class NotTried(ValueError):
    """The command asks for something that the adapter cannot do."""


async def run(
    provider: Provider,
    credentials: Mapping[str, Any],
    call: str,
    arguments: Mapping[str, str],
    *,
    base_url: str | None = None,
) -> Any:
    """The answer to one call, as JSON values without secrets. Raises `NotTried`, `Invalid` or a `ProviderError`."""
    given = parse_credentials(provider.definition, credentials).model_dump(mode="json")
    # Its author runs this, so any address will do, a server on the same machine included.
    async with new_session(AddressGuard.allowing(["0.0.0.0/0", "::/0"])) as session:
        adapter = provider.adapter(
            given,
            AiohttpTransport(session),
            base_url=base_url,
            budget=provider.budget(),
            options=provider.definition.defaults,
        )
        return await _called(provider, adapter, call, dict(arguments))


def names(provider: Provider) -> list[str]:
    """The calls that the adapter can answer and that change nothing."""
    found = ["verify"]
    for resource in provider.capabilities:
        path = REGISTRY[resource].path if resource in REGISTRY else resource.value
        able = provider.can(resource)
        found += [f"list_{path}"] if able.read else []
        found += [f"{verb}_{resource.value}" for verb in able.verbs if verb in ("get", "find")]
    return found


async def _called(provider: Provider, adapter: Adapter, call: str, arguments: dict[str, str]) -> Any:
    known = names(provider)
    if call not in known:
        raise NotTried(f"{call} is not a call that changes nothing. Choose one of: {', '.join(known)}.")
    if call == "verify":
        return plain(await calls.verify(adapter))
    verb, _, name = call.partition("_")
    if verb == "list":
        resource = next(each for each in provider.capabilities if name in (REGISTRY[each].path, each.value))
        found = await reading.collect(adapter, resource)
        shown = [plain(record) for record in found.records[:_MOST_SHOWN]]
        skipped = [{"source_id": each.source_id, "reason": each.reason} for each in found.skipped]
        return {"count": len(found.records), "records": shown, "skipped": skipped}
    resource = ResourceEnum(name)
    if verb == "get":
        return plain(await calls.get(adapter, resource, _argument(arguments, "source_id")))
    change: Change = arguments
    return plain(await calls.find(adapter, resource, change, operation_key=None))


def _argument(arguments: Mapping[str, str], name: str) -> str:
    if name not in arguments:
        raise NotTried(f"This call needs {name}=….")
    return arguments[name]
