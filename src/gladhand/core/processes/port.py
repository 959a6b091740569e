"""A port of its own for probes and metrics, which clients of the API cannot use up."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from aiohttp import web

from gladhand.core.db import Database
from gladhand.core.metrics import Metrics
from gladhand.core.problems import ServiceUnavailable
from gladhand.core.processes.readiness import Readiness

_OK = {"status": "ok"}


@asynccontextmanager
async def serving(
    database: Database, metrics: Metrics, readiness: Readiness, host: str, port: int | None
) -> AsyncIterator[None]:
    """Serve `/alive`, `/health`, `/ready` and `/metrics`; nothing without a port."""
    if port is None:
        yield
        return

    async def get_alive(_: web.Request) -> web.Response:
        return web.json_response(_OK)

    async def get_health(_: web.Request) -> web.Response:
        return await _checked(readiness.require_health())

    async def get_ready(request: web.Request) -> web.Response:
        return await _checked(readiness.require_ready(with_worker=request.query.get("worker") == "1"))

    async def get_metrics(request: web.Request) -> web.Response:
        if not metrics.admits(request.headers.get("Authorization", "")):
            return web.Response(status=401)
        text, media_type = await metrics.rendered(database, request.headers.get("Accept", ""))
        return web.Response(body=text, headers={"Content-Type": media_type})

    application = web.Application()
    application.router.add_get("/alive", get_alive)
    application.router.add_get("/health", get_health)
    application.router.add_get("/ready", get_ready)
    application.router.add_get("/metrics", get_metrics)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        # Server processes share the port; any of them answers.
        await web.TCPSite(runner, host, port, reuse_port=True).start()
        yield
    finally:
        await runner.cleanup()


async def _checked(check: Awaitable[None]) -> web.Response:
    try:
        await check
    except ServiceUnavailable as problem:
        return web.json_response(problem.body(), status=problem.status, headers=problem.headers)
    return web.json_response(_OK)
