"""The operator's share of traces holds against what callers send."""

import pytest
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, TraceFlags

from gladhand.core.trace_sampling import OperatorsShare

#: The sampler of OpenTelemetry keeps the first id at each share above 0, and the other one at no share below 1.
_OFTEN_KEPT, _RARELY_KEPT = 1 << 64, (1 << 128) - 1
_REQUESTS = 4000


def parent(trace_id: int, *, is_kept: bool) -> Context:
    flags = TraceFlags(TraceFlags.SAMPLED if is_kept else TraceFlags.DEFAULT)
    return trace.set_span_in_context(NonRecordingSpan(SpanContext(trace_id, 7, is_remote=True, trace_flags=flags)))


@pytest.mark.parametrize("trace_id", [_OFTEN_KEPT, _RARELY_KEPT])
@pytest.mark.parametrize("is_flagged", [True, False])
def test_a_caller_decides_nothing(trace_id: int, is_flagged: bool) -> None:
    share, context = OperatorsShare(0.25), parent(trace_id, is_kept=is_flagged)

    kept = sum(
        share.should_sample(context, trace_id, "request", SpanKind.SERVER).decision.is_sampled()
        for _ in range(_REQUESTS)
    )

    # Chance leaves these limits less than once in 10^30 runs.
    assert _REQUESTS * 0.17 < kept < _REQUESTS * 0.33


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_follows_from_a_request_is_kept_with_it(is_kept: bool) -> None:
    share = OperatorsShare(0.25)

    decisions = {
        share.should_sample(parent(trace_id, is_kept=is_kept), trace_id, "work", kind).decision.is_sampled()
        for trace_id in (_OFTEN_KEPT, _RARELY_KEPT)
        for kind in (SpanKind.INTERNAL, SpanKind.CLIENT)
    }

    assert decisions == {is_kept}


@pytest.mark.parametrize(("share", "is_kept"), [(0, False), (1, True)])
def test_nothing_and_everything(share: float, is_kept: bool) -> None:
    sampler = OperatorsShare(share)

    for trace_id in (_OFTEN_KEPT, _RARELY_KEPT):
        for kind in (SpanKind.SERVER, SpanKind.INTERNAL):
            assert sampler.should_sample(None, trace_id, "any", kind).decision.is_sampled() is is_kept
