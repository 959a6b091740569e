"""Processes of gladhand that are forked from one that has imported everything.

Importing takes seconds of a processor, and the tests start hundreds of servers, workers and commands. What runs
afterwards is the command line as it is, in a process of its own.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

#: The one server that forks, for all tests of a session.
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.preloaded"])


class ForkedProcess:
    """One such process, with the methods of `subprocess.Popen` that tests need."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        output: Path | None,
        *,
        errors: Path | None = None,
        folder: Path | None = None,
    ) -> None:
        """`errors` gets what the process writes to its standard error; without it, `output` gets that, too. `folder` is
        where it works."""
        self.arguments = arguments
        given = (list(arguments), dict(environment), output, errors or output, folder)
        self._process = CONTEXT.Process(target=_main, args=given)
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


def command_line(
    *arguments: str, environment: Mapping[str, str], folder: Path | None = None, seconds: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end with this environment. Raises `TimeoutExpired` after so many seconds."""
    with tempfile.TemporaryDirectory() as name:
        output, errors = Path(name) / "output", Path(name) / "errors"
        process = ForkedProcess(arguments, environment, output, errors=errors, folder=folder)
        try:
            code = process.wait(seconds)
        finally:
            process.kill()
        return subprocess.CompletedProcess(list(arguments), code, output.read_text(), errors.read_text())


def _main(
    arguments: list[str],
    environment: Mapping[str, str],
    output: Path | None,
    errors: Path | None,
    folder: Path | None,
) -> None:
    from gladhand.cli.main import main  # noqa: PLC0415 - only the process that forks has imported it

    os.environ.clear()
    os.environ.update(environment)
    if folder is not None:
        os.chdir(folder)
    for stream, file in ((sys.stdout, output), (sys.stderr, errors)):
        if file is not None:
            with file.open("ab") as opened:
                os.dup2(opened.fileno(), stream.fileno())
    sys.argv = ["gladhand", *arguments]
    main()
