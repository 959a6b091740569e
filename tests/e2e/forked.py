"""Workers that are forked from a process which has imported everything: they begin in milliseconds."""

import multiprocessing
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

from gladhand.cli.worker import command

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__, "gladhand.providers.simulator.adapter"])


@contextmanager
def worker(environment: Mapping[str, str]) -> Iterator[BaseProcess]:
    """Runs until it is killed, which the end of the block does at the latest."""
    process = _context.Process(target=_work, args=(dict(environment),))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def _work(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    command()
