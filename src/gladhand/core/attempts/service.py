"""Counts attempts that somebody could repeat in order to guess, in the database, for all processes together.

An attempt is counted before it is made, so that a hundred at once do not pass the limit. The count of a successful
attempt is taken back, so people who enter the right thing never reach a limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from gladhand.core.attempts import queries
from gladhand.core.db import Database
from gladhand.core.problems import TooManyRequests


@dataclass(frozen=True, slots=True)
class AttemptRate:
    """The number of failed attempts that are allowed at once; then one more after each pause."""

    burst: int
    pause: timedelta


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose attempts are counted together. `name` is a fingerprint, so that the table holds no address or user."""

    name: str
    kind: str
    rate: AttemptRate


class TooManyAttempts(TooManyRequests):
    """A limit is reached."""

    def __init__(self, subject: Subject, wait: timedelta) -> None:
        super().__init__(ceil(wait.total_seconds()))
        self.kind = subject.kind
        self.name = subject.name


async def count_attempt(database: Database, subjects: Sequence[Subject]) -> None:
    """Count one attempt for each subject. Raises `TooManyAttempts`; then nothing is counted."""
    async with database.transaction() as db:
        for subject in _in_order(subjects):
            busy = await queries.count_attempt(db, subject.name, subject.rate.pause)
            wait = busy - subject.rate.burst * subject.rate.pause
            if wait > timedelta():
                raise TooManyAttempts(subject, wait)


async def take_back_attempt(database: Database, subjects: Sequence[Subject]) -> None:
    """The attempt has succeeded."""
    async with database.transaction() as db:
        for subject in _in_order(subjects):
            await queries.release_attempt(db, subject.name, subject.rate.pause)


def _in_order(subjects: Sequence[Subject]) -> list[Subject]:
    """Rows are locked in one order, so that two attempts do not wait for each other."""
    return sorted(subjects, key=lambda subject: subject.name)
