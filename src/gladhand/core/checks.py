"""Checks that say in one sentence what works, or what to do about what does not."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from gladhand.core.db import Db


class Trouble(Exception):
    """Something that does not work. The text says what to do."""


Check: TypeAlias = Callable[[Db], Awaitable[str]]
"""Returns a sentence, or raises `Trouble` with one."""
