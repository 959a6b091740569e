"""Limits of sign-ins at providers, shared by all processes: per fleet, provider account and client address.

Each check of credentials is counted before it is sent, and taken back when it succeeds. Providers lock an account after
a few failures, so an account has the lowest limit.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from gladhand.core.attempts.service import AttemptRate, Subject, TooManyAttempts, count_attempt, take_back_attempt
from gladhand.core.counted_addresses import counted_as
from gladhand.core.db import Database
from gladhand.core.log import LogEvent, get_logger
from gladhand.integrations.accounts.fingerprints import Fingerprints

log = get_logger()

_LIMITED = LogEvent(
    "sign_in.limited", "Credentials were not sent to a provider, because too many were tried for it before."
)


_OF_FLEET = AttemptRate(12, timedelta(seconds=20))
_OF_ACCOUNT = AttemptRate(5, timedelta(minutes=5))
_PAUSE_OF_ADDRESS = timedelta(seconds=10)


class SignInLimits:
    """Counts sign-ins in the database."""

    def __init__(self, database: Database, fingerprints: Fingerprints, *, burst_per_address: int) -> None:
        self._database = database
        self._fingerprints = fingerprints
        self._of_address = AttemptRate(burst_per_address, _PAUSE_OF_ADDRESS)

    async def count(
        self, source_name: str, fleet_id: UUID, *, account: Sequence[str] = (), address: str | None = None
    ) -> list[Subject]:
        """Count one sign-in before it is sent. `account` identifies the account as far as the fleet has named it.

        Raises `TooManyRequests` if one of the limits is reached; then nothing is counted.
        """
        counted: list[tuple[str, tuple[str, ...], AttemptRate]] = [("fleet", (str(fleet_id),), _OF_FLEET)]
        if account:
            counted.append(("account", (source_name, *account), _OF_ACCOUNT))
        if address is not None:
            counted.append(("address", (counted_as(address),), self._of_address))
        subjects = [
            Subject(await self._fingerprints.of("sign_in", kind, *parts), kind, rate) for kind, parts, rate in counted
        ]
        try:
            await count_attempt(self._database, subjects)
        except TooManyAttempts as problem:
            log.warning(_LIMITED, source_name=source_name, fleet_id=str(fleet_id), limit=problem.kind)
            raise
        return subjects

    async def take_back(self, subjects: Sequence[Subject]) -> None:
        """The sign-in has succeeded."""
        await take_back_attempt(self._database, subjects)
