"""Which traces are kept: the operator's share of all requests, whatever their callers ask for."""

from collections.abc import Sequence
from random import getrandbits

from opentelemetry.context import Context
from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio, Sampler, SamplingResult, TraceIdRatioBased
from opentelemetry.trace import Link, SpanKind
from opentelemetry.trace.span import TraceState
from opentelemetry.util.types import Attributes
from typing_extensions import override

_TRACE_ID_BITS = 128


class OperatorsShare(Sampler):
    """Keeps a share of the requests, chosen by chance, and all that follows from those.

    A caller chooses the trace id of its `traceparent` and the flag in it. Neither decides: with an id that is always
    kept, a caller could have all of its requests kept.
    """

    def __init__(self, share: float) -> None:
        self._share = TraceIdRatioBased(share)
        self._following = ParentBasedTraceIdRatio(share)

    @override
    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes | None = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        if kind is SpanKind.SERVER:
            return self._share.should_sample(
                parent_context, getrandbits(_TRACE_ID_BITS), name, kind, attributes, links, trace_state
            )
        return self._following.should_sample(parent_context, trace_id, name, kind, attributes, links, trace_state)

    @override
    def get_description(self) -> str:
        return f"OperatorsShare of {self._share.rate}"
