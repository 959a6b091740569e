"""Ends a process of the local stack together with the stack. Every command imports this module, so it is small."""

import os
import signal
import sys
import threading
import time

from gladhand.config.environment import MANAGED_PROCESS_VARIABLE

STOP_SECONDS = 10


def end_with_stack() -> None:
    """Stop when the stack has ended, even if it was killed.

    The stack holds the other end of the process's standard input, which closes with the stack.
    """
    if MANAGED_PROCESS_VARIABLE in os.environ:
        threading.Thread(target=_wait_for_the_end_of_the_stack, daemon=True).start()


def _wait_for_the_end_of_the_stack() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(STOP_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)
