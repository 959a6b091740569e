"""One attempt at a provider: prepare, call, decide what comes next. `finishing` writes the result.

The worker and synchronous requests share it. No transaction is open while the provider answers. The process may stop
anywhere: an operation stays pending under its lease until it is finished, and the attempt after that lease first looks
up whether the write was done.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

import orjson

from gladhand.core import tracing
from gladhand.integrations.gateway import NotInstalled, ProviderGateway
from gladhand.integrations.hosting import calls
from gladhand.integrations.operations import field_results
from gladhand.integrations.operations.outcome import Done, Failed, Outcome, failed
from gladhand.integrations.operations.queue_queries import WAITING_STATES, ClaimedOperation
from gladhand.resources.base import Change, WriteBody
from gladhand.resources.enums import ResourceEnum
from gladhand.resources.enums import ResourceOperationErrorTypeEnum as ErrorType
from gladhand.resources.registry import REGISTRY
from gladhand.sdk.adapter import Adapter
from gladhand.sdk.deadline import ending_within
from gladhand.sdk.errors import NoAnswer, OutcomeUnknown, ProviderError, Unavailable
from gladhand.sdk.field_map import Verb
from gladhand.sdk.records import Record

# A write may take more than one request. Each has the provider's time limit, all together have twice that.
_REQUESTS = 2
_GRACE_SECONDS = 0.5
#: The first words of the details of a failure if nothing was sent to the provider.
NOT_SENT = "Not sent."
_NOT_LOOKED_UP = "An earlier attempt may have been carried out, and could not be looked up."
_INTERRUPTED = "The server was stopped while the provider was asked, and the provider does not have the record."


@dataclass(frozen=True)
class TimeLimits:
    """How many seconds an attempt may take: for one request, for the whole write, and for looking it up."""

    request: float
    call: float
    read_back: float

    @classmethod
    def usual(cls, request: float) -> "TimeLimits":
        return cls(request, request * _REQUESTS, request)


@dataclass(frozen=True)
class AttemptedOperation:
    """An operation that we had claimed, and what came of its attempt."""

    claimed: ClaimedOperation
    outcome: Outcome


def obstacle(claimed: ClaimedOperation) -> Failed | None:
    """The reason why the write has become impossible since it was accepted."""
    if claimed.level != "read_write":
        details = f"{NOT_SENT} The share agreement with the fleet no longer allows writing {claimed.resource} records."
        return Failed(ErrorType.AUTH, details)
    if claimed.connection_status != "active" and (claimed.is_sync or claimed.connection_status not in WAITING_STATES):
        return Failed(ErrorType.AUTH, f"{NOT_SENT} The connection is {claimed.connection_status}.")
    return None


async def attempt(
    gateway: ProviderGateway,
    claimed: ClaimedOperation,
    limits: TimeLimits,
    *,
    on_wait: Callable[[bool], None] | None = None,
) -> Outcome:
    """Try the write once. Calls `on_wait` when the attempt begins and stops to wait for the account's rate budget."""
    with tracing.span(
        "operation.attempt",
        parent=claimed.trace_parent,
        attributes={
            "gladhand.operation_id": str(claimed.id),
            "gladhand.provider": claimed.source_name,
            "gladhand.resource": claimed.resource,
        },
    ):
        outcome = await _attempt(gateway, claimed, limits, on_wait)
        if isinstance(outcome, Failed):
            tracing.fail(outcome.error_type)
        return outcome


async def _attempt(
    gateway: ProviderGateway,
    claimed: ClaimedOperation,
    limits: TimeLimits,
    on_wait: Callable[[bool], None] | None,
) -> Outcome:
    if (failure := obstacle(claimed)) is not None:
        return failure
    resource, change = _change(claimed)
    waits = None if claimed.is_sync else gateway.settings.waits
    try:
        lease = gateway.lease(claimed.stored, on_wait=on_wait)
        adapter = gateway.open(claimed.stored, timeout=limits.request, lease=lease)
    except NotInstalled as error:
        return Failed(error.error_type, f"{NOT_SENT} {error.detail}")
    except ProviderError as error:
        return failed(error, change, attempts=claimed.attempts, waits=waits, is_clear=not claimed.was_sent)
    outcome = await _Write(adapter, claimed, resource, change, limits).outcome(waits)
    if isinstance(outcome, Done):
        gateway.record_cost(claimed.stored, lease)
    return outcome


def _change(claimed: ClaimedOperation) -> tuple[ResourceEnum, dict[str, object]]:
    resource = REGISTRY[ResourceEnum(claimed.resource)]
    model = resource.create_model if claimed.operation_type == "create" else resource.update_model
    body = orjson.loads(claimed.payload) | {"connection_id": claimed.connection_id}
    return resource.name, (model or WriteBody).restored(body).changes()


@dataclass(frozen=True)
class _Write:
    """One write at a provider."""

    adapter: Adapter
    claimed: ClaimedOperation
    resource: ResourceEnum
    change: Change
    limits: TimeLimits

    async def outcome(self, waits: Sequence[float] | None) -> Outcome:
        claimed = self.claimed
        # Whether it is certain that no earlier attempt reached the provider.
        is_clear = not claimed.was_sent
        try:
            if not is_clear:
                if (found := await self._look_up()) is not None:
                    return found
                if claimed.is_sync and claimed.operation_type == "create":
                    # Its request has ended, and its client may have retried by now.
                    return Failed(ErrorType.NETWORK, _INTERRUPTED)
                is_clear = True
            return await self._send()
        except ProviderError as error:
            details = self._details(error, is_clear=is_clear)
            # Questions before the write may fail, too.
            is_sent = self.adapter.client.writes > 0
            if claimed.is_sync and is_sent and error.may_have_arrived:
                with suppress(ProviderError):
                    if (found := await self._look_up()) is not None:
                        return found
            outcome = failed(
                error, self.change, attempts=claimed.attempts, waits=waits, is_clear=is_clear, is_sent=is_sent
            )
            return replace(outcome, details=details)

    async def _send(self) -> Done:
        claimed, adapter = self.claimed, self.adapter
        async with self._limited(self.limits.call):
            if claimed.operation_type == "create":
                written = await calls.create(adapter, self.resource, self.change, operation_key=str(claimed.id))
            else:
                # Sent again after a lost answer, it sets the same values again; later writes to the record wait.
                written = await calls.update(adapter, self.resource, claimed.source_id or "", self.change)
        return self._done(written.record, field_results.of_written(written, self.change))

    async def _look_up(self) -> Done | None:
        """The result of a write whose answer was lost, if the provider has the record with the values of the write."""
        verb = Verb(self.claimed.operation_type)
        field_map = calls.field_map(self.adapter, self.resource)
        async with self._limited(self.limits.read_back):
            if verb is Verb.CREATE:
                record = await calls.find(self.adapter, self.resource, self.change, operation_key=str(self.claimed.id))
            else:
                record = await self._current()
        if record is None:
            return None
        found = field_results.of_found(record, self.change, verb, field_map)
        return self._done(record, found) if verb is Verb.CREATE or field_results.shows_all(found, record) else None

    async def _current(self) -> Record | None:
        if not calls.can_get(self.adapter, self.resource):
            return None
        return await calls.get(self.adapter, self.resource, self.claimed.source_id or "")

    def _done(self, record: Record, results: field_results.FieldResults) -> Done:
        client = self.adapter.client
        return Done(record, client.last_status, client.last_headers, results)

    def _details(self, error: ProviderError, *, is_clear: bool) -> str:
        """The error, and whether the write was sent to the provider."""
        client = self.adapter.client
        if error.status_code is not None or isinstance(error, OutcomeUnknown):
            return error.detail
        if not client.writes:
            return f"{NOT_SENT if is_clear else _NOT_LOOKED_UP} {error.detail}"
        if isinstance(error, NoAnswer):
            return f"{'Sent and answered.' if client.is_write_answered else 'Sent, not answered.'} {error.detail}"
        return f"The last request was not sent. {error.detail}" if type(error) is Unavailable else error.detail

    @asynccontextmanager
    async def _limited(self, seconds: float) -> AsyncIterator[None]:
        """Lets all requests end within these seconds. What an adapter does beside them has little more."""
        try:
            async with asyncio.timeout(seconds + _GRACE_SECONDS):
                with ending_within(seconds):
                    yield
        except TimeoutError:
            raise NoAnswer(f"The provider did not answer within {seconds:.3g} s.") from None
