"""Metrics of invitations."""

from gladhand.core.db import Db
from gladhand.core.metrics import gauge
from gladhand.orgs.invitations import queries
from gladhand.orgs.invitations.schemas import InvitationStatusEnum

_INVITATIONS = gauge("invitations", "Invitations in each state.", "status")


async def set_invitations(db: Db) -> None:
    counts = await queries.count_invitations_of_all_partners(db)
    for status in InvitationStatusEnum:
        _INVITATIONS.labels(status).set(counts.get(status, 0))
