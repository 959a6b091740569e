"""An OpenTelemetry collector that takes spans by OTLP over HTTP."""

from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from tests.fakes.serving import Fake


@dataclass(frozen=True)
class CollectedSpan:
    """One span, with its ids in hexadecimal."""

    name: str
    trace_id: str
    span_id: str
    parent_id: str
    service: str
    attributes: dict[str, str]
    linked: tuple[str, ...]
    """Ids of the traces that it is linked to."""
    is_failed: bool


class CollectorFake(Fake):
    def __init__(self) -> None:
        super().__init__()
        self.spans: list[CollectedSpan] = []
        self.app.router.add_post("/v1/traces", self._take)

    def of_trace(self, trace_id: str) -> list[CollectedSpan]:
        return [span for span in self.spans if span.trace_id == trace_id]

    async def _take(self, request: web.Request) -> web.Response:
        sent = ExportTraceServiceRequest.FromString(await request.read())
        for of_process in sent.resource_spans:
            service = _texts(of_process.resource.attributes)["service.name"]
            for scope in of_process.scope_spans:
                self.spans += [
                    CollectedSpan(
                        span.name,
                        span.trace_id.hex(),
                        span.span_id.hex(),
                        span.parent_span_id.hex(),
                        service,
                        _texts(span.attributes),
                        tuple(link.trace_id.hex() for link in span.links),
                        span.status.code == span.status.STATUS_CODE_ERROR,
                    )
                    for span in scope.spans
                ]
        body = ExportTraceServiceResponse().SerializeToString()
        return web.Response(body=body, content_type="application/x-protobuf")


def _texts(attributes: Iterable[KeyValue]) -> dict[str, str]:
    return {each.key: str(getattr(each.value, each.value.WhichOneof("value") or "")) for each in attributes}
