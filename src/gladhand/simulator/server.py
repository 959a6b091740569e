"""Starts and stops the simulator."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import web

from gladhand.simulator.api import CustomerApi
from gladhand.simulator.control import Control
from gladhand.simulator.history_control import HistoryControl
from gladhand.simulator.storage import Storage

_MAX_BODY = 64 * 1024


@asynccontextmanager
async def serve(
    host: str = "127.0.0.1", port: int = 0, storage: Path | None = None, *, trucks: int = 0
) -> AsyncIterator[str]:
    """The simulator while the block lasts; gives its URL. Port 0 takes a free one; without a file it forgets.

    The account that is there from the beginning has a fleet of so many `trucks`.
    """
    kept = Storage(storage, trucks=trucks)
    api = CustomerApi(kept)
    app = web.Application(client_max_size=_MAX_BODY)
    app.add_routes([*api.routes(), *Control(api).routes(), *HistoryControl(kept).routes()])
    # Requests that were told to hang must not hold up the end.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    try:
        await runner.setup()
        await web.TCPSite(runner, host, port).start()
        yield f"http://{f'[{host}]' if ':' in host else host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
        kept.close()


def run_simulator(host: str, port: int, storage: Path | None, *, trucks: int = 0) -> None:
    """Serve until SIGINT or SIGTERM."""

    async def run() -> None:
        stop = asyncio.Event()
        # Windows has no signal handlers here; Ctrl-C comes as KeyboardInterrupt.
        if sys.platform != "win32":
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stop.set)
        async with serve(host, port, storage, trucks=trucks):
            await stop.wait()

    with suppress(KeyboardInterrupt):
        asyncio.run(run())
