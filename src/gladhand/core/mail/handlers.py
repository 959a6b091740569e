"""What packages do when one of their messages has come to its end, in the transaction that writes it down."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from gladhand.core.db import Db


@dataclass(frozen=True)
class MailOutcome:
    """The end of a message about `subject_id`; a sent one may bounce later."""

    partner_id: UUID
    kind: str
    channel: str
    subject_id: UUID | None
    status: str
    error: str | None


MailHandler: TypeAlias = Callable[[Db, MailOutcome], Awaitable[None]]


class MailHandlers:
    """The handler of each kind of message that has one."""

    def __init__(self, by_kind: Mapping[str, MailHandler]) -> None:
        self._by_kind = by_kind

    async def handle(self, db: Db, outcome: MailOutcome) -> None:
        handler = self._by_kind.get(outcome.kind)
        if handler is not None:
            await handler(db, outcome)
