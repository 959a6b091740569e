"""Limits of wrong passwords and codes of people: per account, whether it exists or not, and per client address."""

from collections.abc import Sequence
from datetime import timedelta

from gladhand.auth.audit.actors import Actor, ActorKindEnum
from gladhand.auth.audit.queries import insert_change
from gladhand.auth.people import queries
from gladhand.auth.people.emails import normal_email
from gladhand.core.attempts.service import AttemptRate, Subject, TooManyAttempts, count_attempt, take_back_attempt
from gladhand.core.counted_addresses import counted_as
from gladhand.core.crypto import Keyring
from gladhand.core.db import Database
from gladhand.core.log import LogEvent, get_logger

log = get_logger()

_LIMITED = LogEvent(
    "person.limited", "A password or code of a person was not checked, because too many were tried before."
)

_OF_ACCOUNT = AttemptRate(10, timedelta(minutes=2))
_OF_FORGOTTEN = AttemptRate(3, timedelta(minutes=10))
_NOTED = AttemptRate(1, timedelta(minutes=10))
_PAUSE_OF_ADDRESS = timedelta(seconds=20)
_MAC_PURPOSE = "person.attempts"


class PersonAttempts:
    """Counts attempts in the database."""

    def __init__(self, database: Database, keyring: Keyring, *, burst_per_address: int) -> None:
        self._database = database
        self._keyring = keyring
        self._of_address = AttemptRate(burst_per_address, _PAUSE_OF_ADDRESS)

    async def count(self, email: str, address: str | None) -> Sequence[Subject]:
        """Count an attempt before it is made. Raises `TooManyAttempts`; then nothing is counted."""
        counted = [("account", normal_email(email), _OF_ACCOUNT)]
        if address is not None:
            counted.append(("address", counted_as(address), self._of_address))
        try:
            return await self._count(counted)
        except TooManyAttempts as problem:
            await self._note(normal_email(email), address, problem)
            raise

    async def count_forgotten(self, email: str, address: str | None) -> None:
        """Count a request for a new password. It leaves the attempts to sign in alone, so that nobody shuts a person
        out by asking. Raises `TooManyAttempts`.
        """
        counted = [("forgotten", normal_email(email), _OF_FORGOTTEN)]
        if address is not None:
            counted.append(("forgotten from", counted_as(address), self._of_address))
        await self._count(counted)

    async def count_address(self, address: str | None) -> Sequence[Subject]:
        """Count an attempt that names no account. Raises `TooManyAttempts`; then nothing is counted."""
        try:
            return await self._count([] if address is None else [("address", counted_as(address), self._of_address)])
        except TooManyAttempts as problem:
            await self._note("", address, problem)
            raise

    async def _count(self, counted: Sequence[tuple[str, str, AttemptRate]]) -> Sequence[Subject]:
        subjects = [
            Subject(self._keyring.mac(f"{kind}\0{value}", purpose=_MAC_PURPOSE), kind, rate)
            for kind, value, rate in counted
        ]
        try:
            await count_attempt(self._database, subjects)
        except TooManyAttempts as problem:
            log.warning(_LIMITED, limit=problem.kind)
            raise
        return subjects

    async def _note(self, email: str, address: str | None, problem: TooManyAttempts) -> None:
        """Note in the audit trail that a limit is reached, once in a while for each limit, so that nobody fills the
        trail. It takes as long for addresses without an account, of which nothing is noted but the limit.
        """
        noted = Subject(self._keyring.mac(f"noted\0{problem.name}", purpose=_MAC_PURPOSE), "noted", _NOTED)
        try:
            await count_attempt(self._database, [noted])
        except TooManyAttempts:
            return
        async with self._database.transaction() as db:
            person = await queries.find_person(db, email) if problem.kind == "account" else None
            await insert_change(
                db,
                Actor(ActorKindEnum.PERSON, None, address),
                "person.sign_in_limited",
                subject_id=person.id if person else None,
                details={"limit": problem.kind},
            )

    async def take_back(self, counted: Sequence[Subject]) -> None:
        """The attempt has succeeded."""
        await take_back_attempt(self._database, counted)
