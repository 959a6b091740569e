"""`/health`, `/ready` and `/metrics` at the port of the API."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from gladhand.core.db import Database
from gladhand.core.dependencies import dependency
from gladhand.core.metrics import Metrics
from gladhand.core.problems import NotFound, Unauthorized
from gladhand.core.processes.readiness import Readiness
from gladhand.core.responses import JSON

router = APIRouter(include_in_schema=False)


@router.get("/health")
async def get_health(readiness: Annotated[Readiness, dependency(Readiness)]) -> Response:
    """200 while the database takes writes."""
    await readiness.require_health()
    return JSON('{"status":"ok"}')


@router.get("/ready")
async def get_ready(readiness: Annotated[Readiness, dependency(Readiness)], *, worker: bool = False) -> Response:
    """200 while requests can be served; with `worker=1`, while a worker is alive too."""
    await readiness.require_ready(with_worker=worker)
    return JSON('{"status":"ok"}')


@router.get("/metrics")
async def get_metrics(
    request: Request,
    database: Annotated[Database, dependency(Database)],
    metrics: Annotated[Metrics, dependency(Metrics)],
) -> Response:
    """For Prometheus, if the operator has set a token for it; else there is no such page."""
    if metrics.token is None:
        raise NotFound("No route matches this path.")
    if not metrics.admits(request.headers.get("authorization", "")):
        raise Unauthorized("This page needs the bearer token of GLADHAND_METRICS_TOKEN.")
    text, media_type = await metrics.rendered(database, request.headers.get("accept", ""))
    return Response(text, headers={"Content-Type": media_type})
