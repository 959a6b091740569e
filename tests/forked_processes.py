"""Processes of gladhand that are forked from one that has imported everything.

Importing takes seconds of a processor, and the tests start hundreds of servers and workers. What runs afterwards is the
command line as it is, in a process of its own.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

#: The one server that forks, for all tests of a session.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.preloaded"])


class ForkedProcess:
    """One such process, with the methods of `subprocess.Popen` that tests need."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], log: Path | None) -> None:
        self.arguments = arguments
        self._process = CONTEXT.Process(target=_main, args=(list(arguments), dict(environment), log))
        self._process.start()
        assert self._process.pid is not None
        self.pid: int = self._process.pid

    def poll(self) -> int | None:
        """The exit code, or the negative number of the signal that ended it; `None` while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        self._process.join(timeout)
        code = self._process.exitcode
        if code is None:
            raise subprocess.TimeoutExpired(list(self.arguments), timeout or 0)
        return code

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def _main(arguments: list[str], environment: Mapping[str, str], log: Path | None) -> None:
    from gladhand.cli.main import main  # noqa: PLC0415 - only the process that forks has imported it

    os.environ.clear()
    os.environ.update(environment)
    if log is not None:
        with log.open("ab") as output:
            os.dup2(output.fileno(), sys.stdout.fileno())
            os.dup2(output.fileno(), sys.stderr.fileno())
    sys.argv = ["gladhand", *arguments]
    main()
