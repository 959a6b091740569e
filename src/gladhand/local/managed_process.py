"""A process of the stack, from inside: it ends with the stack. Every command imports this, so it needs little."""

import os
import signal
import sys
import threading
import time

from gladhand.config.environment import MANAGED_PROCESS_VARIABLE

STOP_SECONDS = 10


def end_with_stack() -> None:
    """Stop when the process that started this one has ended, however it did; a killed one tells nobody.

    The stack holds the other end of the part's standard input, which closes with it.
    """
    if MANAGED_PROCESS_VARIABLE in os.environ:
        threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
