"""Traces for OpenTelemetry: one for all that follows from a request, up to the provider and to the webhooks.

A process without a collector makes none, and a block that would have a span costs it about a microsecond. Work that
waits in a table keeps the trace of its request as text, in the form of the header `traceparent` (W3C Trace Context):
the process that does it, perhaps on another day, adds to the same trace.

Spans hold ids, routes and statuses. They never hold paths, queries or texts of errors, which may be secret.
"""

import asyncio
import importlib.util
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from types import MappingProxyType

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

#: The header that carries a trace from one service to the next.
HEADER = "traceparent"

_PATH = "/v1/traces"
_MODULE = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
_EXPORT_SECONDS = 5.0
# How long a process that stops waits for its last spans to leave.
_STOP_SECONDS = 3.0

_W3C = TraceContextTextMapPropagator()
_NO_SPAN = nullcontext(trace.INVALID_SPAN)


@dataclass(frozen=True)
class TraceSettings:
    """Where spans go, and which share of the traces is kept: 1 is all."""

    url: str
    share: float = 1.0


class _OfProcess:
    """The tracer of this process, if it has a collector."""

    tracer: Tracer | None = None


def can_export() -> bool:
    """Whether the packages that send spans are installed."""
    try:
        return importlib.util.find_spec(_MODULE) is not None
    except ModuleNotFoundError:
        return False


@asynccontextmanager
async def exporting(settings: TraceSettings | None, process: str, version: str) -> AsyncIterator[None]:
    """Send the spans of this process to the collector. One that is away costs spans and nothing else."""
    if settings is None:
        yield
        return
    # The extra `traces` brings these.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - an extra

    from gladhand.core.trace_sampling import OperatorsShare  # noqa: PLC0415 - imports the extra

    provider = TracerProvider(
        sampler=OperatorsShare(settings.share),
        resource=Resource.create({"service.name": f"gladhand-{process}", "service.version": version}),
        shutdown_on_exit=False,
    )
    exporter = OTLPSpanExporter(endpoint=settings.url.rstrip("/") + _PATH, timeout=_EXPORT_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _OfProcess.tracer = provider.get_tracer("gladhand", version)
    try:
        yield
    finally:
        _OfProcess.tracer = None
        await asyncio.to_thread(provider.force_flush, int(_STOP_SECONDS * 1000))
        await asyncio.to_thread(provider.shutdown)


def span(
    name: str,
    kind: SpanKind = SpanKind.INTERNAL,
    *,
    parent: str | None = None,
    links: Sequence[str | None] = (),
    attributes: Mapping[str, str] = MappingProxyType({}),
) -> AbstractContextManager[Span]:
    """A span around a block, for logs and calls within. An error that leaves the block marks it with its class.

    `parent` and `links` are texts of `trace_parent()`; without a parent it belongs to the span around it.
    """
    tracer = _OfProcess.tracer
    if tracer is None:
        return _NO_SPAN
    linked = [Link(found.get_span_context()) for text in links if text and (found := _span_of(text)) is not None]
    return _failing_by_class(
        tracer.start_as_current_span(
            name,
            _context(parent) if parent else None,
            kind,
            attributes,
            linked,
            # Both would repeat the error's text.
            record_exception=False,
            set_status_on_exception=False,
        )
    )


@contextmanager
def _failing_by_class(started: AbstractContextManager[Span]) -> Iterator[Span]:
    with started as current:
        try:
            yield current
        except BaseException as error:
            current.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def describe(name: str, attributes: Mapping[str, str | int]) -> None:
    """Name the current span when more is known of it."""
    if _OfProcess.tracer is not None:
        current = trace.get_current_span()
        current.update_name(name)
        current.set_attributes(attributes)


def fail(reason: str) -> None:
    """Mark the current span as failed. The reason is a class or a code."""
    if _OfProcess.tracer is not None:
        trace.get_current_span().set_status(Status(StatusCode.ERROR, reason))


def trace_parent() -> str | None:
    """The current span as text, for work that goes on elsewhere; None if it is not traced."""
    if _OfProcess.tracer is None:
        return None
    carrier: dict[str, str] = {}
    if trace.get_current_span().is_recording():
        _W3C.inject(carrier)
    return carrier.get(HEADER)


def trace_ids() -> dict[str, str]:
    """`trace_id` and `span_id` of the current span, as logs name them. Empty if there is none that is kept."""
    if _OfProcess.tracer is None:
        return {}
    current = trace.get_current_span()
    if not current.is_recording():
        return {}
    context = current.get_span_context()
    return {"trace_id": trace.format_trace_id(context.trace_id), "span_id": trace.format_span_id(context.span_id)}


def ids_of(text: str | None) -> dict[str, str]:
    """The `trace_id` of a trace that waited in a table, for a log line outside of its spans."""
    if _OfProcess.tracer is None or not text or (found := _span_of(text)) is None:
        return {}
    return {"trace_id": trace.format_trace_id(found.get_span_context().trace_id)}


def exemplar() -> dict[str, str] | None:
    """What leads from a measured value of a histogram to its trace."""
    return {"trace_id": ids["trace_id"]} if (ids := trace_ids()) else None


def _context(text: str) -> Context:
    return _W3C.extract({HEADER: text})


def _span_of(text: str) -> Span | None:
    found = trace.get_current_span(_context(text))
    return found if found.get_span_context().is_valid else None
