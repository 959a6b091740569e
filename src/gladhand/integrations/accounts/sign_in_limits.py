"""Limits of sign-ins at providers, shared by all processes: per fleet, provider account and client address.

Each check of credentials is counted before it is sent, so that a hundred checks at once do not pass the limit. The
count of a successful check is taken back, so people who sign in correctly never reach a limit. Providers lock an
account after a few failures, so an account has the lowest limit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from uuid import UUID

from gladhand.core.db import Database
from gladhand.core.log import LogEvent, get_logger
from gladhand.core.problems import TooManyRequests
from gladhand.integrations.accounts import queries
from gladhand.integrations.accounts.fingerprints import Fingerprints

log = get_logger()

_LIMITED = LogEvent(
    "sign_in.limited", "Credentials were not sent to a provider, because too many were tried for it before."
)


@dataclass(frozen=True, slots=True)
class SignInRate:
    """The number of failed sign-ins that are allowed at once; then one more after each pause."""

    burst: int
    pause: timedelta


_OF_FLEET = SignInRate(12, timedelta(seconds=20))
_OF_ACCOUNT = SignInRate(5, timedelta(minutes=5))
_PAUSE_OF_ADDRESS = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose sign-ins are counted together. `name` is a fingerprint, so that the table holds no address or user."""

    name: str
    kind: str
    rate: SignInRate


class SignInLimits:
    """Counts sign-ins in the database."""

    def __init__(self, database: Database, fingerprints: Fingerprints, *, burst_per_address: int) -> None:
        self._database = database
        self._fingerprints = fingerprints
        self._of_address = SignInRate(burst_per_address, _PAUSE_OF_ADDRESS)

    async def count(
        self, source_name: str, fleet_id: UUID, *, account: Sequence[str] = (), address: str | None = None
    ) -> list[Subject]:
        """Count one sign-in before it is sent. `account` identifies the account as far as the fleet has named it.

        Raises `TooManyRequests` if one of the limits is reached; then nothing is counted.
        """
        wanted: list[tuple[str, tuple[str, ...], SignInRate]] = [("fleet", (str(fleet_id),), _OF_FLEET)]
        if account:
            wanted.append(("account", (source_name, *account), _OF_ACCOUNT))
        if address is not None:
            wanted.append(("address", (address,), self._of_address))
        subjects = [
            Subject(await self._fingerprints.of("sign_in", kind, *parts), kind, rate) for kind, parts, rate in wanted
        ]
        async with self._database.transaction() as db:
            for subject in _in_order(subjects):
                busy = await queries.count_sign_in(db, subject.name, subject.rate.pause)
                wait = busy - subject.rate.burst * subject.rate.pause
                if wait > timedelta():
                    log.warning(_LIMITED, source_name=source_name, fleet_id=str(fleet_id), limit=subject.kind)
                    raise TooManyRequests(ceil(wait.total_seconds()))
        return subjects

    async def take_back(self, subjects: Sequence[Subject]) -> None:
        """The sign-in has succeeded."""
        async with self._database.transaction() as db:
            for subject in _in_order(subjects):
                await queries.uncount_sign_in(db, subject.name, subject.rate.pause)


def _in_order(subjects: Sequence[Subject]) -> list[Subject]:
    """Rows are locked in one order, so that two sign-ins do not wait for each other."""
    return sorted(subjects, key=lambda subject: subject.name)
