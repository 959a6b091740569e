"""Tasks that run beside the work of a process. If one fails, the process ends, so that a supervisor restarts it."""

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_FAILED = LogEvent(
    "background.failed", "A task beside the work of the process failed by a bug; the traceback says where. It ends."
)


def start_background(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Start `work`. If it fails, the process gets SIGTERM and stops in order; the task keeps the error."""
    task = asyncio.create_task(work)
    task.add_done_callback(_end_process_if_failed)
    return task


async def wait_for_stop(stopping: asyncio.Event, seconds: float) -> None:
    """Wait until it is set, so long at most."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)


def _end_process_if_failed(task: asyncio.Task[None]) -> None:
    if task.cancelled() or (error := task.exception()) is None:
        return
    log.error(_FAILED, exc_info=error)
    signal.raise_signal(signal.SIGTERM)
