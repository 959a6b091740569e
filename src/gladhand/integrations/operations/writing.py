"""One try at a provider: the call and nothing else. No transaction is open while the provider is asked.

The worker's pump and the synchronous requests share it. It may be stopped anywhere: until it is settled an operation
stays pending under a lease, and whoever takes it when the lease has run out looks first whether it was done.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

import orjson

from gladhand.integrations.gateway import NotInstalled, ProviderGateway
from gladhand.integrations.hosting import calls
from gladhand.integrations.operations import field_results, queue
from gladhand.integrations.operations.outcome import Done, Failed, Outcome, failed
from gladhand.integrations.operations.queue import Taken
from gladhand.resources.base import Change, Write
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.errors import NoAnswer, ProviderError, RateLimited, Unavailable
from gladhand.sdk.field_map import Verb
from gladhand.sdk.records import Record

# A write may take its adapter more than one request; each has the provider's time limit, all of them twice that.
PATIENCE = 2
_INTERRUPTED = "The server was stopped while the provider was asked, and the provider does not have the record."


@dataclass(frozen=True)
class Limits:
    """Seconds."""

    request: float
    call: float
    read_back: float

    @classmethod
    def usual(cls, request: float) -> "Limits":
        return cls(request, request * PATIENCE, request)


def obstacle(taken: Taken) -> Failed | None:
    """What makes the write impossible for good since it was accepted."""
    if taken.level != "read_write":
        details = f"Not sent. The share agreement with the fleet no longer allows writing of {taken.resource} records."
        return Failed(ErrorType.AUTH, details)
    if taken.connection_status != "active" and (taken.is_sync or taken.connection_status not in queue.WAITING_STATES):
        return Failed(ErrorType.AUTH, f"Not sent. The connection is {taken.connection_status}.")
    return None


async def write(
    gateway: ProviderGateway, taken: Taken, limits: Limits, *, on_wait: Callable[[bool], None] | None = None
) -> Outcome:
    """Have a try. `on_wait` is told when it begins and stops to wait for the account's rate budget."""
    if (hindered := obstacle(taken)) is not None:
        return hindered
    resource, change = _change(taken)
    try:
        lease = gateway.lease(taken.stored, on_wait=on_wait)
        adapter = gateway.open(taken.stored, timeout=limits.request, lease=lease)
    except NotInstalled as error:
        return Failed(ErrorType.TSP, f"Not sent. {error.detail}")
    except ProviderError as error:
        return failed(error, change, attempts=taken.attempts, waits=None, is_clear=not taken.was_sent)
    writing = _Writing(adapter, taken, resource, change, limits)
    outcome = await writing.outcome(None if taken.is_sync else gateway.settings.waits)
    if isinstance(outcome, Done):
        gateway.record_cost(taken.stored, lease)
    return outcome


def _change(taken: Taken) -> tuple[ResourceEnum, dict[str, object]]:
    resource = REGISTRY[ResourceEnum(taken.resource)]
    model = resource.create_model if taken.operation_type == "create" else resource.update_model
    body = orjson.loads(taken.payload) | {"connection_id": taken.connection_id}
    return resource.name, (model or Write).model_validate(body).changes()


@dataclass(frozen=True)
class _Writing:
    """One write while it is tried."""

    adapter: Adapter
    taken: Taken
    resource: ResourceEnum
    change: Change
    limits: Limits

    async def outcome(self, waits: Sequence[float] | None) -> Outcome:
        taken = self.taken
        # Whether it is certain that no earlier try has been carried out.
        is_clear = not taken.was_sent
        try:
            if not is_clear:
                if (found := await self._found()) is not None:
                    return found
                if taken.is_sync and taken.operation_type == "create":
                    # Its request is long gone, and its client may have tried again by now.
                    return Failed(ErrorType.NETWORK, _INTERRUPTED)
                is_clear = True
            return await self._written()
        except ProviderError as error:
            if taken.is_sync and error.may_have_arrived:
                with suppress(ProviderError):
                    if (found := await self._found()) is not None:
                        return found
            outcome = failed(error, self.change, attempts=taken.attempts, waits=waits, is_clear=is_clear)
            return replace(outcome, details=self._told(error))

    async def _written(self) -> Done:
        taken, adapter = self.taken, self.adapter
        async with self._limited(self.limits.call):
            if taken.operation_type == "create":
                written = await calls.create(adapter, self.resource, self.change, operation_key=str(taken.id))
            else:
                # Sent again after a lost answer, it sets the same values again; later writes wait behind it.
                written = await calls.update(adapter, self.resource, taken.source_id or "", self.change)
        return self._done(written.record, field_results.of_written(written, self.change))

    async def _found(self) -> Done | None:
        """The record of a write whose answer was lost, if the provider has it as it was to be."""
        verb = Verb(self.taken.operation_type)
        sheet = calls.field_map(self.adapter, self.resource)
        async with self._limited(self.limits.read_back):
            if verb is Verb.CREATE:
                record = await calls.find(self.adapter, self.resource, self.change, operation_key=str(self.taken.id))
            else:
                record = await self._as_it_is_now()
        if record is None or (verb is Verb.UPDATE and not field_results.is_as_asked(record, self.change, verb, sheet)):
            return None
        return self._done(record, field_results.of_found(record, self.change, verb, sheet))

    async def _as_it_is_now(self) -> Record | None:
        if not calls.can_get(self.adapter, self.resource):
            return None
        return await calls.get(self.adapter, self.resource, self.taken.source_id or "")

    def _done(self, record: Record, results: field_results.FieldResults) -> Done:
        client = self.adapter.client
        return Done(record, client.last_status, client.last_headers, results)

    def _told(self, error: ProviderError) -> str:
        """The error in words that say whether anything had left for the provider."""
        if error.status_code is not None:
            return error.detail
        sent = self.adapter.client.exchanges - (type(error) is Unavailable)
        if sent <= 0:
            return f"Not sent. {error.detail}"
        if isinstance(error, NoAnswer):
            return f"Sent, not answered. {error.detail}"
        return f"The last request was not sent. {error.detail}" if type(error) is Unavailable else error.detail

    @asynccontextmanager
    async def _limited(self, seconds: float) -> AsyncIterator[None]:
        before = self.adapter.client.exchanges
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            if self.adapter.client.exchanges == before:
                # It stood in the queue for the account's rate budget all the time.
                raise RateLimited("There were too many requests to this account at once.") from None
            raise NoAnswer(f"The provider did not answer within {seconds:g} s.") from None
